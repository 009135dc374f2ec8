import { describe, expect, it } from 'vitest';
import { seedApis, seedGateways, seedIds } from '../../src/emulator/index.ts';
import { startHarness } from '../support/harness.ts';

describe('a link pasted from the browser', async () => {
  const harness = await startHarness();
  const base = harness.emulator.baseUrl;

  it('is taken for the thing it shows', async () => {
    const { api } = await harness.ok('anypoint_get_api', {
      api: `${base}/apimanager/#/apis/${seedApis.orders}/policies`,
    });
    expect(api.id).toBe(String(seedApis.orders));
  });

  it('brings business group and environment with it', async () => {
    const link = `${base}/cloudhub/#/console/home/${seedIds.rootProduction}/gateways/${seedGateways.storefront}`;
    const { gateway } = await harness.ok('anypoint_get_gateway', { gateway: link });
    expect(gateway.name).toBe('storefront-gateway');
  });

  it('yields to an environment that is named', async () => {
    const link = `${base}/cloudhub/#/console/home/${seedIds.rootProduction}/gateways/${seedGateways.storefront}`;
    const text = await harness.fails('anypoint_get_gateway', { gateway: link, environment: 'Sandbox' });
    expect(text).toContain('"Sandbox"');
  });

  it('of another kind is refused with what to do', async () => {
    const text = await harness.fails('anypoint_get_server', { server: `${base}/apimanager/#/apis/1` });
    expect(text).toContain('holds no id of a server');
    expect(text).toContain('web console');
  });

  it('is never asked', async () => {
    harness.seen.length = 0;
    await harness.fails('anypoint_get_gateway', { gateway: 'https://example.invalid/cloudhub/#/console/home/x' });
    expect(harness.seen).toEqual([]);
  });
});
