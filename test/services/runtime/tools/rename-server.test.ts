import { describe, expect, it } from 'vitest';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

describe('anypoint_rename_server', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('shows the plan and changes nothing with dryRun', async () => {
    const { id, name } = fixtures.server();
    const before = fixtures.snapshot();
    const { outcome, plan, result } = await harness.ok('anypoint_rename_server', {
      server: name,
      newName: 'dry',
      dryRun: true,
    });
    expect(outcome).toBe('planned');
    expect(plan.steps).toEqual([
      {
        kind: 'update',
        thing: { kind: 'server', id, name },
        action: `Rename server "${name}" (${id})`,
        changes: [{ setting: 'name', before: name, after: 'dry' }],
      },
    ]);
    expect(result).toBeUndefined();
    expect(fixtures.snapshot()).toBe(before);
  });

  it('renames and reads back that it is renamed', async () => {
    const { id, name } = fixtures.server();
    const newName = `renamed-${id}`;
    const { outcome, result } = await harness.ok('anypoint_rename_server', { server: name, newName: ` ${newName} ` });
    expect(outcome).toBe('done');
    expect(result).toMatchObject({ server: { id, name: newName }, previousName: name, newName });
    const { server } = await harness.ok('anypoint_get_server', { server: id });
    expect(server.name).toBe(newName);
  });

  it('says the outcome in words', async () => {
    const { id, name } = fixtures.server();
    const { text } = await harness.call('anypoint_rename_server', { server: id, newName: `spoken-${id}` });
    expect(text).toContain(`, rename server "${name}" (${id}) to "spoken-${id}"`);
    expect(text).toContain(`Server "spoken-${id}" (${id}) was "${name}" before; it is RUNNING.`);
  });

  it('finds nothing to do when it already has the name', async () => {
    const { id, name } = fixtures.server();
    const writes = await fixtures.writesOf(async () => {
      const { outcome, plan } = await harness.ok('anypoint_rename_server', { server: id, newName: name });
      expect(outcome).toBe('no_change');
      expect(plan.summary).toContain(`server "${name}" (${id}) already has this name`);
    });
    expect(writes).toEqual([]);
  });

  it('refuses a name that another server has, before anything is sent', async () => {
    const { name } = fixtures.server();
    const holder = fixtures.server();
    const writes = await fixtures.writesOf(async () => {
      const text = await harness.fails('anypoint_rename_server', { server: name, newName: holder.name });
      expect(text).toContain(`The name "${holder.name}" is taken: server ${holder.id} in "Sandbox" of`);
      expect(text).toContain(
        `Give another newName, or rename that server first with anypoint_rename_server {"server":"${holder.id}","newName":"<another name>"}.`,
      );
    });
    expect(writes).toEqual([]);
  });

  it('refuses a name of spaces', async () => {
    const { name } = fixtures.server();
    expect(await harness.fails('anypoint_rename_server', { server: name, newName: '  ' })).toContain(
      'The argument newName is empty.',
    );
  });

  it('says what it was last seen as when it does not wait', async () => {
    const { id, name } = fixtures.server();
    const args = { server: id, newName: `later-${id}`, wait: false };
    const { structured, text } = await harness.call('anypoint_rename_server', args);
    expect(structured).toMatchObject({ outcome: 'in_progress', result: { server: { name } } });
    expect(text).toContain(`This call did not wait. Read it again with anypoint_get_server {"server":"${id}"}.`);
    expect(text).toContain(`is to become "later-${id}"`);
  });
});

describe('anypoint_rename_server on a platform that is slow to show it', async () => {
  let stale = 0;
  const harness = await startHarness({
    emulator: {
      clock: 'driven',
      intercept: (request) => {
        const { pathname } = new URL(request.url);
        if (request.method !== 'GET' || !/\/servers\/\d+$/.test(pathname) || stale === 0) return undefined;
        stale -= 1;
        return Response.json({ data: { id: Number(pathname.split('/').at(-1)), name: 'old', status: 'RUNNING' } });
      },
    },
  });
  const fixtures = new RuntimeFixtures(harness);

  it('waits until the new name shows', async () => {
    const { id } = fixtures.server();
    stale = 2;
    const progress: string[] = [];
    const { outcome } = await harness.ok('anypoint_rename_server', { server: id, newName: `slow-${id}` }, { progress });
    expect(outcome).toBe('done');
    expect(progress.map((message) => message.replace(/ after.*/, ''))).toEqual([
      'not renamed yet',
      'not renamed yet',
      'renamed',
    ]);
  });

  it('tells how to go on when the time is over', async () => {
    const { id } = fixtures.server();
    stale = Number.POSITIVE_INFINITY;
    const { structured, text } = await harness.call('anypoint_rename_server', {
      server: id,
      newName: `never-${id}`,
      timeoutSeconds: 3,
    });
    stale = 0;
    expect(structured).toMatchObject({ outcome: 'in_progress', result: { server: { name: 'old' } } });
    expect(text).toContain(`Not renamed yet after 3 s. Read it again with anypoint_get_server {"server":"${id}"}.`);
  });
});
