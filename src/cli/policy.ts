import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { ConfigurationError, loadConfiguration } from '../config/load.ts';
import type { Settings } from '../config/settings.ts';
import type { StepKind } from '../core/plan/plan.ts';
import { hintAt } from '../core/text/nearest.ts';
import { count, listed, quote } from '../core/text/quote.ts';
import type { Tool } from '../core/tools/tool.ts';
import { toolHint, toolNamed } from '../core/tools/tool-names.ts';
import { commandLine } from '../platform/command-line.ts';
import { Failure } from '../platform/errors.ts';
import { escaped, inData } from '../platform/text.ts';
import { Journal } from '../safety/journal/journal.ts';
import { type JudgedWrite, judge, matchesEverything } from '../safety/policy/judge.ts';
import { requireKnownPeople } from '../safety/policy/people.ts';
import {
  defaultRemovalsPerHour,
  defaultRules,
  type Policy,
  type PolicyRule,
  placeTypes,
} from '../safety/policy/policy.ts';
import { explainingCommand, type LoadedPolicy, loadPolicy } from '../safety/policy/policy-file.ts';
import { requireKnownTools } from '../safety/policy/rule-tools.ts';
import { newId } from '../safety/state/ids.ts';
import { stateFolderOf } from '../safety/state/state-folder.ts';
import { allTools } from '../services/tools.ts';
import type { Command } from './command.ts';
import { flagProblem } from './help.ts';
import { ownTerminal, type Terminal } from './terminal.ts';

/** Flags of `policy check`. */
export const policyFlags = {
  policy: { type: 'string' },
  organization: { type: 'string' },
  tool: { type: 'string' },
  environment: { type: 'string' },
  type: { type: 'string' },
  step: { type: 'string' },
  thing: { type: 'string' },
} as const;

/** Explains the policy and what it answers to a write, or lets writes go on after a limit was reached. */
export const policy: Command = async (argv, env) => {
  const [action, ...rest] = argv;
  if (action === 'reset') return reset(ownTerminal, env);
  if (action !== 'check')
    throw new ConfigurationError([
      `The command policy takes check or reset; ${commandLine('policy', '--help')} shows the flags.`,
    ]);
  const flags = readFlags(rest);
  const { settings } = loadConfiguration([], env);
  const loaded = await loadUsable(flags.policy ?? settings.policy);
  const question = readQuestion(flags);
  const lines = question === undefined ? explained(loaded, settings.journal) : answered(loaded, question);
  // Names of rules and patterns are written by people, and a terminal obeys invisible characters.
  for (const line of lines) ownTerminal.print(inData(escaped(line)));
  return 0;
};

/** @throws ConfigurationError with what is wrong; what to do next is said for whoever runs the server, and is being done here. */
async function loadUsable(setting: string | undefined): Promise<LoadedPolicy> {
  try {
    const loaded = await loadPolicy(setting);
    requireKnownTools(loaded, allTools);
    requireKnownPeople(loaded);
    return loaded;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new ConfigurationError([
      [error.message, error.why, 'Correct it, and run the same command again.'].filter(Boolean).join(' '),
    ]);
  }
}

/** What the policy says, rule by rule; limits count by the journal. */
export function explained(
  { policy: { rules, limits, visibleEnvironments, approvalKey }, origin }: LoadedPolicy,
  journal: Settings['journal'] = 'required',
): string[] {
  const { removalsPerHour = defaultRemovalsPerHour, thingsPerPlan } = limits;
  const removed = `${count(removalsPerHour, 'removal or stop was', 'removals or stops were')} made`;
  const things = thingsPerPlan === undefined ? '' : `; so does a plan of more than ${count(thingsPerPlan, 'thing')}`;
  const all = [...rules, ...defaultRules];
  return [
    `Policy: ${origin}. Reading is always allowed. The first rule that matches a step decides; of several steps, the strictest answer.`,
    ...all.map((rule, index) => `  ${index + 1}. ${ruleText(rule)}`),
    ...unreachedText(all),
    journal === 'off'
      ? `Limits: removals and stops are not counted, because ANYPOINT_JOURNAL is off${things.replace('; so does', '. What asks is')}.`
      : `Limits: once ${removed} within an hour on one platform, every write there asks${things}.`,
    ...(visibleEnvironments === undefined
      ? []
      : [`Only these environments can be seen: ${visibleEnvironments.join(', ')}.`]),
    ...(approvalKey === undefined ? [] : ['A person agrees only outside of the client, with a signature.']),
  ];
}

/** Which rules can never decide, because one before them matches every step. */
function unreachedText(rules: readonly PolicyRule[]): string[] {
  const at = rules.findIndex(matchesEverything);
  const [all, next] = [rules[at], at + 2];
  if (all === undefined || next > rules.length) return [];
  const others = next === rules.length ? `Rule ${next} never decides` : `Rules ${next} to ${rules.length} never decide`;
  const answers = {
    allow: 'no person is asked about what comes to it, also in production, until a limit is reached',
    ask: 'a person is asked about everything that comes to it',
    deny: 'everything that comes to it is refused',
  } as const;
  return [`${others}: rule ${at + 1} matches every step. So ${answers[all.answer]}.`];
}

function ruleText({ name, answer, approval, approvals, ...conditions }: PolicyRule): string {
  const where = Object.entries(conditions)
    .filter(([, values]) => values !== undefined)
    .map(([condition, values]) => `${condition}: ${[values].flat().join(', ')}`);
  const how = [
    approval === 'outside' ? 'outside of the client' : '',
    (approvals ?? 1) > 1 ? `${approvals} people` : '',
  ].filter(Boolean);
  return `${answer}${how.length === 0 ? '' : ` (${how.join(', ')})`}: ${quote(name)}${where.length === 0 ? '' : ` [${where.join('; ')}]`}`;
}

/** What the policy answers to each kind of step that plans of the tool have. */
function answered(loaded: LoadedPolicy, question: Question): string[] {
  const { policy: rules } = loaded;
  const { write, kinds } = question;
  const verdicts = kinds.map((kind) => {
    const steps = write.plan.steps.map((step) => ({ ...step, kind }));
    return { kind, verdict: judge(rules, { ...write, plan: { ...write.plan, steps } }) };
  });
  return [
    ...verdicts.map(({ kind, verdict: { answer, rule, outside, approvals } }) => {
      const how = [outside ? ', outside of the client' : '', approvals > 1 ? `, ${approvals} people` : ''].join('');
      return `${kind}: ${answer}${how} (rule ${quote(rule)})`;
    }),
    ...assumptions(rules, question),
    ...(verdicts.some(({ verdict }) => verdict.answer === 'allow')
      ? [`What is allowed asks all the same once a limit is reached; ${explainingCommand(loaded)} shows the limits.`]
      : []),
  ];
}

/** What an answer takes for granted: what the flags have left open. */
function assumptions({ rules }: Policy, { write: { tool }, flags }: Question): string[] {
  const { environment, type } = flags;
  const place =
    environment === undefined && type === undefined
      ? ['No --environment and no --type is given, so this is judged as a write outside of any environment.']
      : type === undefined
        ? ['No --type is given, so the environment counts as one of unknown type, which is judged like production.']
        : [];
  return [
    ...place,
    ...conditions.flatMap(({ flag, condition }) =>
      flags[flag] === undefined && rules.some((rule) => rule[condition] !== undefined)
        ? [`No --${flag} is given, so rules about particular ${condition} are left aside.`]
        : [],
    ),
    ...(tool.name === 'anypoint_undo_change'
      ? ['Taking back a change is judged as the tools that it calls: check those.']
      : []),
  ];
}

/** The flags that stand for a name, and the condition of rules that asks for it. */
const conditions = [
  { flag: 'environment', condition: 'environments' },
  { flag: 'organization', condition: 'organizations' },
  { flag: 'thing', condition: 'things' },
] as const;

interface Question {
  write: JudgedWrite;
  kinds: readonly StepKind[];
  /** As they were given. */
  flags: PolicyFlags;
}

function readQuestion({ policy: _file, ...flags }: PolicyFlags): Question | undefined {
  const { environment, organization = '', type, thing = '' } = flags;
  if (Object.keys(flags).length === 0) return undefined;
  if (type !== undefined && !placeTypes.includes(type)) {
    throw new ConfigurationError([
      `--type ${JSON.stringify(type)} is no type of an environment${hintAt(type, placeTypes)}, expected ${listed(placeTypes, 'or')}.`,
    ]);
  }
  const tool = toolOf(flags.tool);
  const kinds = kindsOf(tool, flags.step);
  const plan: JudgedWrite['plan'] = {
    ...(environment === undefined && type === undefined
      ? {}
      : {
          environment: {
            id: environment ?? '',
            name: environment ?? '',
            type,
            organization: { id: organization, name: organization },
          },
        }),
    steps: [{ kind: 'update', thing: { kind: 'thing', name: thing }, action: '', changes: [] }],
  };
  return { write: { tool, plan }, kinds, flags };
}

/** @throws ConfigurationError when no tool that writes has this name */
function toolOf(name: string | undefined): Tool {
  if (name === undefined) {
    throw new ConfigurationError(['--tool is missing: policy check says what the policy answers to one tool.']);
  }
  const tool = toolNamed(name, allTools);
  if (tool === undefined) {
    throw new ConfigurationError([
      `--tool ${JSON.stringify(name)} is no tool${toolHint(name, allTools)}; ${commandLine('tools')} lists them.`,
    ]);
  }
  if (tool.effect === 'read') throw new ConfigurationError([`${tool.name} only reads, which no policy restricts.`]);
  return tool;
}

/** @throws ConfigurationError when plans of the tool have no such step */
function kindsOf({ name, steps }: Tool, kind: string | undefined): readonly StepKind[] {
  const kinds = kind === undefined ? steps : steps.filter((one) => one === kind);
  if (kinds.length > 0) return kinds;
  throw new ConfigurationError([
    `--step ${JSON.stringify(kind)} is no kind of step of ${name}${hintAt(kind ?? '', steps)}: it has ${listed(steps)}.`,
  ]);
}

type PolicyFlags = Partial<Record<keyof typeof policyFlags, string>>;

function readFlags(argv: readonly string[]): PolicyFlags {
  try {
    return parseArgs({ args: [...argv], options: policyFlags }).values;
  } catch (error) {
    const problem = flagProblem(error);
    throw new ConfigurationError([
      `${problem} The command policy check takes --policy, --tool, --organization, --environment, --type, --step and --thing.`,
    ]);
  }
}

/** Lets writes go on after a limit was reached; only a person in a terminal can. */
export async function reset(terminal: Terminal, env: NodeJS.ProcessEnv): Promise<number> {
  if (!terminal.isInteractive) {
    terminal.print('Only a person resets a limit: run this command in a terminal, without pipes.');
    return 1;
  }
  const typed = await terminal.ask(
    'On every platform, what was removed or stopped so far no longer counts, nor does a change that did not end as planned. The rules and thingsPerPlan stay. Type yes to go on: ',
  );
  if (typed?.trim() !== 'yes') {
    terminal.print(
      'Nothing was reset. Run the command again if you meant to; otherwise the limit ends by itself, an hour after what has reached it.',
    );
    return 1;
  }
  const journal = new Journal({ stateFolder: stateFolderOf(env), now: Date.now });
  journal.write({
    type: 'reset',
    id: newId(10),
    at: journal.at(),
    who: { principal: userInfo().username, session: 'terminal' },
  });
  journal.close();
  terminal.print('Reset: writes go on as the rules say.');
  return 0;
}
