import { describe, expect, it } from 'vitest';
import { usePlatform } from './support.ts';

const platform = usePlatform();
const api = '/hybrid/api/v1';

/** Ids of seeded servers: three that are free, one that waits for its agent. */
const [one, two, three, waiting] = [2194001, 2194002, 2194003, 2194005];

async function idOf(kind: 'clusters' | 'serverGroups', name: string): Promise<number> {
  const { data } = await platform().read(`${api}/${kind}`);
  return data.find((found: { name: string }) => found.name === name)?.id;
}

const membersOf = async (path: string): Promise<number[]> =>
  (await platform().read(path)).data.servers.map(({ id }: { id: number }) => id);

describe('servers', () => {
  it('are listed, described, renamed and deleted', async () => {
    const { data } = await platform().json('runtime-mgr server list');
    expect(data.map(({ id }: { id: number }) => id)).toContain(one);
    await platform().run('runtime-mgr server modify', String(one), '--name', 'mule-renamed');
    const shown = await platform().json('runtime-mgr server describe', String(one));
    expect(shown).toMatchObject({ id: one, name: 'mule-renamed', status: 'RUNNING' });
    await platform().run('runtime-mgr server delete', String(waiting));
    expect(await platform().isGone(`${api}/servers/${waiting}`)).toBe(true);
  });

  it('are registered with a token', async () => {
    expect(await platform().run('runtime-mgr server token')).toMatch(/^\{ data: '[\w-]+' \}/);
  });
});

describe('server groups', () => {
  it('are created, changed and deleted', async () => {
    await platform().run('runtime-mgr serverGroup create', 'cli-group', String(one), String(two));
    const id = await idOf('serverGroups', 'cli-group');
    const path = `${api}/serverGroups/${id}`;
    expect(await membersOf(path)).toEqual([one, two]);
    await platform().run('runtime-mgr serverGroup add server', String(id), String(three));
    expect(await membersOf(path)).toEqual([one, two, three]);
    await platform().run('runtime-mgr serverGroup remove server', String(id), String(three));
    await platform().run('runtime-mgr serverGroup modify', String(id), '--name', 'cli-group-2');
    const { data } = await platform().json('runtime-mgr serverGroup describe', String(id));
    expect(data).toMatchObject({ id, name: 'cli-group-2', servers: [{ id: one }, { id: two }] });
    await platform().run('runtime-mgr serverGroup delete', String(id));
    expect(await platform().isGone(path)).toBe(true);
    const listed = await platform().json('runtime-mgr serverGroup list');
    expect(listed.data.map(({ name }: { name: string }) => name)).toEqual(['batch-group']);
  });
});

describe('clusters', () => {
  it('are created, changed and deleted', async () => {
    const members = ['--server', `${one}:10.20.4.11`, '--server', `${two}:10.20.4.12`];
    await platform().run('runtime-mgr cluster create', 'cli-cluster', ...members);
    const id = await idOf('clusters', 'cli-cluster');
    const path = `${api}/clusters/${id}`;
    expect(await membersOf(path)).toEqual([one, two]);
    await platform().run('runtime-mgr cluster add server', String(id), String(three), '10.20.4.13');
    expect(await membersOf(path)).toEqual([one, two, three]);
    await platform().run('runtime-mgr cluster remove server', String(id), String(three));
    await platform().run('runtime-mgr cluster modify', String(id), '--name', 'cli-cluster-2');
    expect(await platform().json('runtime-mgr cluster describe', String(id))).toMatchObject({
      id,
      name: 'cli-cluster-2',
      multicastEnabled: false,
      servers: [{ id: one }, { id: two }],
    });
    await platform().run('runtime-mgr cluster delete', String(id));
    expect(await platform().isGone(path)).toBe(true);
    const listed = await platform().json('runtime-mgr cluster list');
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(['catalog-cluster']);
  });
});
