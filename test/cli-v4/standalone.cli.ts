import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usePlatform } from './support.ts';

const platform = usePlatform();
const api = '/hybrid/api/v1';
const [one, two] = ['2194001', '2194002'];

/** The application of this name; the platform's own view of it. */
async function application(name: string) {
  const { data } = await platform().read(`${api}/applications`);
  return data.find((found: { name: string }) => found.name === name);
}

describe('applications on servers', () => {
  it('are deployed, changed, copied and deleted', async () => {
    const file = platform().jar('app.jar');
    await platform().run('runtime-mgr standalone-application deploy', one, 'cli-app', file);
    const { id } = await application('cli-app');
    const started = { timeout: 300_000, interval: 500 };
    await expect.poll(async () => (await application('cli-app')).lastReportedStatus, started).toBe('STARTED');
    expect(await platform().json('runtime-mgr standalone-application describe', 'cli-app')).toMatchObject({
      id,
      artifact: { fileName: 'app.jar' },
      target: { id: Number(one), type: 'SERVER' },
    });
    // The same name on the same target: a new artifact for what exists.
    const again = await platform().run('runtime-mgr standalone-application deploy', one, 'cli-app', file);
    expect(again).toContain(`"${id}" redeployed`);
    await platform().run('runtime-mgr standalone-application modify', String(id), platform().jar('app-2.jar'));
    expect(await application('cli-app')).toMatchObject({ id, artifact: { fileName: 'app-2.jar' } });
    await platform().run('runtime-mgr standalone-application stop', 'cli-app');
    expect(await application('cli-app')).toMatchObject({ desiredStatus: 'STOPPED' });
    await platform().run('runtime-mgr standalone-application start', 'cli-app');
    expect(await application('cli-app')).toMatchObject({ desiredStatus: 'STARTED' });
    await platform().run('runtime-mgr standalone-application restart', 'cli-app');

    await platform().run('runtime-mgr standalone-application artifact', String(id), '.');
    expect(existsSync(join(platform().folder, `app_${id}_artifact.zip`))).toBe(true);

    const logging = ['--insight', '--log', 'DEBUG:org.mule'];
    const modified = await platform().run('runtime-mgr standalone-application modify', String(id), ...logging);
    expect(modified).toContain('Insight enabled');
    const { organizationId } = platform().facts;
    const place = `${organizationId}:Sandbox`;
    await platform().run('runtime-mgr standalone-application copy', `${place}/cli-app`, `${place}/cli-copy`, two);
    expect(await application('cli-copy')).toMatchObject({ lastReportedStatus: 'STARTED', target: { id: Number(two) } });

    await platform().run('runtime-mgr standalone-application delete', String(id));
    const gone = { timeout: 300_000, interval: 500 };
    await expect.poll(() => application('cli-app'), gone).toBeUndefined();
    const listed = await platform().json('runtime-mgr standalone-application list');
    expect(listed.map(({ name }: { name: string }) => name).sort()).toEqual(['catalog-batch', 'cli-copy']);
  });
});
