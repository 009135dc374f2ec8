import { describe, expect, it } from 'vitest';
import { startHarness } from '../../../support/harness.ts';

describe('anypoint_list_environments', async () => {
  const harness = await startHarness();

  it('shows the type and client id of each environment of the home organization', async () => {
    const { organization, environments } = await harness.ok('anypoint_list_environments');
    expect(organization.id).toBe(harness.emulator.access.organizationId);
    expect(environments.map((row: { type: string }) => row.type).sort()).toEqual(['design', 'production', 'sandbox']);
    expect(environments[0].clientId).toBeDefined();
  });

  it('takes a business group by the beginning of its name, in any case', async () => {
    const { organizations } = await harness.ok('anypoint_list_organizations');
    const child = organizations[1];
    const { organization } = await harness.ok('anypoint_list_environments', {
      organization: child.name.slice(0, 4).toUpperCase(),
    });
    expect(organization).toEqual({ id: child.id, name: child.name });
  });

  it('names the closest business groups when one is unknown', async () => {
    const text = await harness.fails('anypoint_list_environments', { organization: 'Nowhere' });
    expect(text).toContain('Business group "Nowhere" was not found in the organizations that this account can see.');
    expect(text).toContain(harness.emulator.access.organizationId);
  });
});
