import { beforeEach, describe, expect, it } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import { type Harness, startHarness } from '../support/harness.ts';

// How a write ended is the truth: what is broken, cannot be applied or is left behind is said, with the calls that help.

/** Makes every call that a text prints, reads and writes alike; returns the text of each result. */
async function follow(harness: Harness, text: string): Promise<string[]> {
  const results: string[] = [];
  for (const [, tool = '', args = ''] of text.matchAll(/(anypoint_\w+) (\{[^{}]*\})/g)) {
    expect(allTools.map(({ name }) => name)).toContain(tool);
    const { isError, text: answer } = await harness.call(tool, JSON.parse(args));
    expect(isError, `${tool} ${args}: ${answer}`).toBe(false);
    results.push(answer);
  }
  return results;
}

describe('a gateway that is broken', async () => {
  const harness = await startHarness();

  it.each([
    ['update_gateway', { size: 'small' }],
    ['set_gateway_desired_status', { desiredStatus: 'STARTED' }],
  ])('is not passed over by %s without a change', async (tool, args) => {
    const { text, structured } = await harness.call(`anypoint_${tool}`, { gateway: 'returns-gateway', ...args });
    expect(structured).toMatchObject({ outcome: 'no_change' });
    expect(text).toMatch(/^Warning: .*FAILED/m);
    expect(await follow(harness, text)).toEqual([expect.stringMatching(/^1 cause/)]);
  });

  it.each([
    ['returns-gateway', /FAILED: it takes no traffic and applies nothing/, /^1 cause/],
    ['branch-office', /DISCONNECTED: none of its replicas gets a change/, /cause/],
    ['partners-gateway', /is stopped: it takes no traffic, and applies a change once it is started/, /^Done: /],
  ])('says that %s will not apply its runtime configuration', async (gateway, warning, answer) => {
    const args = { gateway, logLevel: 'warn' };
    for (const outcome of ['planned', 'done', 'no_change']) {
      const { text, structured } = await harness.call('anypoint_upsert_gateway_runtime_config', {
        ...args,
        dryRun: outcome === 'planned',
      });
      expect(structured).toMatchObject({ outcome });
      expect(text).toMatch(warning);
      if (outcome === 'no_change') expect(await follow(harness, text)).toEqual([expect.stringMatching(answer)]);
    }
  });

  it('does not warn about a change that is what a failed gateway needs', async () => {
    const args = { gateway: 'returns-gateway', connectionIdleTimeout: 61, dryRun: true };
    expect((await harness.call('anypoint_update_gateway', args)).text).not.toContain('Warning');
  });
});

describe('values that nobody wants', async () => {
  const harness = await startHarness();
  const gateway = 'orders-gateway';

  it.each([
    ['update_gateway', { gateway, upstreamResponseTimeout: 45_000 }, 'if 45000 milliseconds are meant, give 45.'],
    ['update_gateway', { gateway, connectionIdleTimeout: 0 }, 'Usual: 60, from 1 to 3600 s.'],
    ['create_gateway', { name: 'slow-gw', upstreamResponseTimeout: 86_400 }, 'lasts days'],
    ['upsert_gateway_runtime_config', { gateway, upstreamResponseSeconds: 45_000 }, 'give 45.'],
    ['upsert_gateway_runtime_config', { gateway, maxConnections: 0 }, 'calls end with 503'],
  ])('are warned about in a plan of %s: %j', async (tool, args, warning) => {
    const { text } = await harness.call(`anypoint_${tool}`, { ...args, dryRun: true });
    expect(text).toContain('Warning: ');
    expect(text).toContain(warning);
  });

  it('takes newest for the newest version of the channel, and names the channel that has a version', async () => {
    const newest = await harness.ok('anypoint_update_gateway', { gateway, runtimeVersion: 'newest', dryRun: true });
    expect(newest).toMatchObject({ outcome: 'no_change' });
    const edge = { gateway, runtimeVersion: 'latest', releaseChannel: 'edge', dryRun: true };
    const { plan } = await harness.ok('anypoint_update_gateway', edge);
    expect(plan.steps[0].changes).toContainEqual({ setting: 'runtimeVersion', before: '1.9.9', after: '1.12.1' });
    expect(await harness.fails('anypoint_update_gateway', { gateway, runtimeVersion: '1.12.1' })).toContain(
      'Give releaseChannel edge as well',
    );
  });
});

describe('a gateway that does not come up', async () => {
  const harness = await startHarness({
    emulator: {
      scenario: {
        extends: 'acme',
        outcomes: [
          { gateway: 'late-*', outcome: 'never-ready' },
          { gateway: 'bad-*', outcome: 'failed', message: 'The image could not be pulled' },
        ],
      },
    },
  });

  it('leaves what the text says, and the printed calls remove it', async () => {
    const { text, isError } = await harness.call('anypoint_create_gateway', { name: 'bad-gw' });
    expect(isError).toBe(true);
    expect(text).toMatch(/^Accepted by the platform, but failed: /);
    expect(text).toContain('keeps the name "bad-gw", and counts as one of the entitled gateways of size small');
    const [diagnosis, deletion] = await follow(harness, text.slice(0, text.indexOf('<data')));
    expect(diagnosis).toContain('The image could not be pulled');
    expect(deletion).toMatch(/^Done: /);
    expect(await harness.ok('anypoint_get_gateway_usage', { size: 'small' })).toMatchObject({ sizes: [{ used: 4 }] });
  });

  it('is said to hang once all the time was waited for', async () => {
    const { text, structured } = await harness.call('anypoint_create_gateway', { name: 'late-gw' });
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toContain('If it is the same after ten, it hangs');
    const [state, diagnosis] = await follow(harness, text.slice(0, text.indexOf('<data')));
    expect(state).toContain('no traffic');
    expect(diagnosis).toContain('still applying');
  });
});

describe('servers that are down', async () => {
  let harness: Harness;
  const scenario = {
    extends: 'acme',
    servers: [{ name: 'mule-down-1', ip: '10.20.8.1', status: 'DISCONNECTED' }],
  };
  const own = await startHarness({ emulator: { scenario } });
  beforeEach(() => {
    harness = own;
    for (const server of harness.emulator.store.servers.values()) {
      if (server.name.startsWith('mule-catalog'))
        server.status = { before: 'DISCONNECTED', after: 'DISCONNECTED', at: 0 };
    }
  });

  it.each([
    ['set_application_status', { action: 'start' }],
    ['set_application_status', { action: 'restart' }],
    ['update_application', { properties: { 'log.level': 'DEBUG' } }],
    ['get_application', {}],
  ])('keep what %s does to their application from happening, and that is said', async (tool, args) => {
    const { text } = await harness.call(`anypoint_${tool}`, { application: 'catalog-batch', ...args });
    expect(text).toContain('The cluster that it runs on is DISCONNECTED: it gets a change only once connected again');
    const [diagnosis] = await follow(harness, text.slice(text.indexOf('The cluster that')));
    expect(diagnosis).toContain('mule-catalog-1');
  });

  it('leave a cluster that does not run, and the printed calls remove it', async () => {
    const { text, isError } = await harness.call('anypoint_create_cluster', {
      name: 'half',
      // A multicast cluster takes disconnected ones, too.
      servers: ['mule-orders-1', 'mule-down-1'],
    });
    expect(isError).toBe(true);
    expect(text).toContain('The cluster exists all the same: it keeps the name "half" and its servers.');
    const [diagnosis, deletion] = await follow(harness, text.slice(0, text.indexOf('<data')));
    expect(diagnosis).toContain('mule-down-1');
    expect(deletion).toContain('Free now: ');
  });
});

describe('a name that only resembles another', async () => {
  const harness = await startHarness();

  it.each([
    ['update_application', { application: 'orders-ap', properties: { a: 'b' } }],
    ['set_application_status', { application: 'orders-ap', action: 'stop' }],
    ['update_gateway', { gateway: 'orders-gatewy', size: 'large' }],
    ['rename_server', { server: 'mule-order-1', newName: 'x-1' }],
  ])('is no suggestion of what %s may change', async (tool, args) => {
    const text = await harness.fails(`anypoint_${tool}`, args);
    expect(text).not.toContain('if it is meant');
    expect(text).toMatch(
      /Next: Nothing was changed\. Check the name: one that is similar is another \w+\. anypoint_list_/,
    );
  });
});
