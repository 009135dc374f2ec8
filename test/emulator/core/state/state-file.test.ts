import { appendFile, mkdir, readdir, readFile, rename, rmdir, stat, symlink, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../../../src/emulator/index.ts';
import { form, signIn, withEmulator } from '../../client.ts';
import { copyOf, goOn, useFolder } from './files.ts';

const inFolder = useFolder();
const groups = '/hybrid/api/v1/serverGroups';

/** The files that belong to a state file, without its name. */
async function filesOf(state: string): Promise<string[]> {
  const name = basename(state);
  const all = await readdir(inFolder(''));
  return all.filter((file) => file === name || file.startsWith(`${name}.`)).map((file) => file.slice(name.length));
}

/** The names of the server groups that are on disk. */
async function groupsOn(state: string): Promise<string[]> {
  return await goOn(await copyOf(state), ({ store }) => [...store.serverGroups.values()].map(({ name }) => name));
}

describe('a state file', () => {
  it('restores everything, steps in progress included, and is readable by its owner only', async () => {
    const state = inFolder('kept.json');
    let before: unknown;
    let gateway = '';
    await withEmulator({ state, clock: 'driven' }, async (emulator, call) => {
      const { clock, access } = emulator;
      clock.advance(60_000);
      await call('POST', groups, { name: 'kept', serverIds: [] });
      gateway = `/gatewaymanager/api/v1/organizations/${access.organizationId}/environments/${access.environmentId}/gateways`;
      const [first] = (await call('GET', `${gateway}?name=orders`)).body.content;
      gateway = `${gateway}/${first.id}`;
      await call('PATCH', `${gateway}/desiredstatus`, { desiredStatus: 'STOPPED' });
      clock.advance(1_000);
      before = structuredClone(emulator.store);
    });
    expect((await stat(state)).mode & 0o777).toBe(0o600);
    expect(await filesOf(state)).toEqual(['']);

    const again = await startEmulator({ state, clock: 'driven' });
    try {
      expect(structuredClone(again.store)).toEqual(before);
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

  it('of a former version, with CloudHub 2.0 deployments without replicas, runs on with them', async () => {
    const state = inFolder('without-replicas.json');
    await withEmulator({ state }, async ({ store }) => {
      for (const id of [...store.amcDeployments.keys()]) delete store.amcDeployments.get(id)?.replicas;
    });
    await goOn(state, async (emulator) => {
      const call = await signIn(emulator);
      const { organizationId, environmentId } = emulator.access;
      const all = `/amc/application-manager/api/v2/organizations/${organizationId}/environments/${environmentId}/deployments`;
      const [running] = [...emulator.store.amcDeployments.values()].filter(
        (one) => one.environmentId === environmentId && one.desiredState === 'STARTED',
      );
      expect(running?.replicas).toBeUndefined();
      const path = `${all}/${running?.id}`;
      const [before] = (await call('GET', path)).body.replicas;
      expect(before.state).toBe('STARTED');
      expect((await call('PATCH', path, { target: { replicas: 2 } })).status).toBe(200);
      const after = (await call('GET', path)).body.replicas;
      expect(after).toHaveLength(2);
      expect(after.map(({ id }: { id: string }) => id)).toContain(before.id);
    });
  });

  it('has every change when its request is answered, in a journal that only its owner can read', async () => {
    const state = inFolder('running.json');
    await withEmulator({ state }, async (_emulator, call) => {
      const first = (await readFile(state)).length;
      for (const name of ['one', 'two', 'three']) {
        await call('POST', groups, { name, serverIds: [] });
        expect(await groupsOn(state)).toContain(name);
      }
      const [{ id }] = (await call('GET', groups)).body.data;
      await call('PATCH', `${groups}/${id}`, { name: 'renamed' });
      expect(await groupsOn(state)).toEqual(['renamed', 'one', 'two', 'three']);
      await call('DELETE', `${groups}/${id}`);
      expect(await groupsOn(state)).toEqual(['one', 'two', 'three']);
      // The state itself was written once, at the first change.
      expect((await readFile(state)).length).toBe(first);
      expect((await stat(`${state}.journal`)).mode & 0o777).toBe(0o600);
    });
    expect(await filesOf(state)).toEqual(['']);
  });

  it('goes on where a killed process stopped, at its time', async () => {
    const state = inFolder('driven.json');
    await withEmulator({ state, clock: 'driven' }, async ({ clock, access }, call) => {
      const gateways = `/gatewaymanager/api/v1/organizations/${access.organizationId}/environments/${access.environmentId}/gateways`;
      const [{ id }] = (await call('GET', `${gateways}?name=orders`)).body.content;
      clock.advance(5_000);
      await call('PATCH', `${gateways}/${id}/desiredstatus`, { desiredStatus: 'STOPPED' });
      const killed = await copyOf(state);
      await goOn(
        killed,
        async (again) => {
          expect(again.clock.now()).toBe(clock.now());
          const callAgain = await signIn(again);
          expect((await callAgain('GET', `${gateways}/${id}/status`)).body.status).toBe('APPLYING');
          again.clock.advance(60_000);
          expect((await callAgain('GET', `${gateways}/${id}/status`)).body.status).toBe('STOPPED');
        },
        { clock: 'driven' },
      );
    });
  });

  it('keeps what many callers write at the same time', async () => {
    const state = inFolder('many.json');
    await withEmulator({ state }, async (_emulator, call) => {
      const names = Array.from({ length: 50 }, (_, index) => `group-${index}`);
      await Promise.all(names.map((name) => call('POST', groups, { name, serverIds: [] })));
      expect(await groupsOn(state)).toEqual(expect.arrayContaining(names));
    });
  });

  it('keeps a change that a concurrent request takes back', async () => {
    const state = inFolder('back.json');
    await withEmulator({ state }, async (_emulator, call) => {
      const [{ id, name }] = (await call('GET', groups)).body.data;
      for (let round = 0; round < 10; round += 1) {
        await Promise.all(['other', name].map((to) => call('PATCH', `${groups}/${id}`, { name: to })));
        const now = (await call('GET', `${groups}/${id}`)).body.data.name;
        expect(await groupsOn(state)).toEqual([now]);
      }
    });
  });

  it('drops a line that a killed process had not finished', async () => {
    const state = inFolder('torn.json');
    await withEmulator({ state }, async (_emulator, call) => {
      await call('POST', groups, { name: 'whole', serverIds: [] });
      const text = await readFile(`${state}.journal`, 'utf8');
      const lastLine = text.trimEnd().split('\n').at(-1) ?? '';
      for (const torn of ['0', lastLine.slice(0, -9), lastLine, `${lastLine.slice(0, -9)}\n`, '\0\0\0\0']) {
        const killed = await copyOf(state);
        await appendFile(`${killed}.journal`, torn);
        expect(await groupsOn(killed)).toEqual(['batch-group', 'whole']);
        await goOn(killed, async (again) => {
          await (await signIn(again))('POST', groups, { name: 'after', serverIds: [] });
          expect(await groupsOn(killed)).toEqual(['batch-group', 'whole', 'after']);
        });
      }
    });
  });

  it('is refused where its journal is damaged, and goes on without the journal of another one', async () => {
    const state = inFolder('damaged.json');
    await withEmulator({ state }, async (_emulator, call) => {
      await call('POST', groups, { name: 'first', serverIds: [] });
      await call('POST', groups, { name: 'second', serverIds: [] });
      const damaged = await copyOf(state);
      const text = await readFile(`${damaged}.journal`, 'utf8');
      await writeFile(`${damaged}.journal`, text.replace('"first"', '"wrong"'));
      await expect(startEmulator({ state: damaged })).rejects.toThrow(/\.journal is damaged at line 2\. Remove it/);

      const other = await copyOf(state);
      await goOn(inFolder('elsewhere.json'), async (elsewhere) => {
        await (await signIn(elsewhere))('POST', groups, { name: 'elsewhere', serverIds: [] });
        await writeFile(other, await readFile(inFolder('elsewhere.json')));
      });
      expect(await groupsOn(other)).toEqual(['batch-group']);
    });
  });

  it('is written as a whole when its journal has grown, and the journal starts anew', async () => {
    const state = inFolder('grown.json');
    await withEmulator({ state }, async ({ access }, call) => {
      const publish = (version: string) => {
        const file = new File([new Uint8Array(900_000).fill(7)], 'large.jar');
        const content = new Blob([new Uint8Array([0x50, 0x4b, 3, 4]), file]);
        return call(
          'POST',
          `/exchange/api/v2/organizations/${access.organizationId}/assets/${access.organizationId}/large/${version}`,
          form({ name: 'Large', type: 'app', 'files.mule-application.jar': new File([content], 'large.jar') }),
          { 'x-sync-publication': 'true' },
        );
      };
      for (const version of ['1.0.0', '1.0.1', '1.0.2']) {
        const answer = await publish(version);
        expect(answer.status, JSON.stringify(answer.body)).toBe(201);
        const keys = await goOn(await copyOf(state), ({ store }) => [...store.assets.keys()]);
        expect(keys).toContain(`${access.organizationId}/large/${version}`);
      }
      expect((await readFile(state, 'utf8')).includes('/large/1.0.1')).toBe(true);
    });
  });

  it('is read in the format of before', async () => {
    const state = inFolder('old.json');
    await goOn(state, () => undefined);
    const { journal, ...now } = JSON.parse(await readFile(state, 'utf8'));
    expect(journal).toMatch(/^[0-9a-f]{24}$/);
    await writeFile(state, JSON.stringify({ ...now, format: 'anypoint-mcp emulator state, version 3' }));
    expect(await groupsOn(state)).toEqual(['batch-group']);
  });

  it('is rejected with a reason when it cannot be used', async () => {
    for (const [name, text, problem] of [
      ['text', 'hello', /is not JSON/],
      ['other', '{"a":1}', /is not a state file/],
      ['null', 'null', /is not a state file/],
    ] as const) {
      const state = inFolder(name);
      await writeFile(state, text);
      await expect(startEmulator({ state })).rejects.toThrow(problem);
      expect(await filesOf(state)).toEqual(['']);
    }
    await expect(startEmulator({ state: inFolder('') })).rejects.toThrow(/cannot be read/);
    await expect(startEmulator({ state: inFolder('no/such/folder') })).rejects.toThrow(
      /^The folder of the state file does not exist: .*no\/such\/folder\. Create it/,
    );
  });

  it('answers 500 to a change that it cannot save, and saves it with the next one', async () => {
    const state = inFolder('unwritable.json');
    await withEmulator({ state }, async (emulator, call) => {
      // From now on, the file is written as a whole.
      expect(emulator.store.serverGroups.size).toBe(1);
      await rename(state, `${state}.aside`);
      await mkdir(state);
      const { status, body } = await call('POST', groups, { name: 'unsaved', serverIds: [] });
      expect([status, body.message]).toEqual([500, expect.stringMatching(/^The state file .* cannot be written: /)]);
      await rmdir(state);
      expect((await call('POST', groups, { name: 'late', serverIds: [] })).status).toBe(201);
      expect(await groupsOn(state)).toEqual(['batch-group', 'unsaved', 'late']);
    });
  });

  it('has what a program changes directly with the next request that writes', async () => {
    const state = inFolder('direct.json');
    await withEmulator({ state }, async (emulator, call) => {
      for (const group of emulator.store.serverGroups.values()) group.name = 'by hand';
      await call('POST', groups, { name: 'new', serverIds: [] });
      expect(await groupsOn(state)).toEqual(['by hand', 'new']);
    });
  });

  it('leaves alone what a symbolic link in the place of one of its files leads to', async () => {
    const state = inFolder('linked.json');
    const victim = inFolder('victim');
    await writeFile(victim, 'precious');
    await symlink(victim, `${state}.journal`);
    await symlink(victim, `${state}.${process.pid}.tmp`);
    await withEmulator({ state }, async (_emulator, call) => {
      await call('POST', groups, { name: 'linked', serverIds: [] });
      expect(await groupsOn(state)).toContain('linked');
    });
    expect(await readFile(victim, 'utf8')).toBe('precious');
  });

  it('has no temporary files beside it that killed processes have left', async () => {
    const state = inFolder('leftovers.json');
    const dead = 999_999_999;
    for (const rest of ['.0123456789abcdef01234567.tmp', `.${dead}.tmp`, `.${process.pid}.tmp`, '.notes.tmp']) {
      await writeFile(`${state}${rest}`, '');
    }
    await goOn(state, () => undefined);
    expect((await filesOf(state)).sort()).toEqual(['', `.${process.pid}.tmp`, '.notes.tmp'].sort());
  });
});
