import type * as z from 'zod';
import acme from '../../../../scenarios/acme.json' with { type: 'json' };
import { loadApis } from '../../services/apis/scenario.ts';
import { loadApplications } from '../../services/applications/scenario.ts';
import { loadRuntime } from '../../services/runtime/scenario.ts';
import { faultKinds } from '../faults/faults.ts';
import { emptyStore, type Store } from '../store.ts';
import { Directory } from './directory.ts';
import { ScenarioError } from './error.ts';
import { planEvents } from './events.ts';
import { loadOrganizations } from './organizations.ts';
import { type Scenario, scenarioSchema } from './schema.ts';

/** A platform as a scenario has it at `start`; the built-in organization when none is given. @throws ScenarioError */
export function storeOf(input: object | undefined, start: number): Store {
  const store = emptyStore();
  const names = new Directory();
  const given = input === undefined ? undefined : parse(input);
  if (given === undefined || given.extends === 'acme') load(store, parse(acme), names, start);
  if (given !== undefined) load(store, withEnough(given), names, start);
  if (names.problems.length > 0) throw new ScenarioError(names.problems);
  return store;
}

function parse(input: object): Scenario {
  const parsed = scenarioSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ScenarioError(parsed.error.issues.map(sentenceOf));
}

function load(store: Store, scenario: Scenario, names: Directory, start: number): void {
  startIds(store, scenario);
  store.revealClientSecrets ||= scenario.revealClientSecrets;
  loadOrganizations(store, scenario, names);
  loadRuntime(store, scenario, names);
  loadApis(store, scenario, names);
  loadApplications(store, scenario, names);
  store.gatewayOutcomes.push(
    ...scenario.outcomes.map(({ gateway, becomes, message }) => ({ name: gateway, becomes, message })),
  );
  planEvents(store, scenario, names, start);
  store.nextId = Math.max(store.nextId, scenario.nextIds.runtime ?? 0);
  store.nextApiId = Math.max(store.nextApiId, scenario.nextIds.apiManager ?? 0);
}

/** A scenario that stands alone needs somebody who can sign in. */
function withEnough(scenario: Scenario): Scenario {
  if (scenario.extends !== undefined) return scenario;
  if (scenario.organizations.length === 0) {
    throw new ScenarioError(['organizations: expected at least one, or "extends": "acme"']);
  }
  const { users, connectedApps } = acmeLogins();
  return {
    ...scenario,
    users: scenario.users.length > 0 ? scenario.users : users,
    connectedApps: scenario.connectedApps.length > 0 ? scenario.connectedApps : connectedApps,
  };
}

/** The logins of the built-in organization that may do everything, for scenarios that name none. */
function acmeLogins(): Pick<Scenario, 'users' | 'connectedApps'> {
  const { users, connectedApps } = parse(acme);
  return { users: users.slice(0, 1), connectedApps: connectedApps.slice(0, 1) };
}

/** Numbers that are left out follow those that are given. */
function startIds(
  store: Store,
  { servers, serverGroups, clusters, applications, clientApplications, apis }: Scenario,
): void {
  const least = 1_000_001;
  const after = (next: number, ids: readonly (number | string | undefined)[]): number =>
    ids.reduce<number>(
      (highest, id) => (typeof id === 'number' ? Math.max(highest, id + 1) : highest),
      Math.max(next, least),
    );
  const runtime = [servers, serverGroups, clusters, applications].flatMap((items) => items.map(({ id }) => id));
  store.nextId = after(store.nextId, runtime);
  const ofApi = apis.flatMap(({ id, deploymentId, policies, tiers, contracts }) => [
    id,
    deploymentId,
    ...[policies, tiers, contracts].flatMap((items) => items.map((item) => item.id)),
  ]);
  store.nextApiId = after(store.nextApiId, [...clientApplications.map(({ id }) => id), ...ofApi]);
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`),
    '',
  );
  const at = place === '' ? 'the scenario' : place;
  if (issue.code === 'unrecognized_keys') return `${at}: does not have ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'kind') {
    return `${at}: expected one of ${faultKinds.join(', ')}`;
  }
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'do')
    return `${at}: expected one of ${eventNames.join(', ')}`;
  return `${at}: ${issue.message}`;
}

const eventNames = scenarioSchema.shape.events.unwrap().element.options.map(({ shape }) => shape.do.value);
