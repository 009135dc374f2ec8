import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../../src/emulator/index.ts';
import { send, signIn, withEmulator } from '../client.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anypoint-mcp-state-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const groups = '/hybrid/api/v1/serverGroups';

describe('a state file', () => {
  it('restores everything, steps in progress included, and is readable by its owner only', async () => {
    const state = join(folder, 'kept.json');
    let before: unknown;
    let gateway = '';
    await withEmulator({ state, clock: 'driven' }, async ({ store, clock, access }, call) => {
      clock.advance(60_000);
      await call('POST', groups, { name: 'kept', serverIds: [] });
      gateway = `/gatewaymanager/api/v1/organizations/${access.organizationId}/environments/${access.environmentId}/gateways`;
      const [first] = (await call('GET', `${gateway}?name=orders`)).body.content;
      gateway = `${gateway}/${first.id}`;
      await call('PATCH', `${gateway}/desiredstatus`, { desiredStatus: 'STOPPED' });
      clock.advance(1_000);
      before = structuredClone(store);
    });
    expect((await stat(state)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((file) => file.startsWith('kept'))).toEqual(['kept.json']);

    const again = await startEmulator({ state, clock: 'driven' });
    try {
      expect(again.store).toEqual(before);
      const call = await signIn(again);
      expect((await call('GET', `${gateway}/status`)).body.status).toBe('APPLYING');
      again.clock.advance(2_000);
      expect((await call('GET', `${gateway}/status`)).body.status).toBe('STOPPED');
      const names = (await call('GET', groups)).body.data.map(({ name }: { name: string }) => name);
      expect(names).toEqual(['batch-group', 'kept']);
    } finally {
      await again.close();
    }
  });

  it('is written after each change', async () => {
    const state = join(folder, 'running.json');
    await withEmulator({ state }, async (_emulator, call) => {
      await call('POST', groups, { name: 'early', serverIds: [] });
      await expect.poll(() => readFile(state, 'utf8'), { interval: 5 }).toContain('"early"');
    });
  });

  it('is rejected with a reason when it cannot be used', async () => {
    for (const [name, text, problem] of [
      ['text', 'hello', /is not JSON/],
      ['other', '{"a":1}', /is not a state file/],
      ['null', 'null', /is not a state file/],
    ] as const) {
      const state = join(folder, name);
      await writeFile(state, text);
      await expect(startEmulator({ state })).rejects.toThrow(problem);
    }
    await expect(startEmulator({ state: folder })).rejects.toThrow(/cannot be read/);
    const lost = await startEmulator({ state: join(folder, 'no', 'such', 'folder') });
    expect((await send(lost, 'GET', '/')).status).toBe(404);
    await expect(lost.close()).rejects.toThrow(/cannot be written/);
  });
});
