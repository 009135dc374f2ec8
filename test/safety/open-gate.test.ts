import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/harness.ts';
import { gating, policyFile, stateFolder } from '../support/safety.ts';

describe('a gate', () => {
  it('does not open where two people are asked and nobody knows them', async () => {
    const policy = policyFile({ rules: [{ name: 'two of us', answer: 'ask', approvals: 2 }] });
    await expect(gating({ policy }).gate()).rejects.toThrow('The rule "two of us"');
  });

  it('does not open where removals are limited and there is no journal to count them by', async () => {
    const policy = policyFile({ limits: { removalsPerHour: 3 } });
    await expect(gating({ policy, journal: 'off' }).gate()).rejects.toThrow('ANYPOINT_JOURNAL=off');
    await expect(gating({ policy, journal: 'required' }).gate()).resolves.toBeDefined();
  });

  it('does not open over a folder that cannot be used', async () => {
    const folder = stateFolder();
    writeFileSync(folder, '');
    await expect(gating({ folder, journal: 'required' }).gate()).rejects.toThrow('so nothing is written');
  });
});

describe('limits', () => {
  const allow = { name: 'all', answer: 'allow' };
  const deletes = (server: string) => ['anypoint_delete_server', { server }] as const;

  it('ask from so many removals within an hour on, also where a rule allows', async () => {
    const policy = policyFile({ rules: [allow], limits: { removalsPerHour: 2 } });
    const asked: string[] = [];
    const { ok, fails } = await startHarness({
      gate: { policy },
      person: ({ reason }) => {
        asked.push(reason);
        return undefined;
      },
    });
    await ok(...deletes('mule-legacy-1'));
    await ok(...deletes('mule-new-1'));
    expect(asked).toEqual([]);
    expect(await fails('anypoint_rename_server', { server: 'mule-orders-1', newName: 'x' })).toMatch(
      /the limit of 2 removals or stops within an hour is reached; it ends by itself at \S+Z, or when a person in a terminal runs anypoint-mcp policy reset/,
    );
    expect(asked).toHaveLength(1);
  });

  it('ask for a plan of more things than allowed', async () => {
    const policy = policyFile({ rules: [allow], limits: { thingsPerPlan: 1 } });
    const { ok, fails } = await startHarness({ gate: { policy }, person: () => undefined });
    await ok('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'x' });
    expect(await fails('anypoint_delete_cluster', { cluster: 'catalog-cluster' })).toContain(
      'the limit of 1 thing in one plan',
    );
  });
});

describe('an environment that the platform counts as production', () => {
  it.each([
    { isProduction: true, type: 'sandbox' },
    { isProduction: null, type: 'Production' },
    { isProduction: false, type: 'production' },
  ])('is production: %j', async (facts) => {
    const { access } = await startHarness().then(({ emulator }) => emulator);
    const environment = { id: access.environmentId, name: 'Sandbox', clientId: 'x', ...facts };
    const { call } = await startHarness({
      person: () => undefined,
      emulator: {
        intercept: ({ url }) =>
          url.includes('/environments?') || url.endsWith('/environments')
            ? Response.json({ data: [environment], total: 1 })
            : undefined,
      },
    });
    const { approval, text } = await call('anypoint_delete_server', { server: 'mule-legacy-1' });
    expect(approval?.reason, text).toBe(
      'the rule "every write in production asks" of the policy says that a person decides',
    );
    expect(approval?.question.text).toContain('"Sandbox" is PRODUCTION.');
    expect(approval?.question.typedName).toBe('mule-legacy-1');
  });
});
