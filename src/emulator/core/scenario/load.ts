import type * as z from 'zod';
import acme from '../../../../scenarios/acme.json' with { type: 'json' };
import { faultKinds } from '../faults/faults.ts';
import { isSequence } from '../kinds.ts';
import type { Store } from '../store.ts';
import { ScenarioError } from './error.ts';
import type { EventKind } from './events.ts';
import { LoadContext } from './load-context.ts';
import { Names } from './names.ts';
import { type Scenario, type ScenarioDefinition, scenarioSchema } from './schema.ts';

/** The first numeric id where a scenario sets none. */
const firstNumber = 1_000_001;

/** What a scenario is loaded with. */
interface LoadableDefinition extends ScenarioDefinition {
  events: readonly EventKind[];
}

/**
 * Fills an empty store with a scenario, by default with the built-in organization. Times of events count from `start`,
 * in epoch milliseconds. @throws ScenarioError
 */
export function loadScenario(store: Store, form: LoadableDefinition, input: object | undefined, start: number): void {
  const names = new Names();
  const load = (scenario: Scenario): void => {
    startSequences(store, form, scenario);
    for (const section of form.sections) {
      section.load(scenario[section.name], new LoadContext(store, names, start, section.name));
    }
    for (const sequence of form.state.filter(isSequence)) {
      store.set(sequence, Math.max(store.of(sequence), scenario.nextIds[sequence.scenarioName] ?? 0));
    }
  };
  const given = input === undefined ? undefined : parse(form, input);
  if (given === undefined || given.extends === 'acme') load(parse(form, acme));
  if (given !== undefined) load(withDefaultLogins(form, given));
  if (names.problems.length > 0) throw new ScenarioError(names.problems);
}

function parse(form: LoadableDefinition, input: object): Scenario {
  const parsed = scenarioSchema(form).safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ScenarioError(parsed.error.issues.map((issue) => describeIssue(issue, form.events)));
}

/**
 * A standalone scenario needs an organization. Without users or connected apps of its own it gets the first ones of the
 * built-in organization.
 */
function withDefaultLogins(form: LoadableDefinition, scenario: Scenario): Scenario {
  if (scenario.extends !== undefined) return scenario;
  if (listIn(scenario, 'organizations').length === 0) {
    throw new ScenarioError(['organizations: expected at least one, or "extends": "acme"']);
  }
  const builtIn = parse(form, acme);
  const listOrFirst = (name: string): unknown[] => {
    const own = listIn(scenario, name);
    return own.length > 0 ? own : listIn(builtIn, name).slice(0, 1);
  };
  return { ...scenario, users: listOrFirst('users'), connectedApps: listOrFirst('connectedApps') };
}

function listIn(scenario: Scenario, name: string): unknown[] {
  const value = scenario[name];
  return Array.isArray(value) ? value : [];
}

/** Starts the sequences after the ids that the scenario sets. */
function startSequences(store: Store, { state, sections }: LoadableDefinition, scenario: Scenario): void {
  const given = sections.flatMap((section) => section.explicitIds(scenario[section.name]));
  for (const sequence of state.filter(isSequence)) {
    const numbers = given
      .filter((one) => one.sequence === sequence)
      .flatMap((one) => one.ids)
      .filter((id) => typeof id === 'number');
    const next = numbers.reduce((highest, id) => Math.max(highest, id + 1), firstNumber);
    store.set(sequence, Math.max(store.of(sequence), next));
  }
}

function describeIssue(issue: z.core.$ZodIssue, events: readonly EventKind[]): string {
  const place = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`),
    '',
  );
  const at = place === '' ? 'the scenario' : place;
  if (issue.code === 'unrecognized_keys') return `${at}: unknown member ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'kind') {
    return `${at}: expected one of ${faultKinds.join(', ')}`;
  }
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'do') {
    return `${at}: expected one of ${events.map((event) => event.do).join(', ')}`;
  }
  return `${at}: ${issue.message}`;
}
