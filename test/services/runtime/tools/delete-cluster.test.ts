import { describe, expect, it } from 'vitest';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

const tool = 'anypoint_delete_cluster';

describe('anypoint_delete_cluster', async () => {
  const harness = await startHarness();
  const fixtures = new RuntimeFixtures(harness);

  it('says which servers it frees, and changes nothing with dryRun', async () => {
    const { id, name, servers } = fixtures.cluster();
    const [a, b] = servers.map((server) => `"${server.name}" (${server.id})`);
    const before = fixtures.snapshot();
    const { structured, text } = await harness.call(tool, { cluster: name, dryRun: true });
    expect(structured).toMatchObject({ outcome: 'planned' });
    expect(text).toContain(`delete cluster "${name}" (${id}). It frees`);
    expect(text).toContain(`It frees ${a}, ${b}.`);
    expect(text).toContain(`2. Free server ${a}`);
    expect(text).not.toContain('Also affected');
    expect(fixtures.snapshot()).toBe(before);
  });

  it('deletes it and reads back that its servers are free', async () => {
    const { id, name, servers } = fixtures.cluster();
    const { structured, text } = await harness.call(tool, { cluster: id });
    expect(structured).toMatchObject({
      outcome: 'done',
      result: {
        deleted: { id, name },
        gone: true,
        servers: servers.map((server) => ({ id: server.id, name: server.name, free: true })),
      },
    });
    expect(text).toContain(`Cluster "${name}" (${id}) is deleted. Free now: "${servers[0]?.name}"`);
    const { server } = await harness.ok('anypoint_get_server', { server: servers[0]?.id });
    expect(server.cluster).toBeUndefined();
    expect(await harness.fails(tool, { cluster: id })).toContain(`Cluster "${id}" was not found`);
  });

  it('deletes one without servers', async () => {
    const { id, name } = fixtures.cluster({ members: [] });
    const { structured, text } = await harness.call(tool, { cluster: id });
    expect(structured).toMatchObject({ outcome: 'done', plan: { warnings: [] }, result: { servers: [] } });
    expect(text).toContain(`Cluster "${name}" (${id}) is deleted.`);
  });

  it('claims nothing when it does not wait', async () => {
    const { id, name } = fixtures.cluster();
    const { structured, text } = await harness.call(tool, { cluster: id, wait: false });
    expect(structured).toMatchObject({ outcome: 'in_progress', result: { gone: false } });
    expect(text).toContain(`Cluster "${name}" (${id}) still existed when last checked. Not free yet: 2 of 2.`);
    expect(text).toContain('Read it again with anypoint_list_clusters.');
  });
});

describe('anypoint_delete_cluster on a platform that is slow', async () => {
  /** What the platform answers to the next reads, in order; undefined: the answer of the embedded platform. */
  const answers = new Map<RegExp, (() => Response | undefined)[]>();
  // Asking would plan twice, and read the platform more often than it has answers.
  const harness = await startHarness({
    gate: { policy: 'allow' },
    emulator: {
      clock: 'driven',
      intercept: ({ method, url }) => {
        if (method === 'DELETE') return new Response(null, { status: 202 });
        for (const [path, next] of answers) if (path.test(new URL(url).pathname)) return next.shift()?.();
        return undefined;
      },
    },
  });
  const fixtures = new RuntimeFixtures(harness);

  it('waits until the cluster is gone and then until its servers are free', async () => {
    const { id, servers } = fixtures.cluster();
    const { store } = harness.emulator;
    const plannedOn = (): undefined => undefined;
    const stillThere = (): undefined => undefined;
    const gone = (): undefined => {
      store.clusters.delete(Number(id));
    };
    answers.set(/\/clusters\/\d+$/, [plannedOn, stillThere, gone]);
    const bound = servers
      .slice(1)
      .map((server) => ({ id: Number(server.id), name: server.name, clusterId: Number(id) }));
    answers.set(/\/servers$/, [() => Response.json({ data: bound })]);
    const progress: string[] = [];
    const { outcome, result } = await harness.ok(tool, { cluster: id }, { progress });
    answers.clear();
    expect(outcome).toBe('done');
    expect(result).toMatchObject({ gone: true, servers: [{ free: true }, { free: true }] });
    expect(progress.map((message) => message.replace(/ after.*/, ''))).toEqual([
      'being deleted',
      'freeing its servers',
      'deleted',
    ]);
  });

  it('tells how to go on when the time is over', async () => {
    const { id } = fixtures.cluster();
    const { structured, text } = await harness.call(tool, { cluster: id, timeoutSeconds: 2 });
    expect(structured).toMatchObject({ outcome: 'in_progress', result: { gone: false } });
    expect(text).toContain('Being deleted after 2 s. Read it again with anypoint_list_clusters.');
  });

  it('says so when the state cannot be read any more', async () => {
    const { id } = fixtures.cluster();
    const fine = (): undefined => undefined;
    answers.set(/\/clusters\/\d+$/, [fine, () => Response.json({ message: 'No access' }, { status: 403 })]);
    const { structured, text } = await harness.call(tool, { cluster: id });
    answers.clear();
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toContain('The change was accepted, but its state could not be read');
  });
});
