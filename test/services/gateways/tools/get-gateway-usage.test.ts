import { describe, expect, it } from 'vitest';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_get_gateway_usage';

describe(tool, async () => {
  let hidden = /$^/;
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        hidden.test(request.url) ? Response.json({ message: 'No' }, { status: 403 }) : undefined,
    },
  });

  it('counts both sizes with the entitlement', async () => {
    const { structured, text } = await harness.call(tool);
    expect(structured?.['sizes']).toEqual([
      { size: 'small', used: 4, entitled: 7, remaining: 3 },
      { size: 'large', used: 1, entitled: 2, remaining: 1 },
    ]);
    expect(text).toContain('"Acme Outfitters"');
    expect(text).toContain('small 4 of 7 used, 3 remaining; large 1 of 2 used, 1 remaining.');
  });

  it('leaves out what is reassigned to business groups', async () => {
    const organization = harness.emulator.store.organizations.get(harness.emulator.access.organizationId);
    if (!organization) throw new Error('the emulator lost its organization');
    const { managedGatewaySmall } = organization.entitlements;
    organization.entitlements.managedGatewaySmall = { assigned: 20, reassigned: 6 };
    const { sizes } = await harness.ok(tool, { size: 'small' });
    organization.entitlements.managedGatewaySmall = managedGatewaySmall;
    expect(sizes).toEqual([{ size: 'small', used: 4, entitled: 14, remaining: 10 }]);
  });

  it('takes one size and a business group', async () => {
    const { organization, sizes } = await harness.ok(tool, { organization: 'Retail', size: 'small' });
    expect(organization.name).toBe('Retail');
    expect(sizes).toEqual([{ size: 'small', used: 0, entitled: 2, remaining: 2 }]);
  });

  it('says which number cannot be read', async () => {
    hidden = /accounts\/api\/organizations\/[^/]+$/;
    expect((await harness.call(tool, { size: 'large' })).text).toContain('large 1 used, entitlement unreadable');
    hidden = /usage/;
    expect((await harness.call(tool, { size: 'large' })).text).toContain('large 2 entitled, use unreadable');
    hidden = /usage|accounts\/api\/organizations\/[^/]+$/;
    expect((await harness.call(tool, { size: 'large' })).text).toContain('large unreadable');
    hidden = /$^/;
  });
});
