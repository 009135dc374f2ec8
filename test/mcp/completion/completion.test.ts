import { describe, expect, it } from 'vitest';
import { Completion, matchingValues } from '../../../src/mcp/completion/completion.ts';
import { candidatesOf } from '../../../src/mcp/completion/completion-sources.ts';
import { OfferedPrompts } from '../../../src/mcp/prompts/offered-prompts.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { startHarness } from '../../support/harness.ts';
import { toolsWithout } from '../../support/tools.ts';

describe('completion', async () => {
  const { session, secrets, seen, emulator } = await startHarness({ emulator: { clock: 'driven' } });
  const disabled = new Set<string>();
  const logged: string[] = [];
  const options = {
    session: async () => session,
    secrets,
    tools: toolsWithout(({ operation }) => disabled.has(operation)),
    templates: () => [],
    log: (level: string, message: string, facts: object = {}) =>
      logged.push(`${level} ${message} ${JSON.stringify(facts)}`),
  };
  const completion = new Completion({ ...options, prompts: new OfferedPrompts(options) });
  const values = async (name: string, value: string, given: Record<string, string> = {}) =>
    (
      await completion.complete({
        ref: { type: 'ref/prompt', name: name === 'policy' ? 'protect-api-with-policy' : 'diagnose-gateway' },
        argument: { name, value },
        context: { arguments: given },
      })
    ).completion.values;
  const requests = () => seen.filter(({ path }) => path.includes('/gateways')).length;

  it('asks the platform once for several letters, and again when some seconds have passed', async () => {
    expect(await values('gateway', '')).toContain('returns-gateway');
    const first = requests();
    expect(await values('gateway', 'ret')).toEqual(['returns-gateway']);
    expect(requests()).toBe(first);
    await session.clock.sleep(6_000);
    await values('gateway', 'retu');
    expect(requests()).toBeGreaterThan(first);
  });

  it('remembers each environment for itself, and nothing for one that does not exist', async () => {
    expect(await values('gateway', '', { environment: 'Production' })).toContain('payments-gateway');
    expect(await values('gateway', '', { environment: 'Nowhere' })).toEqual([]);
    expect(logged.at(-1)).toContain('debug no completion');
    expect(await values('gateway', 'pay')).toEqual([]);
  });

  it('has policies only where an API is given', async () => {
    expect(await values('policy', '')).toEqual([]);
    expect(await values('policy', 'rate', { api: 'orders' })).toContain('rate-limiting');
  });

  it('has no values of tools that are not offered', async () => {
    disabled.add('gateway.list');
    expect(await values('gateway', '')).toEqual([]);
    disabled.clear();
    expect(await values('gateway', '')).not.toEqual([]);
  });

  it('is empty when the platform is gone', async () => {
    await session.clock.sleep(6_000);
    await emulator.close();
    expect(await values('gateway', '')).toEqual([]);
  });
});

describe('the values of an argument', () => {
  const listing = { operation: 'api.list', list: 'apis', names: ['label', 'name'] } as const;

  it('are the first name that only one has, and the id where there is none', () => {
    const apis = [
      { id: '1', name: 'Orders', label: 'orders-eu' },
      { id: '2', name: 'Orders' },
      { id: '3', name: 'Orders', label: 'Returns' },
      { id: '4', name: 'Returns' },
      'noise',
    ];
    expect(candidatesOf({ apis }, listing).map(({ value }) => value)).toEqual(['orders-eu', '2', '3', '4']);
    expect(candidatesOf({}, listing)).toEqual([]);
  });

  it('are found by beginning, then by other names and ids, then by part', () => {
    const all = ['beta-one', 'one-beta', 'xbeta', 'gamma'].map((value) => ({ value, terms: [value, `id-${value}`] }));
    expect(matchingValues('BETA', all)).toEqual(['beta-one', 'one-beta', 'xbeta']);
    expect(matchingValues('id-g', all)).toEqual(['gamma']);
    expect(matchingValues('', all)).toHaveLength(4);
    expect(matchingValues('zzz', all)).toEqual([]);
  });

  it('are at most a hundred, with their number', async () => {
    const many = Array.from({ length: 150 }, (_, index) => ({ id: `id-${index}`, name: `org ${index}` }));
    const session = { clock: { now: () => 0 }, directory: { organizations: async () => many } };
    const options = { session: async () => session as never, secrets: new Secrets() };
    const rest = { tools: new OfferedTools(), templates: () => [], log: () => undefined };
    const prompts = new OfferedPrompts({ ...options, ...rest });
    const { completion } = await new Completion({ ...options, ...rest, prompts }).complete({
      ref: { type: 'ref/prompt', name: 'tune-gateway' },
      argument: { name: 'organization', value: 'ORG' },
    });
    expect(completion).toMatchObject({ total: 150, hasMore: true });
    expect(completion.values).toHaveLength(100);
  });
});
