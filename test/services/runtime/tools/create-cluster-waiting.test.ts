import { describe, expect, it } from 'vitest';
import { startHarness } from '../../../support/harness.ts';
import { RuntimeFixtures } from '../fixtures.ts';

const tool = 'anypoint_create_cluster';

/** A list of progress messages that does something whenever one comes in. */
function hooked(onMessage: () => void): string[] {
  const messages: string[] = [];
  const push = messages.push.bind(messages);
  messages.push = (...added) => {
    onMessage();
    return push(...added);
  };
  return messages;
}

describe('anypoint_create_cluster while time passes', async () => {
  const harness = await startHarness({ emulator: { clock: 'driven' } });
  const fixtures = new RuntimeFixtures(harness);

  it('reports progress until the cluster is RUNNING', async () => {
    const [a, b] = [fixtures.server(), fixtures.server()];
    const progress: string[] = [];
    const { structured, text } = await harness.call(tool, { name: 'slow', servers: [a.id, b.id] }, { progress });
    expect(structured).toMatchObject({ outcome: 'done' });
    expect(progress[0]).toBe('CREATED');
    expect(progress.at(-1)).toMatch(/^RUNNING after [3-9] s$/);
    expect(text).toMatch(/Cluster "slow" \(\d+\) is RUNNING, multicast, with 2 servers\./);
  });

  it('ends in progress when the time is over, and is readable afterwards', async () => {
    const a = fixtures.server();
    const { structured, text } = await harness.call(tool, { name: 'slower', servers: [a.id], timeoutSeconds: 1 });
    expect(structured).toMatchObject({ outcome: 'in_progress', result: { cluster: { status: 'CREATED' } } });
    expect(text).toContain('CREATED after 1 s. Read it again with anypoint_get_cluster {');
    harness.emulator.clock.advance(5_000);
    const { cluster } = await harness.ok('anypoint_get_cluster', { cluster: 'slower' });
    expect(cluster.status).toBe('RUNNING');
  });

  it('fails when members drop out while it forms', async () => {
    const a = fixtures.server();
    // From the first read on the only member is down.
    const progress = hooked(() => fixtures.setStatus(a.id, 'DISCONNECTED'));
    const { structured, text } = await harness.call(tool, { name: 'dropped', servers: [a.id] }, { progress });
    expect(structured).toMatchObject({ outcome: 'failed', result: { cluster: { status: 'DISCONNECTED' } } });
    expect(text).toContain('Accepted by the platform, but failed');
  });

  it('stops waiting when the call is cancelled', async () => {
    const a = fixtures.server();
    const abort = new AbortController();
    const options = { signal: abort.signal, progress: hooked(() => abort.abort()) };
    const call = harness.call(tool, { name: 'cancelled', servers: [a.id] }, options);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect([...harness.emulator.store.clusters.values()].some(({ name }) => name === 'cancelled')).toBe(true);
  });
});
