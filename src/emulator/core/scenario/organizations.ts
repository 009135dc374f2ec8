import { everyScope, isOrganizationScope, viewScopes } from '../permissions.ts';
import type { Entitlements, Grant, Organization, Store } from '../store.ts';
import { type Directory, guidFrom, hexFrom, longAgo, timeOf } from './directory.ts';
import type { Scenario } from './schema.ts';

const usualEntitlements: Entitlements = {
  createEnvironments: true,
  createSubOrgs: true,
  globalDeployment: true,
  hybrid: { enabled: true },
  flexGateway: { enabled: true },
  cloudhub1: { enabled: true },
  runtimeFabric: true,
  highAvailability: { clustering: true },
  managedGatewaySmall: { assigned: 0, reassigned: 0 },
  managedGatewayLarge: { assigned: 0, reassigned: 0 },
  vCoresProduction: { assigned: 4, reassigned: 1 },
  vCoresSandbox: { assigned: 4, reassigned: 1 },
  vCoresDesign: { assigned: 1, reassigned: 0 },
  usageBasedPricing: { muleRuntimeIntegration: { enabled: false } },
};

/** The place that an item of a scenario is in. */
export interface ScenarioPlace {
  organizationId: string;
  environmentId: string;
}

/** The organization of an item: the one it names, else the first of all. */
export function organizationIn(names: Directory, path: string, reference: string | undefined): string {
  return reference === undefined
    ? names.first(path, 'organization', '')
    : names.find(`${path}.organization`, ['organization'], '', reference);
}

/** The organization and environment of an item. */
export function placeIn(
  store: Store,
  names: Directory,
  path: string,
  given: { organization?: string | undefined; environment?: string | undefined },
): ScenarioPlace {
  const organizationId = organizationIn(names, path, given.organization);
  if (given.environment !== undefined) {
    const environmentId = names.find(`${path}.environment`, ['environment'], organizationId, given.environment);
    return { organizationId, environmentId };
  }
  for (const { id, type, organizationId: owner } of store.environments.values()) {
    if (owner === organizationId && type === 'sandbox') return { organizationId, environmentId: id };
  }
  return { organizationId, environmentId: names.first(path, 'environment', organizationId) };
}

/** Organizations with their environments, people and connected apps. */
export function loadOrganizations(store: Store, scenario: Scenario, names: Directory): void {
  names.each('organizations', scenario.organizations, (item, path) => {
    const id = item.id ?? guidFrom('organization', item.name);
    names.claim(path, 'organization', '', item.name, id);
    const parentId = item.parent && names.find(`${path}.parent`, ['organization'], '', item.parent);
    const parent = store.organizations.get(parentId ?? '');
    parent?.subOrganizationIds.push(id);
    const clientId = id.replaceAll('-', '');
    store.organizations.set(id, {
      id,
      name: item.name,
      domain: item.domain ?? slugOf(item.name),
      ownerId: '',
      clientId,
      parentOrganizationIds: parent === undefined ? [] : [...parent.parentOrganizationIds, parent.id],
      subOrganizationIds: [],
      createdAt: isoOf(item.createdAt),
      entitlements: { ...structuredClone(usualEntitlements), ...given(item.entitlements) },
    });
    addClient(store, clientId, 'e0', item.name, id);
  });
  names.each('organizations', scenario.organizations, (item, path) => {
    const organizationId = names.find(path, ['organization'], '', item.name);
    names.each(`${path}.environments`, item.environments, ({ name, type, ...rest }, at) => {
      const id = rest.id ?? guidFrom('environment', organizationId, name);
      names.claim(at, 'environment', organizationId, name, id);
      const clientId = id.replaceAll('-', '');
      store.environments.set(id, { id, name, organizationId, type, clientId });
      addClient(store, clientId, 'e1', name, organizationId);
    });
  });
  loadPeople(store, scenario, names);
}

function loadPeople(store: Store, scenario: Scenario, names: Directory): void {
  names.each('users', scenario.users, ({ organization, grants, ...item }, path) => {
    const organizationId = organizationIn(names, path, organization);
    const id = item.id ?? guidFrom('user', item.username);
    names.claim(path, 'user', '', item.username, id);
    const { domain } = organizationOf(store, organizationId);
    store.users.set(id, {
      ...item,
      id,
      email: item.email ?? `${item.username}@${domain}.example`,
      organizationId,
      createdAt: isoOf(item.createdAt),
      grants: grants === 'all' ? 'all' : grantsOf(store, names, `${path}.grants`, grants),
    });
  });
  const [owner] = store.users.keys();
  for (const organization of store.organizations.values()) organization.ownerId ||= owner ?? '';

  names.each('connectedApps', scenario.connectedApps, ({ organization, grants, ...item }, path) => {
    const ownerOrganizationId = organizationIn(names, path, organization);
    const clientId = item.clientId ?? hexFrom('app', item.name);
    names.claim(path, 'connected app', '', item.name, clientId);
    store.connectedApps.set(clientId, {
      ...item,
      clientId,
      clientSecret: item.clientSecret ?? `E0${hexFrom('app secret', item.name).slice(2)}`,
      ownerOrganizationId,
      grants: grantsOf(store, names, `${path}.grants`, grants),
    });
  });
}

function grantsOf(
  store: Store,
  names: Directory,
  path: string,
  given: Scenario['connectedApps'][number]['grants'],
): Grant[] {
  return given.flatMap((grant, index): Grant[] => {
    const { organizations, environments } = grant;
    const scopes = grant.scopes === 'all' ? everyScope : grant.scopes === 'view' ? viewScopes : grant.scopes;
    if (organizations === undefined) return scopes.map((scope) => ({ scope, context_params: {} }));
    const at = `${path}[${index}].organizations`;
    const ids =
      organizations === 'all'
        ? [...store.organizations.keys()]
        : organizations.map((one, place) => names.find(`${at}[${place}]`, ['organization'], '', one));
    return ids.flatMap((org) =>
      scopes.flatMap((scope): Grant[] =>
        environments === undefined || isOrganizationScope(scope)
          ? [{ scope, context_params: { org } }]
          : environmentsIn(store, org, environments).map((envId) => ({ scope, context_params: { org, envId } })),
      ),
    );
  });
}

function environmentsIn(store: Store, organizationId: string, wanted: 'all' | readonly string[]): string[] {
  return [...store.environments.values()]
    .filter((one) => one.organizationId === organizationId)
    .filter(({ id, name }) => wanted === 'all' || wanted.includes(name) || wanted.includes(id))
    .map(({ id }) => id);
}

/** An organization that a reference led to, which therefore exists. */
export function organizationOf(store: Store, id: string): Organization {
  const found = store.organizations.get(id);
  if (found === undefined) throw new Error(`organization ${id} was resolved, but is not there`);
  return found;
}

function addClient(store: Store, clientId: string, start: string, name: string, organizationId: string): void {
  store.clients.set(clientId, { clientId, clientSecret: `${start}${clientId.slice(2)}`, name, organizationId });
}

/** What was given, without what was left out. */
function given(values: Scenario['organizations'][number]['entitlements']): Partial<Entitlements> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** With milliseconds, as the platform writes it. */
function isoOf(text: string | undefined): string {
  return new Date(timeOf(text, longAgo)).toISOString();
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
