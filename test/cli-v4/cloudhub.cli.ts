import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { usePlatform } from './support.ts';

const platform = usePlatform();
const applications = '/cloudhub/api/v2/applications';

describe('CloudHub 1.0', () => {
  it('applications are deployed, changed, copied and deleted', async () => {
    const name = 'acme-cli-app';
    const file = platform().jar('app.jar');
    const view = () => platform().read(`${applications}/${name}`);
    await platform().run('runtime-mgr cloudhub-application deploy', name, file, '--runtime', '4.9.1');
    expect(await view()).toMatchObject({ domain: name, fileName: 'app.jar', muleVersion: { version: '4.9.1' } });
    const changes = ['--runtime', '4.9.6', '--property', 'stage:test'];
    await platform().run('runtime-mgr cloudhub-application modify', name, ...changes);
    expect(await view()).toMatchObject({ muleVersion: { version: '4.9.6' }, properties: { stage: 'test' } });
    await platform().run('runtime-mgr cloudhub-application revert-runtime', name);
    expect(await view()).toMatchObject({ muleVersion: { version: '4.9.1' } });
    expect(await platform().json('runtime-mgr cloudhub-application describe', name)).toMatchObject({ domain: name });

    const settled = { timeout: 300_000, interval: 500 };
    await expect.poll(async () => (await view()).status, settled).toBe('STARTED');
    await platform().run('runtime-mgr cloudhub-application stop', name);
    await expect.poll(async () => (await view()).status, settled).toBe('UNDEPLOYED');
    await platform().run('runtime-mgr cloudhub-application start', name);
    await expect.poll(async () => (await view()).status, settled).toBe('STARTED');
    await platform().run('runtime-mgr cloudhub-application restart', name);

    const at = (app: string): string => `${platform().facts.organizationId}:Sandbox/${app}`;
    await platform().run('runtime-mgr cloudhub-application copy', at(name), at('acme-cli-copy'));
    await platform().run('runtime-mgr cloudhub-application copy-replace', at(name), at('acme-cli-copy'));
    const listed = await platform().json('runtime-mgr cloudhub-application list');
    expect(listed.map(({ domain }: { domain: string }) => domain)).toContain('acme-cli-copy');
    await platform().run('runtime-mgr cloudhub-application delete', name);
    expect(await platform().isGone(`${applications}/${name}`)).toBe(true);
  });

  it('logs are downloaded', async () => {
    await platform().run('runtime-mgr cloudhub-application download-logs', 'data-cloud-integration', '.');
    expect(readdirSync(platform().folder).some((file) => file.startsWith('data-cloud-integration-'))).toBe(true);
  });

  it('alerts are listed, with when they were triggered', async () => {
    const [name, application] = ['Deployed', 'data-cloud-integration'];
    const condition = { type: 'deployment-success', resourceType: 'cloudhub-application', resources: [application] };
    const actions = [{ type: 'email', emails: ['ops@acme.example.com'], subject: name, content: 'It runs.' }];
    await platform().create('/cloudhub/api/v2/alerts', { name, severity: 'INFO', condition, actions });
    expect(await platform().run('runtime-mgr cloudhub-alert list')).toContain(name);
    expect(await platform().run('runtime-mgr cloudhub-alert-history describe', name)).toContain('has no history');
    await platform().run('runtime-mgr cloudhub-application restart', application);
    const history = () => platform().run('runtime-mgr cloudhub-alert-history describe', name);
    await expect.poll(history, { timeout: 300_000, interval: 500 }).toContain(application);
  });

  it('regions and runtimes are listed', async () => {
    expect(await platform().json('cloudhub region list')).toContainEqual(expect.objectContaining({ id: 'us-east-1' }));
    expect(await platform().run('cloudhub runtime list')).toContain('4.9.6');
  });
});

describe('CloudHub 2.0', () => {
  const deployments = () => platform().inPlace('/amc/application-manager/api/v2', '/deployments');
  /** The seeded private space and application. */
  const space = '9d1f6b20-4c3a-4e85-b7f9-2a60c8d51e01';
  const seeded = 'e4899eda-22c9-4546-8ad2-ffde5a3d4601';

  it('applications are deployed, changed and deleted', async () => {
    const named = async () =>
      (await platform().read(deployments())).items.find(({ name }: { name: string }) => name === 'cli-app');
    // Without --assetVersion the CLI asks Exchange for the newest one.
    await platform().run('runtime-mgr application deploy', 'cli-app', space, '4.9.6', 'orders-app');
    const { id } = await named();
    const view = () => platform().read(`${deployments()}/${id}`);
    expect(await view()).toMatchObject({ application: { ref: { artifactId: 'orders-app', version: '1.1.0' } } });
    await platform().run('runtime-mgr application modify', id, '--property', 'stage:test');
    const properties = { properties: { stage: 'test' } };
    expect(await platform().json('runtime-mgr application describe', id)).toMatchObject({
      id,
      name: 'cli-app',
      target: { targetId: space },
      application: { configuration: { 'mule.agent.application.properties.service': properties } },
    });
    await platform().run('runtime-mgr application stop', id);
    expect(await view()).toMatchObject({ application: { desiredState: 'STOPPED' } });
    await platform().run('runtime-mgr application start', id);
    expect(await view()).toMatchObject({ application: { desiredState: 'STARTED' } });
    await platform().run('runtime-mgr application delete', id);
    await expect.poll(named, { timeout: 300_000, interval: 500 }).toBeUndefined();
  });

  it('applications are listed, and their logs downloaded', async () => {
    const listed = await platform().json('runtime-mgr application list');
    expect(listed.map(({ id }: { id: string }) => id)).toContain(seeded);
    const { desiredVersion } = await platform().read(`${deployments()}/${seeded}`);
    await platform().run('runtime-mgr application download-logs', seeded, desiredVersion, '.');
    expect(readdirSync(platform().folder).some((file) => file.startsWith(seeded))).toBe(true);
  });
});
