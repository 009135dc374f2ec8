import { appUniqueIdOf } from '../../core/data-plane/hosts.ts';
import type { Organization } from '../../core/identity/model.ts';
import { environments } from '../../core/identity/organizations.ts';
import type { Platform } from '../../core/platform.ts';
import { flag, text } from '../../core/queries.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { runtimeFabricError as fail } from './errors.ts';
import { runtimesOfTargets } from './mule-runtimes.ts';
import { spaceScopes } from './space-access.ts';
import { type DeploymentTarget, targetsForOrganization } from './targets.ts';

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
    return c.json(targetsForOrganization(platform, organization).map(targetView));
  }),

  api.organization('GET', one, spaceScopes.targets, (c, organization) => {
    const { platform } = c.var;
    const target = requireTarget(platform, organization, c.req.param('targetId'));
    const served: string[] = [];
    for (const [id, environment] of platform.store.look(environments)) {
      if (environment.organizationId === organization.id && target.serves(environment)) served.push(id);
    }
    return c.json({ ...targetView(target), vendor: 'aws', environments: served, egressRuleGroups: target.egress });
  }),

  api.environment('GET', `${one}/environments/{environmentId}/domains`, domains, (c, place, { sendAppUniqueId }) => {
    const { organization, environment } = place;
    const target = requireTarget(c.var.platform, organization, c.req.param('targetId'));
    if (!target.serves(environment)) throw fail(404, notFound);
    // A recorded answer has no more than this for a shared space [docs/platform/runtime-fabric.md#shared-spaces].
    if (target.type === 'shared-space') return c.json({ domains: target.domains });
    // What the platform answers without the flag is not known; here it is the plain array of domains
    // [docs/platform/unknown.md#domains-without-the-flag].
    if (sendAppUniqueId !== true) return c.json(target.domains);
    return c.json({ domains: target.domains, appUniqueId: appUniqueIdOf(environment.id) });
  }),

  // The same targets, for `rtf list` of the CLI [docs/platform/cli.md#gateways-and-targets].
  atlas.organization(
    'GET',
    '/organizations/{organizationId}/providers/MC/targets',
    { scopes: spaceScopes.targets, query: { environmentId: text } },
    (c, organization, { environmentId }) => {
      const { platform } = c.var;
      const environment = platform.store.of(environments).get(environmentId ?? '');
      const targets = targetsForOrganization(platform, organization).filter(
        ({ serves }) => environment === undefined || serves(environment),
      );
      return c.json(targets.map((target) => ({ ...targetView(target), provider: 'MC' })));
    },
  ),
];

function requireTarget(platform: Platform, organization: Organization, id: string): DeploymentTarget {
  const wanted = id.toLowerCase();
  const target = targetsForOrganization(platform, organization).find((one) => one.id === wanted);
  if (target === undefined) throw fail(404, notFound);
  return target;
}

function targetView({ id, name, type, region, status }: DeploymentTarget) {
  return {
    id,
    isAvailableForDeployments: status === 'Active',
    name,
    version: '1.1.15',
    type,
    status,
    region,
    runtimes: runtimesOfTargets,
    nodes: [],
    enhancedSecurity: false,
  };
}
