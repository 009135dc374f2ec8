import type { Call } from '../../../core/call.ts';
import type { Organization } from '../../../core/identity/model.ts';
import { environments, organizations } from '../../../core/identity/organizations.ts';
import { users } from '../../../core/identity/people.ts';
import { canSeeOrganization, hasScope, type Scope } from '../../../core/identity/permissions.ts';
import { type Place, requireOrganization } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import { openRoutesBelow, type Route } from '../../../core/routes.ts';
import { hexFrom } from '../../../core/scenario/names.ts';
import { creatorOf, subscriptionView } from '../../access/index.ts';
import { applicationScopes } from '../scopes.ts';
import { accountIdOf } from './account.ts';
import { cloudHub } from './api.ts';
import { cloudHubApplications, stateOf } from './application.ts';
import { isWorkerType, workerTypes } from './catalog.ts';
import { cloudHubError as fail } from './errors.ts';

const { read } = applicationScopes;

/**
 * The organization and the account as CloudHub 1.0 knows them [docs/platform/applications.md#account-and-organization].
 * The document asks for the role of an administrator; scripts read them with the scopes of applications.
 */
export const organizationRoutes: readonly Route[] = [
  openRoutesBelow('/cloudhub/api').open('GET', '/ping', (c) => c.text('pong')),

  cloudHub.environment('GET', '/account', read, (c, place) => {
    const user = c.var.principal.user ?? creatorOf(c);
    return c.json({
      id: accountIdOf(user),
      username: user.username,
      firstName: user.firstName,
      lastName: user.lastName,
      email: user.email,
      organizationName: place.organization.name,
      defaultEnvironment: place.environment.id,
      acceptedTermsOfService: true,
      created: user.createdAt,
      updated: user.updatedAt ?? user.createdAt,
      enabled: user.enabled,
      organization: organizationView(c.var.platform, place.organization),
      environments: environmentsOf(c, place.organization),
      activeEnvironment: place.environment.id,
    });
  }),

  cloudHub.environment('GET', '/organization', read, (c, { organization }) =>
    c.json(organizationView(c.var.platform, organization)),
  ),
  cloudHub.environment('GET', '/organization/plan', read, (c, { organization }) => c.json(planOf(organization))),
  cloudHub.environment('GET', '/organization/usage', read, (c, { organization }) =>
    c.json(usageView(c.var.platform, organization)),
  ),
  cloudHub.environment('GET', '/organization/{id}', read, (c) =>
    c.json(organizationView(c.var.platform, requireVisible(c, c.req.param('id')))),
  ),

  cloudHub.checkedByHandler('GET', '/organizations/{id}/usage', { level: 'organization', scopes: read }, (c) => {
    const { id } = requireOrganization(c, c.req.param('id'), read, fail);
    const { platform } = c.var;
    return c.json({
      productionVCoresConsumed: usage(platform, id, true).vCores,
      sandboxVCoresConsumed: usage(platform, id, false).vCores,
      staticIpsConsumed: 0,
    });
  }),

  cloudHub.environment('GET', '/users/current/permissions', read, (c, place) => c.json(permissionsOf(c, place))),
];

/** An organization by either of its ids. @throws PlatformError 404 */
function requireVisible(c: Call, id: string): Organization {
  const { store } = c.var.platform;
  const organization = [...store.of(organizations).values()].find((one) => one.id === id || cloudHubId(one) === id);
  if (organization === undefined || !canSeeOrganization(c.var.principal, organization)) {
    throw fail(404, `Organization ${id} was not found`);
  }
  return organization;
}

/** The environments of an organization that the caller sees applications in. */
function environmentsOf(c: Call, organization: Organization) {
  return [...c.var.platform.store.of(environments).values()]
    .filter(({ organizationId }) => organizationId === organization.id)
    .filter((environment) => read.some((scope) => hasScope(c.var.principal, scope, organization, environment)))
    .map(({ id, name, type }) => {
      const isProduction = type === 'production';
      return { id, csOrgId: organization.id, name, isProduction, production: isProduction };
    });
}

/** CloudHub 1.0 has ids of its own; `csId` is that of Access Management. */
function cloudHubId({ id }: Pick<Organization, 'id'>): string {
  return hexFrom('organization', id).slice(0, 24);
}

function planOf({ entitlements }: Organization) {
  const { vCoresProduction, vCoresSandbox } = entitlements;
  return {
    subscriptionLevel: subscriptionView.type,
    maxProductionWorkers: vCoresProduction.assigned - vCoresProduction.reassigned,
    maxSandboxWorkers: vCoresSandbox.assigned - vCoresSandbox.reassigned,
    workerTypes: Object.entries(workerTypes).map(([name, { weight, memory }]) => ({
      name,
      workerVal: weight,
      weight,
      cpu: `${weight} ${weight === 1 ? 'vCore' : 'vCores'}`,
      memory,
    })),
    roleBasedAccess: true,
    // Applications cannot be given them here: see their body.
    secureDataGateway: false,
    directVpn: false,
  };
}

function organizationView(platform: Platform, organization: Organization) {
  const { store } = platform;
  const { id, name, ownerId, createdAt, entitlements } = organization;
  return {
    id: cloudHubId(organization),
    csId: id,
    name,
    adminUserId: accountIdOf({ id: ownerId }),
    adminUsername: store.of(users).get(ownerId)?.username ?? null,
    created: createdAt,
    updated: createdAt,
    enabled: true,
    expiration: { date: subscriptionView.expiration },
    globalDeployment: { enabled: entitlements.globalDeployment },
    multitenancy: { enabled: false, maxTenants: 0 },
    plan: planOf(organization),
    downloadApplicationsEnabled: true,
    // Queues are not encrypted: applications say the same.
    persistentQueuesEncryptionEnabled: false,
    usage: usageView(platform, organization),
  };
}

function usageView(platform: Platform, { id }: Organization) {
  const production = usage(platform, id, true);
  const sandbox = usage(platform, id, false);
  return {
    sandboxes: sandbox.environments,
    productions: production.environments,
    standardConnectors: 0,
    premiumConnectors: 0,
    productionApplications: production.applications,
    sandboxApplications: sandbox.applications,
    productionTenants: 0,
    sandboxTenants: 0,
    productionWorkers: production.vCores,
    sandboxWorkers: sandbox.vCores,
  };
}

/** What the environments of one type of an organization use. */
function usage({ store, clock }: Platform, organizationId: string, isProduction: boolean) {
  const now = clock.now();
  const own = new Set(
    [...store.look(environments)].flatMap(([id, environment]) =>
      environment.organizationId === organizationId && (environment.type === 'production') === isProduction ? [id] : [],
    ),
  );
  const used = { environments: own.size, applications: 0, vCores: 0 };
  for (const [, app] of store.look(cloudHubApplications)) {
    if (!own.has(app.environmentId)) continue;
    used.applications += 1;
    const { amount, type } = app.workers;
    if (stateOf(app, now).process !== null && isWorkerType(type)) used.vCores += amount * workerTypes[type].weight;
  }
  return { ...used, vCores: Math.round(used.vCores * 10) / 10 };
}

/** What the caller may do in an environment. Subjects that are not emulated follow the settings of applications. */
function permissionsOf(c: Call, { organization, environment }: Place) {
  const may = (...scopes: Scope[]): boolean =>
    scopes.some((scope) => hasScope(c.var.principal, scope, organization, environment));
  const [reads, creates, deletes, manages] = [
    may(...applicationScopes.read),
    may('create:applications'),
    may('delete:applications'),
    may('manage:settings'),
  ];
  const [readsAlerts, managesAlerts] = [
    may('read:application_alerts', 'manage:application_alerts'),
    may('manage:application_alerts'),
  ];
  const [readsEnvironments, managesEnvironments] = [may('view:environment'), may('manage:environments')];
  const administers = may('edit:organization');
  return {
    organization: {
      settings: { update: false, read: reads },
      permissions: { assign: administers, read: administers || may('view:organization') },
      environments: {
        update: managesEnvironments,
        delete: managesEnvironments,
        read: readsEnvironments,
        create: managesEnvironments,
      },
    },
    environment: { applications: { delete: deletes, create: creates } },
    applications: {
      files: { download: reads },
      schedules: { update: manages, read: reads, run: manages },
      notifications: { update: reads, read: reads, create: manages },
      logs: { read: reads, download: reads },
      alerts: { update: managesAlerts, delete: managesAlerts, read: readsAlerts, create: managesAlerts },
      settings: { update: manages, read: reads },
      dashboard: { read: reads },
    },
  };
}
