import { describe, expect, it } from 'vitest';
import { seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

describe('the managed gateways of a principal', async () => {
  const { emulator, ok, fails } = await startHarness();
  const grant = (...scopes: string[]): void => {
    const app = emulator.store.connectedApps.get(emulator.access.clientId);
    if (app === undefined) throw new Error('The emulator has no connected app.');
    app.grants = ['view:organization', 'view:environment', ...scopes].map((scope) => ({
      scope,
      context_params: { org: seedIds.root },
    }));
  };

  it.each([
    ['Read Servers', 'read:servers'],
    ['Read and Manage Servers', 'read:servers', 'manage:servers'],
    ['View Managed Gateways', 'read:gateways'],
  ])('who has %s are listed', async (_, ...scopes) => {
    grant(...scopes);
    const { items } = await ok('anypoint_list_gateways', { kind: 'managed' });
    expect(items).not.toEqual([]);
  });

  it('who has neither are not, and the refusal names both', async () => {
    grant('read:applications');
    const text = await fails('anypoint_list_gateways', { kind: 'managed' });
    expect(text).toContain(
      'grant the permission "Read Servers" or "View Managed Gateways" (the platform does not document which one counts)',
    );
  });

  it('who may only see them are not changed, and the refusal names both', async () => {
    grant('read:servers', 'read:gateways');
    const text = await fails('anypoint_delete_gateway', { gateway: 'orders-gateway' });
    expect(text).toContain(
      '"Manage Servers" or "Manage Managed Gateways" (the platform does not document which one counts)',
    );
  });
});
