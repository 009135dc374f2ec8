import { describe, expect, it } from 'vitest';
import type { KeptUndoCall } from '../../src/core/plan/undo.ts';
import { seedApiLogins } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';
import { takeBack } from './taken-back.ts';

// What each example changes is seen over the protocol, in test/e2e/examples.test.ts. Here it is taken back.

// Taking back is tested beside its own service.
const writes = allTools.filter(({ effect, example }) => effect !== 'read' && example.first === undefined);

/** What is not as before, and the words that announce it. Whatever stands not here is as before. */
const announced: Readonly<Record<string, { left?: readonly (string | RegExp)[]; lost: RegExp }>> = {
  anypoint_create_api: {
    left: [/^assets\.[^:]*loyalty-api\/1\.0\.0: gone → there$/],
    lost: /^Asset loyalty-api 1\.0\.0 stays published in Exchange\.$/,
  },
  anypoint_delete_api: { lost: /new id/ },
  anypoint_delete_cluster: {
    left: ['hybridApplications.2194250: there → gone'],
    lost: /new id, and the applications that ran on it have to be deployed to it again/,
  },
  anypoint_remove_policy: {
    left: ['apis.19870001.policies.1.order: 2 → 3'],
    lost: /new id.*behind it may get other positions; their order is as before/,
  },
  // Before, the gateway had none, and the platform returned these defaults.
  anypoint_upsert_gateway_runtime_config: {
    left: [/^runtimeConfigurations\.[\w-]+: gone → there$/],
    lost: /^$/,
  },
};

/** What cannot be taken back, and what is lost. */
const final: Readonly<Record<string, RegExp>> = {
  anypoint_delete_gateway:
    /its id, its configuration and its public URL https:\/\/returns-gateway-\S+: one created anew has others/,
  anypoint_delete_server: /^The registration of the server/,
  anypoint_set_application_status: /^A restart is over when it is done; there is nothing to take back\.$/,
};

describe('the example of a tool that writes', () => {
  it.each(writes)('$name: is taken back, apart from what the plan announced', async ({ name, example }) => {
    const harness = await startHarness();
    const { calls, lost = '', left, made } = await takeBack(harness, name, example.arguments);
    expectKept(calls, harness.emulator.access.clientSecret);
    expect(calls.length === 0, `calls: ${JSON.stringify(calls)}`).toBe(name in final);
    expect(lost).toMatch(final[name] ?? announced[name]?.lost ?? /^$/);
    if (made.length > 0) expect(lost).toMatch(/\bnew ids?\b/);
    if (name in final) return;
    const expected = announced[name]?.left ?? [];
    expect(left).toEqual(expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))));
  });
});

/** The calls hold no secret, and say where by ids: settings may be others when they are made. */
function expectKept(calls: readonly KeptUndoCall[], clientSecret: string): void {
  const text = JSON.stringify(calls);
  for (const secret of [seedApiLogins.orders.password, seedApiLogins.consumer.clientSecret, clientSecret]) {
    expect(text).not.toContain(secret);
  }
  for (const { arguments: args } of calls) {
    const id = expect.stringMatching(/^[\da-f-]{36}$/);
    expect(args).toMatchObject({ organization: id, environment: id });
  }
}

describe('the way back of a creation', async () => {
  const harness = await startHarness();

  it('has the id of what was made, once it is made', async () => {
    const plan = await harness.ok('anypoint_create_cluster', {
      name: 'made',
      servers: ['mule-orders-1'],
      dryRun: true,
    });
    expect(plan['plan'].undo.calls[0].arguments).toMatchObject({ cluster: '<id of the new cluster>' });
    const done = await harness.ok('anypoint_create_cluster', { name: 'made', servers: ['mule-orders-1'] });
    expect(done['plan'].undo.calls[0].arguments).toMatchObject({ cluster: done['result'].cluster.id });
  });
});
