import { describe, expect, it } from 'vitest';
import { startHarness } from '../../../support/harness.ts';
import { catalogBatch, catalogBatchId, dataCloud, ordersApp, ordersAppId } from '../fixtures.ts';

const tool = 'anypoint_list_applications';

describe(tool, async () => {
  const harness = await startHarness();

  it('shows the applications of all three services, each with where it runs', async () => {
    const { applications, total, ...rest } = await harness.ok(tool);
    expect(total).toBe(4);
    expect(rest).not.toHaveProperty('unreadable');
    expect(applications).toContainEqual({
      id: dataCloud,
      name: dataCloud,
      kind: 'cloudhub',
      runsOn: 'CloudHub 1.0 us-east-1',
      state: 'running',
      status: 'STARTED',
      artifact: `${dataCloud}-1.0.0.jar`,
      updatedAt: '2025-08-04T09:30:00.000Z',
    });
    expect(applications).toContainEqual(
      expect.objectContaining({
        id: ordersAppId,
        name: ordersApp,
        kind: 'cloudhub2',
        runsOn: 'CloudHub 2.0 acme-us-east',
        state: 'running',
        status: 'APPLIED, RUNNING',
      }),
    );
    expect(applications).toContainEqual(
      expect.objectContaining({
        id: String(catalogBatchId),
        name: catalogBatch,
        kind: 'hybrid',
        runsOn: expect.stringMatching(/^cluster catalog-cluster \(\d+\)$/),
        artifact: 'catalog-batch-1.0.0.jar',
      }),
    );
  });

  it('shows the same as text', async () => {
    const { text } = await harness.call(tool);
    expect(text).toContain('4 applications in "Sandbox" of "Acme Outfitters".');
    expect(text).toMatch(
      new RegExp(
        `^${ordersApp} \\| cloudhub2 \\| CloudHub 2\\.0 acme-us-east \\| running \\| APPLIED, RUNNING \\| .* \\| ${ordersAppId}$`,
        'm',
      ),
    );
  });

  it.each([
    [{ kind: 'cloudhub' }, 2],
    [{ kind: 'cloudhub2' }, 1],
    [{ kind: 'hybrid' }, 1],
    [{ state: 'stopped' }, 0],
    [{ state: 'running', nameContains: 'ORDERS' }, 1],
  ])('narrows by %j', async (args, total) => {
    expect((await harness.ok(tool, args))['total']).toBe(total);
  });

  it('reads only the requested service', async () => {
    harness.seen.length = 0;
    await harness.ok(tool, { kind: 'hybrid' });
    expect(harness.seen.map(({ path }) => path).filter((path) => /applications|deployments/.test(path))).toEqual([
      '/hybrid/api/v1/applications',
    ]);
  });

  it('cuts at the limit and says so', async () => {
    const { structured, text } = await harness.call(tool, { limit: 1 });
    expect(structured).toMatchObject({ total: 4, applications: [{ name: catalogBatch }] });
    expect(text).toContain('Showing 1 of 4');
  });

  it('is empty where nothing runs', async () => {
    const { text } = await harness.call(tool, { environment: 'Design' });
    expect(text).toContain('No applications in "Design" of "Acme Outfitters".');
  });
});

describe(`${tool} where a service cannot be read`, async () => {
  const refuse = { cloudhub: 0, amc: 0, hybrid: 0 };
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) => {
        const { pathname } = new URL(url);
        const service = (['cloudhub', 'amc', 'hybrid'] as const).find((one) => pathname.startsWith(`/${one}/`));
        const status = service === undefined ? 0 : refuse[service];
        return status === 0 ? undefined : Response.json({ message: `no ${service} for you` }, { status });
      },
    },
  });

  it.each([403, 404])('lists the rest and says what is missing (%i)', async (status) => {
    Object.assign(refuse, { cloudhub: status, amc: 0, hybrid: 0 });
    const { structured, text } = await harness.call(tool);
    expect(structured).toMatchObject({ total: 2 });
    expect(text).toContain('Applications on CloudHub 1.0 could not be read:');
    expect(text).toContain('no cloudhub for you');
  });

  it('names the scope when none can be read', async () => {
    Object.assign(refuse, { cloudhub: 403, amc: 403, hybrid: 403 });
    const text = await harness.fails(tool);
    expect(text).toContain('"Read Applications"');
    expect(text).toContain('a permission is missing');
  });

  it('does not hide an error of the platform', async () => {
    Object.assign(refuse, { cloudhub: 0, amc: 400, hybrid: 0 });
    expect(await harness.fails(tool)).toContain('no amc for you');
  });
});

describe(`${tool} in an organization without CloudHub 1.0`, async () => {
  const harness = await startHarness();
  const organization = harness.emulator.store.organizations.get(harness.emulator.access.organizationId);
  if (organization) organization.entitlements.cloudhub1.enabled = false;

  it('lists the rest, with the platform’s reason', async () => {
    const { applications, unreadable } = await harness.ok(tool);
    expect(applications).toHaveLength(2);
    expect(unreadable).toEqual([
      {
        part: 'applications on CloudHub 1.0',
        reason: expect.stringContaining('CloudHub 1.0 is not enabled for this organization'),
      },
    ]);
  });
});
