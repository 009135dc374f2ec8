import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { runtimeFabricError } from '../../core/errors.ts';
import { requireOrganization, requirePlace } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { Organization, PrivateSpace, Store } from '../../core/store.ts';
import { requireToken } from '../../core/tokens.ts';
import { durations, moving, stateAt } from '../../core/transitions.ts';
import { appUniqueIdOf, isOpenToOrganization, servesEnvironment } from './availability.ts';

const fail = runtimeFabricError;

const environmentsBody = z.object({
  type: z.enum(['all', 'sandbox', 'production']),
  businessGroups: z.array(z.string()),
});

const firewallRules = z.array(
  z.object({
    cidrBlock: z.cidrv4(),
    protocol: z.string(),
    fromPort: z.int().min(0).max(65535),
    toPort: z.int().min(0).max(65535),
    type: z.enum(['inbound', 'outbound']).optional(),
  }),
);

/** [spec:ch2 PrivateSpacePost]; Terraform sends `region` at the top instead of in `network` (reference 12). */
const createBody = z.object({
  name: z.string().trim().min(1),
  region: z.string().optional(),
  network: z.object({ region: z.string().optional(), cidrBlock: z.cidrv4().optional() }).optional(),
  environments: environmentsBody.optional(),
  firewallRules: firewallRules.optional(),
});

const patchBody = z.object({
  name: z.string().trim().min(1).optional(),
  environments: environmentsBody.optional(),
  firewallRules: firewallRules.optional(),
});

/** Who may deploy somewhere, or look after servers or the network, sees the targets. */
const targetScopes = [
  'read:servers',
  'read:gateways',
  'manage:gateways',
  'read:applications',
  'create:applications',
  'read:private_spaces',
] as const;

/** Deployment targets and private spaces, `/runtimefabric/api` (reference 10). */
export function runtimeFabricRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform));

  const organizationOf = (c: Context<PlatformEnv>, scopes: Parameters<typeof requireOrganization>[3]): Organization =>
    requireOrganization(store, c.get('principal'), c.req.param('organizationId') ?? '', scopes, fail);

  app.get('/organizations/:organizationId/targets', (c) => {
    const organization = organizationOf(c, targetScopes);
    return c.json(spacesOf(store, organization).map((space) => targetView(space, clock.now())));
  });

  app.get('/organizations/:organizationId/targets/:targetId', (c) => {
    const organization = organizationOf(c, targetScopes);
    const space = requireSpace(store, organization, c.req.param('targetId'), 'Target not found');
    const environments = [...store.environments.values()]
      .filter((environment) => environment.organizationId === organization.id)
      .filter((environment) => servesEnvironment(space, organization, environment))
      .map(({ id }) => id);
    return c.json({ ...targetView(space, clock.now()), vendor: 'aws', environments, egressRuleGroups: [] });
  });

  app.get('/organizations/:organizationId/targets/:targetId/environments/:environmentId/domains', (c) => {
    const { organizationId, targetId, environmentId } = c.req.param();
    const principal = c.get('principal');
    const place = requirePlace(store, principal, organizationId, environmentId, targetScopes, fail);
    const space = requireSpace(store, place.organization, targetId, 'Target not found');
    if (!servesEnvironment(space, place.organization, place.environment)) throw fail(404, 'Target not found');
    // Without the flag only the domains, as a plain array (reference 4.4, not confirmed there).
    if (c.req.query('sendAppUniqueId') !== 'true') return c.json(space.domains);
    return c.json({ domains: space.domains, appUniqueId: appUniqueIdOf(place.environment) });
  });

  const readSpaces = ['read:private_spaces', 'manage:private_spaces'] as const;

  app.get('/organizations/:organizationId/privatespaces', (c) => {
    const organization = organizationOf(c, readSpaces);
    return c.json(spacesOf(store, organization).map((space) => spaceView(store, space, clock.now())));
  });

  app.post('/organizations/:organizationId/privatespaces', async (c) => {
    const organization = organizationOf(c, ['manage:private_spaces']);
    const body = await readBody(c, createBody, fail);
    requireFreeSpaceName(store, organization, body.name);
    const id = crypto.randomUUID();
    const space: PrivateSpace = {
      id,
      name: body.name,
      organizationId: organization.id,
      status: moving(clock, 'Creating', 'Active', durations.privateSpaceProvisions),
      region: body.network?.region ?? body.region ?? 'us-east-1',
      cidrBlock: body.network?.cidrBlock ?? '10.0.0.0/16',
      inboundStaticIps: [],
      domains: [`*.${id.slice(0, 6)}.usa-e1.cloudhub.io`],
      environments: body.environments ?? { type: 'all', businessGroups: ['all'] },
      firewallRules: body.firewallRules ?? [],
    };
    store.privateSpaces.set(id, space);
    c.header('location', `${new URL(c.req.url).pathname}/${id}`);
    return c.json(spaceView(store, space, clock.now()), 201);
  });

  app.get('/organizations/:organizationId/privatespaces/:privateSpaceId', (c) => {
    const organization = organizationOf(c, readSpaces);
    return c.json(spaceView(store, requireSpace(store, organization, c.req.param('privateSpaceId')), clock.now()));
  });

  app.patch('/organizations/:organizationId/privatespaces/:privateSpaceId', async (c) => {
    const organization = organizationOf(c, ['manage:private_spaces']);
    const space = requireSpace(store, organization, c.req.param('privateSpaceId'));
    const body = await readBody(c, patchBody, fail);
    if (body.name !== undefined && body.name !== space.name) requireFreeSpaceName(store, organization, body.name);
    space.name = body.name ?? space.name;
    space.environments = body.environments ?? space.environments;
    space.firewallRules = body.firewallRules ?? space.firewallRules;
    return c.json(spaceView(store, space, clock.now()));
  });

  app.delete('/organizations/:organizationId/privatespaces/:privateSpaceId', (c) => {
    const organization = organizationOf(c, ['manage:private_spaces']);
    const space = requireSpace(store, organization, c.req.param('privateSpaceId'));
    for (const { targetId } of store.managedGateways.values()) {
      if (targetId === space.id) throw fail(409, `Private space ${space.name} still has gateways deployed to it`);
    }
    store.privateSpaces.delete(space.id);
    return c.json({});
  });

  return app;
}

/** `GET …/providers/MC/targets` under `/amc/atlas/api/v1`: the same targets as a bare array, for `rtf list` (CLI reference 3). */
export function atlasTargetRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform));
  app.get('/organizations/:organizationId/providers/MC/targets', (c) => {
    const { organizationId } = c.req.param();
    const organization = requireOrganization(store, c.get('principal'), organizationId, targetScopes, fail);
    return c.json(
      spacesOf(store, organization).map((space) => ({ ...targetView(space, clock.now()), provider: 'MC' })),
    );
  });
  return app;
}

function spacesOf(store: Store, organization: Organization): PrivateSpace[] {
  return [...store.privateSpaces.values()].filter((space) => isOpenToOrganization(space, organization));
}

function requireSpace(
  store: Store,
  organization: Organization,
  id: string,
  text = 'Private space not found',
): PrivateSpace {
  const space = store.privateSpaces.get(id);
  if (space === undefined || !isOpenToOrganization(space, organization)) throw fail(404, text);
  return space;
}

function requireFreeSpaceName(store: Store, organization: Organization, name: string): void {
  if (spacesOf(store, organization).some((space) => space.name === name)) {
    throw fail(409, `A private space named ${name} already exists`);
  }
}

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

/** A runtime is named `baseVersion` or `baseVersion:tag` (reference 10). */
const runtimes = [
  {
    type: 'mule',
    versions: [muleVersion('4.9.6', '6e-java17', 'EDGE'), muleVersion('4.6.18', '9-java17', 'LTS')],
  },
];

function targetView(space: PrivateSpace, now: number) {
  const status = stateAt(space.status, now);
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

function spaceView(store: Store, space: PrivateSpace, now: number) {
  const status = stateAt(space.status, now);
  const owner = store.organizations.get(space.organizationId);
  return {
    id: space.id,
    name: space.name,
    organizationId: space.organizationId,
    rootOrganizationId: owner?.parentOrganizationIds[0] ?? space.organizationId,
    status,
    network: { region: space.region, cidrBlock: space.cidrBlock, inboundStaticIps: space.inboundStaticIps },
    environments: space.environments,
    firewallRules: space.firewallRules,
    provisioning: {
      status: status === 'Active' ? 'Success' : 'Pending',
      message: status === 'Active' ? '' : 'The network of the private space is being created',
    },
    logForwarding: { anypointMonitoring: true },
    ingressConfiguration: {
      readResponseTimeout: 300,
      logs: { portLogLevel: 'ERROR', filters: [] },
      protocol: 'https-redirect',
    },
  };
}
