import { appUniqueIdOf } from '../../core/data-plane/hosts.ts';
import { environments } from '../../core/identity/organizations.ts';
import type { Platform } from '../../core/platform.ts';
import { flag, text } from '../../core/queries.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { stateAt } from '../../core/transitions.ts';
import { runtimeFabricError as fail } from './errors.ts';
import type { PrivateSpace } from './model.ts';
import { servesEnvironment, spacesForOrganization } from './private-space.ts';
import { requireSpace, spaceScopes } from './space-access.ts';

const api = routesBelow('/runtimefabric/api', { fail });
const atlas = routesBelow('/amc/atlas/api/v1', { fail });
const all = '/organizations/{organizationId}/targets';
const one = `${all}/{targetId}` as const;
const domains = { scopes: spaceScopes.targets, query: { sendAppUniqueId: flag } };
const notFound = 'Target not found';

/** Deployment targets [docs/platform/runtime-fabric.md#targets]. */
export const targetRoutes: readonly Route[] = [
  api.organization('GET', all, spaceScopes.targets, (c, organization) => {
    const { platform } = c.var;
    return c.json(spacesForOrganization(platform, organization).map((space) => targetView(platform, space)));
  }),

  api.organization('GET', one, spaceScopes.targets, (c, organization) => {
    const { platform } = c.var;
    const space = requireSpace(platform, organization, c.req.param('targetId'), notFound);
    const served = [...platform.store.of(environments).values()]
      .filter((environment) => environment.organizationId === organization.id)
      .filter((environment) => servesEnvironment(space, organization, environment))
      .map(({ id }) => id);
    return c.json({ ...targetView(platform, space), vendor: 'aws', environments: served, egressRuleGroups: [] });
  }),

  api.environment('GET', `${one}/environments/{environmentId}/domains`, domains, (c, place, { sendAppUniqueId }) => {
    const { organization, environment } = place;
    const space = requireSpace(c.var.platform, organization, c.req.param('targetId'), notFound);
    if (!servesEnvironment(space, organization, environment)) throw fail(404, notFound);
    // What the platform answers without the flag is not known; here it is the plain array of domains
    // [docs/platform/unknown.md#domains-without-the-flag].
    if (sendAppUniqueId !== true) return c.json(space.domains);
    return c.json({ domains: space.domains, appUniqueId: appUniqueIdOf(environment.id) });
  }),

  // The same targets, for `rtf list` of the CLI [docs/platform/cli.md#gateways-and-targets].
  atlas.organization(
    'GET',
    '/organizations/{organizationId}/providers/MC/targets',
    { scopes: spaceScopes.targets, query: { environmentId: text } },
    (c, organization, { environmentId }) => {
      const { platform } = c.var;
      const environment = platform.store.of(environments).get(environmentId ?? '');
      const spaces = spacesForOrganization(platform, organization).filter(
        (space) => environment === undefined || servesEnvironment(space, organization, environment),
      );
      return c.json(spaces.map((space) => ({ ...targetView(platform, space), provider: 'MC' })));
    },
  ),
];

const releaseDate = Date.UTC(2025, 5, 3);
const supportEnds = Date.UTC(2027, 5, 3);

function muleVersion(baseVersion: string, tag: string, channel: string) {
  return {
    baseVersion,
    tag,
    releaseDate,
    minimumTag: tag,
    minimumTagReleaseDate: releaseDate,
    endOfStandardSupportDate: supportEnds,
    endOfExtendedSupportDate: supportEnds,
    endOfLifeSupportDate: supportEnds,
    channel,
  };
}

/** A runtime is named `baseVersion` or `baseVersion:tag` [docs/platform/runtime-fabric.md#targets]. */
const runtimes = [
  {
    type: 'mule',
    versions: [muleVersion('4.9.6', '6e-java17', 'EDGE'), muleVersion('4.6.18', '9-java17', 'LTS')],
  },
];

/** Whether targets have a Mule runtime, named with or without the tag of its build. */
export function hasMuleVersion(name: string): boolean {
  return runtimes.some(({ versions }) =>
    versions.some(({ baseVersion, tag }) => name === baseVersion || name === `${baseVersion}:${tag}`),
  );
}

function targetView({ clock }: Platform, space: PrivateSpace) {
  const status = stateAt(space.status, clock.now());
  return {
    id: space.id,
    isAvailableForDeployments: status === 'Active',
    name: space.name,
    version: '1.1.15',
    type: 'private-space',
    status,
    region: space.region,
    runtimes,
    nodes: [],
    enhancedSecurity: false,
  };
}
