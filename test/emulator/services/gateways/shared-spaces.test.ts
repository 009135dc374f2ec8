import { describe, expect, it } from 'vitest';
import { seedIds } from '../../../../src/emulator/index.ts';
import { sandboxPath, withEmulator } from '../../client.ts';

const gateways = `/gatewaymanager/api/v1/${sandboxPath}/gateways`;
const body = {
  name: 'shared-gw',
  targetId: 'cloudhub-us-east-2',
  runtimeVersion: '1.9.9',
  releaseChannel: 'lts',
  size: 'small',
};
const properties = { upstreamResponseTimeout: 15, connectionIdleTimeout: 60 };
const publicUrl = 'https://shared-gw-f20a11.usa-e2.cloudhub.io';

describe('a managed gateway in a shared space', () => {
  it('is provisioned at a public URL that the platform chooses', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const ingress = { forwardSslSession: true, lastMileSecurity: true };
      const created = await call('POST', gateways, { ...body, configuration: { properties, ingress } });
      expect([created.status, created.body]).toMatchObject([
        201,
        { status: 'PROVISIONING', targetName: 'US East (Ohio)', configuration: { ingress: { ...ingress, publicUrl } } },
      ]);
      expect(created.body).not.toHaveProperty('targetType');
      const one = `${gateways}/${created.body.id}`;
      expect((await call('GET', `${one}/status`)).body.status).toBe('PROVISIONING');
      clock.advance(10_000);
      expect((await call('GET', `${one}/status`)).body).toEqual({ status: 'RUNNING', ready: true, running: true });
      expect((await call('GET', one)).body.configuration.tracing).toEqual({ enabled: false, sampling: 1 });
      const experience = await call('GET', one.replace('/api/v1/', '/xapi/v1/'));
      expect(experience.body.targetType).toBe('shared-space');

      // What was read can be sent back.
      const { configuration } = (await call('GET', one)).body;
      const changed = await call('PUT', one, { ...body, size: 'large', configuration });
      expect(changed.body).toMatchObject({
        status: 'APPLYING',
        size: 'large',
        configuration: { ingress: { publicUrl } },
      });
      expect((await call('PUT', one, { ...body, targetId: 'cloudhub-us-east-1' })).status).toBe(400);
      expect((await call('DELETE', one)).status).toBe(204);
    });
  });

  it('is refused with a public URL of its own', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const configuration = { properties, ingress: { publicUrl: 'https://gw.example.com' } };
      const refused = await call('POST', gateways, { ...body, configuration });
      expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining('chooses the public URL')]);
      // In a private space it is the other way round.
      const spaces = `/runtimefabric/api/organizations/${seedIds.root}/privatespaces`;
      const [{ id: targetId }] = (await call('GET', spaces)).body.content;
      const without = { ...body, targetId, configuration: { properties, ingress: {} } };
      expect((await call('POST', gateways, without)).body.message).toBe('configuration.ingress.publicUrl is required');
    });
  });

  it.each(['cloudhub-mars-north-1', 'cloudhub-ap-south-1'])(
    'is refused in %s, which the plane does not have',
    async (targetId) => {
      await withEmulator({}, async (_emulator, call) => {
        expect((await call('POST', gateways, { ...body, targetId })).status).toBe(404);
      });
    },
  );

  it('is refused in another region without the entitlement to deploy globally', async () => {
    await withEmulator({}, async ({ store }, call) => {
      for (const { entitlements } of store.organizations.values()) entitlements.globalDeployment = false;
      expect((await call('POST', gateways, body)).status).toBe(404);
      expect((await call('POST', gateways, { ...body, targetId: 'cloudhub-us-east-1' })).status).toBe(201);
    });
  });

  it('stands in scenarios', async () => {
    const organizations = [
      {
        name: 'Acme',
        id: seedIds.root,
        environments: [{ name: 'Sandbox', type: 'sandbox' as const, id: seedIds.rootSandbox }],
      },
    ];
    const scenario = {
      controlPlane: 'eu',
      organizations,
      gateways: [{ name: 'shared-gw', target: 'cloudhub-eu-west-1' }],
    };
    await withEmulator({ scenario }, async (_emulator, call) => {
      const [{ id, status }] = (await call('GET', gateways)).body.content;
      expect(status).toBe('RUNNING');
      expect((await call('GET', `${gateways}/${id}`)).body.configuration.ingress.publicUrl).toBe(
        'https://shared-gw-f20a11.irl-e1.eu1.cloudhub.io',
      );
    });
    const wrong = [{ name: 'shared-gw', target: 'cloudhub-eu-west-1', publicUrl: 'https://gw.example.com' }];
    await expect(withEmulator({ scenario: { ...scenario, gateways: wrong } }, async () => {})).rejects.toThrow(
      'chooses the public URL',
    );
  });
});
