import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { reset } from '../../src/cli/policy.ts';
import { startHarness } from '../support/harness.ts';
import { command } from '../support/printed.ts';
import { policyFile, stateFolder } from '../support/safety.ts';
import { terminalWith } from '../support/terminal.ts';

const policy = policyFile({
  rules: [
    { name: 'payments', environments: ['pay*'], answer: 'deny' },
    { name: 'gateways', toolsets: ['gateways'], steps: ['stop'], answer: 'ask', approval: 'outside' },
  ],
  limits: { removalsPerHour: 4, thingsPerPlan: 5 },
});

const check = (...argv: string[]) => command(['policy', 'check', ...argv], { ANYPOINT_POLICY: policy });

describe('anypoint-mcp policy check', () => {
  it('explains the policy, rule by rule', async () => {
    const { code, printed } = await check();
    expect(code).toBe(0);
    for (const part of [
      `Policy: ${policy}.`,
      '1. deny: "payments" [environments: pay*]',
      '2. ask (outside of the client): "gateways" [toolsets: gateways; steps: stop]',
      'every write in production asks',
      'Limits: once 4 removals or stops were made within an hour on one platform, every write there asks; so does a plan of more than 5 things.',
    ]) {
      expect(printed).toContain(part);
    }
  });

  it.each([
    [{ answer: 'allow' }, 'Rules 2 to 5 never decide: rule 1 matches every step. So no person is asked'],
    [{ answer: 'ask', tools: ['*'] }, 'Rules 2 to 5 never decide: rule 1 matches every step. So a person is asked'],
    [
      { answer: 'deny', steps: ['create', 'update', 'remove', 'stop'], environmentTypes: ['*'] },
      'never decide: rule 1 matches every step. So everything that comes to it is refused',
    ],
    [{ answer: 'allow', environments: ['*'] }, undefined],
    [{ answer: 'allow', steps: ['create'] }, undefined],
    [{ answer: 'allow', toolsets: ['gateways'] }, undefined],
  ])('says which rules can never decide after %j', async (rule, said) => {
    const { printed } = await check('--policy', policyFile({ rules: [{ name: 'x', ...rule }] }));
    if (said === undefined) expect(printed).not.toContain('never decide');
    else expect(printed).toContain(said);
  });

  it('says that nothing is counted without a journal', async () => {
    const { printed } = await command(['policy', 'check'], { ANYPOINT_JOURNAL: 'off' });
    expect(printed).toContain('Limits: removals and stops are not counted, because ANYPOINT_JOURNAL is off.');
    expect(printed).not.toContain('every write there asks');
  });

  it.each([
    [['--environment', 'Payments', '--type', 'sandbox'], 'stop: deny (rule "payments")'],
    [['--environment', 'Other', '--type', 'sandbox'], 'stop: ask, outside of the client (rule "gateways")'],
    [['--type', 'sandbox'], 'update: allow (rule "what creates or updates outside production is allowed")'],
    [['--type', 'production'], 'update: ask (rule "every write in production asks")'],
    [[], 'update: ask (rule "every write outside any environment asks")'],
  ])('says what happens to anypoint_set_gateway_desired_status with %j', async (argv, line) => {
    const { code, printed } = await check('--tool', 'set_gateway_desired_status', ...argv);
    expect(code).toBe(0);
    expect(printed.split('\n')).toContain(line);
  });

  it('says what it takes for granted where flags leave it open, and nothing else', async () => {
    const file = policyFile({
      rules: [
        { name: 'one', environments: ['Live'], answer: 'deny' },
        { name: 'two', organizations: ['Acme'], answer: 'deny' },
        { name: 'three', things: ['payments'], answer: 'deny' },
      ],
    });
    const assumed = async (setting: string | undefined, ...argv: string[]) => {
      const { printed } = await command(
        ['policy', 'check', '--tool', 'update_gateway', '--step', 'update', ...argv],
        setting === undefined ? {} : { ANYPOINT_POLICY: setting },
      );
      return printed.split('\n').filter((line) => line.startsWith('No --'));
    };
    const outside = 'No --environment and no --type is given, so this is judged as a write outside of any environment.';
    expect(await assumed(undefined)).toEqual([outside]);
    expect(await assumed(undefined, '--environment', 'Live')).toEqual([
      'No --type is given, so the environment counts as one of unknown type, which is judged like production.',
    ]);
    expect(await assumed(undefined, '--type', 'sandbox')).toEqual([]);
    expect(await assumed(file)).toEqual([
      outside,
      'No --environment is given, so rules about particular environments are left aside.',
      'No --organization is given, so rules about particular organizations are left aside.',
      'No --thing is given, so rules about particular things are left aside.',
    ]);
    const all = ['--environment', 'X', '--type', 'sandbox', '--organization', 'Y', '--thing', 'z'];
    expect(await assumed(file, ...all)).toEqual([]);
  });

  it('reminds of the limits where something is allowed', async () => {
    const reminder = `anypoint-mcp policy check --policy ${policy} shows the limits`;
    const answer = async (...argv: string[]) => (await check('--tool', 'update_gateway', ...argv)).printed;
    expect(await answer('--environment', 'X', '--type', 'sandbox')).toContain(reminder);
    expect(await answer('--environment', 'X', '--type', 'production')).not.toContain('limit');
  });

  it('prints nothing that a terminal obeys', async () => {
    const name = 'a\u001b[2J\u202eb';
    const file = policyFile({ rules: [{ name, environments: [`x\u009b31m`], answer: 'deny' }] });
    for (const more of [[], ['--tool', 'delete_gateway', '--environment', 'x\u009b31m']]) {
      const { printed } = await command(['policy', 'check', '--policy', file, ...more]);
      expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it('answers for the kinds of step that the tool has, and no others', async () => {
    const kinds = async (tool: string) => (await check('--tool', tool)).printed.match(/^\w+(?=: )/gm);
    expect(await kinds('delete_gateway')).toEqual(['remove']);
    expect(await kinds('apply_policy')).toEqual(['create']);
    expect(await kinds('undo_change')).toEqual(['create', 'update', 'remove', 'stop']);
  });

  it.each([
    [['--tool', 'nosuch'], 'is no tool'],
    [['--tool', 'delete_gatway'], 'is no tool (did you mean anypoint_delete_gateway?)'],
    [['--type', 'sandbox'], '--tool is missing'],
    [['--tool', 'delete_gateway', '--type', 'sandbx'], 'is no type of an environment (did you mean sandbox?)'],
    [['--tool', 'create_api', '--step', 'crate'], 'is no kind of step of anypoint_create_api (did you mean create?)'],
    [['--tool', 'list_gateways'], 'only reads'],
    [['--tool', 'delete_gateway', '--step', 'explode'], 'is no kind of step of anypoint_delete_gateway: it has remove'],
    [['--what'], 'The command policy check takes'],
  ])('refuses %j', async (argv, problem) => {
    const { code, printed } = await check(...argv);
    expect(code).toBe(2);
    expect(printed).toContain(problem);
  });

  it('says every problem of a file that cannot be used', async () => {
    const broken = policyFile({ rules: [{ name: 'a', answer: 'maybe' }], more: 1 });
    const { code, printed } = await command(['policy', 'check'], { ANYPOINT_POLICY: broken });
    expect(code).toBe(2);
    expect(printed).toContain('rule 1 ("a"), answer: "maybe" is unknown');
    expect(printed).toContain('the key "more" is unknown');
    // It was this command that found it.
    expect(printed.trimEnd()).toMatch(/Correct it, and run the same command again\.$/);
    expect(printed).not.toContain('policy check --policy');
  });

  it('takes the types that its help names', async () => {
    const { printed } = await command(['policy', '--help']);
    const [, types = ''] = /--type TYPE +of this type: (.*)/.exec(printed) ?? [];
    const named = types.split(/, | or /);
    expect(named).toContain('unknown');
    for (const type of named) {
      expect(await check('--tool', 'update_gateway', '--type', type)).toMatchObject({ code: 0 });
    }
  });

  it('is one of two', async () => {
    expect(await command(['policy'])).toMatchObject({ code: 2, printed: expect.stringContaining('check or reset') });
  });
});

describe('anypoint-mcp policy reset', () => {
  /** A server whose limit is reached. */
  async function limited() {
    const folder = stateFolder();
    const allow = { name: 'all', answer: 'allow' };
    const { ok, call } = await startHarness({
      person: () => undefined,
      gate: {
        ...{ folder, now: Date.now },
        policy: policyFile({ rules: [allow], limits: { removalsPerHour: 1 } }),
      },
    });
    await ok('anypoint_delete_server', { server: 'mule-legacy-1' });
    const writes = async (): Promise<boolean> =>
      !(await call('anypoint_rename_server', { server: 'mule-new-1', newName: 'mule-new-2', dryRun: false })).isError;
    return { writes, env: { XDG_STATE_HOME: path.dirname(folder) } };
  }

  it('lets writes go on', async () => {
    const { writes, env } = await limited();
    expect(await writes()).toBe(false);
    const terminal = terminalWith('yes');
    expect(await reset(terminal, env)).toBe(0);
    expect(terminal.screen).toContain('writes go on as the rules say');
    expect(await writes()).toBe(true);
    expect((await command(['journal', '--verify'], env)).code).toBe(0);
  });

  it('needs a clear yes of a person in a terminal', async () => {
    const { writes, env } = await limited();
    for (const lines of [[], ['no'], ['y']]) {
      const terminal = terminalWith(...lines);
      expect(await reset(terminal, env)).toBe(1);
      expect(terminal.screen).toContain('Nothing was reset. Run the command again if you meant to');
    }
    expect(await reset({ ...terminalWith('yes'), isInteractive: false }, env)).toBe(1);
    expect(await writes()).toBe(false);
  });
});
