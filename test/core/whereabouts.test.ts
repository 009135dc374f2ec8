import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/harness.ts';

describe('what a call names in the wrong place', async () => {
  const harness = await startHarness();

  it.each([
    [
      'anypoint_get_gateway',
      { gateway: 'orders-app' },
      '"orders-app" is an application here, "orders-app" (cloudhub2:',
    ],
    ['anypoint_get_server', { server: 'CATALOG-CLUSTER' }, '"CATALOG-CLUSTER" is a cluster here, "catalog-cluster" ('],
    ['anypoint_delete_server', { server: 'catalog-cluster' }, '"catalog-cluster" is a cluster here, '],
  ])('is named with its kind: %s %j', async (tool, args, why) => {
    expect(await harness.fails(tool, args)).toContain(`Why: ${why}`);
  });

  it.each(['anypoint_get_gateway', 'anypoint_delete_gateway'])('is named with its environment: %s', async (tool) => {
    const text = await harness.fails(tool, { gateway: 'storefront-gateway' });
    expect(text).toContain('Why: Such a gateway is in environment "Production": "storefront-gateway" (');
    expect(text).toContain('If you mean that one, name its environment in the argument environment: "Production".');
  });

  it('is searched for without a word about what cannot be read', async () => {
    const { fails } = await startHarness({
      emulator: {
        intercept: ({ url }) =>
          /cloudhub|application-manager|hybrid\/api\/v1\/applications/.test(url)
            ? Response.json({ message: 'no' }, { status: 403 })
            : undefined,
      },
    });
    const text = await fails('anypoint_get_gateway', { gateway: 'orders-app' });
    expect(text).toContain('Gateway "orders-app" was not found in "Sandbox"');
    expect(text).not.toContain('403');
  });
});
