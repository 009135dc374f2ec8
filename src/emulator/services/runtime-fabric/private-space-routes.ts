import * as z from 'zod';
import type { Organization } from '../../core/identity/model.ts';
import { organizations } from '../../core/identity/organizations.ts';
import type { Platform } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { changing, durations, stateAt } from '../../core/transitions.ts';
import { runtimeFabricError as fail } from './errors.ts';
import type { PrivateSpace } from './model.ts';
import { privateSpaces, spacesForOrganization } from './private-space.ts';
import { requireSpace, spaceScopes } from './space-access.ts';

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

/**
 * Terraform sends `region` at the top level instead of in `network`: both are accepted
 * [docs/platform/disagreements.md#private-space-create].
 */
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

const api = routesBelow('/runtimefabric/api', { fail });
const all = '/organizations/{organizationId}/privatespaces';
const one = `${all}/{privateSpaceId}` as const;

/** Private spaces [docs/platform/runtime-fabric.md#private-spaces]. */
export const privateSpaceRoutes: readonly Route[] = [
  api.organization('GET', all, spaceScopes.read, (c, organization) => {
    const { platform } = c.var;
    return c.json(spacesForOrganization(platform, organization).map((space) => spaceView(platform, space)));
  }),

  api.organization('POST', all, spaceScopes.manage, async (c, organization) => {
    const { platform } = c.var;
    const body = await readBody(c, createBody, fail);
    requireFreeName(platform, organization, body.name);
    const id = crypto.randomUUID();
    const space: PrivateSpace = {
      id,
      name: body.name,
      organizationId: organization.id,
      status: changing(platform.clock, 'Creating', 'Active', durations.privateSpaceProvisions),
      region: body.network?.region ?? body.region ?? 'us-east-1',
      cidrBlock: body.network?.cidrBlock ?? '10.0.0.0/16',
      inboundStaticIps: [],
      domains: [`*.${id.slice(0, 6)}.usa-e1.cloudhub.io`],
      environments: body.environments ?? { type: 'all', businessGroups: ['all'] },
      firewallRules: body.firewallRules ?? [],
    };
    platform.store.of(privateSpaces).set(id, space);
    c.header('location', `${new URL(c.req.url).pathname}/${id}`);
    return c.json(spaceView(platform, space), 201);
  }),

  api.organization('GET', one, spaceScopes.read, (c, organization) => {
    const { platform } = c.var;
    return c.json(spaceView(platform, requireSpace(platform, organization, c.req.param('privateSpaceId'))));
  }),

  api.organization('PATCH', one, spaceScopes.manage, async (c, organization) => {
    const { platform } = c.var;
    const space = requireSpace(platform, organization, c.req.param('privateSpaceId'));
    const body = await readBody(c, patchBody, fail);
    if (body.name !== undefined && body.name !== space.name) requireFreeName(platform, organization, body.name);
    space.name = body.name ?? space.name;
    space.environments = body.environments ?? space.environments;
    space.firewallRules = body.firewallRules ?? space.firewallRules;
    return c.json(spaceView(platform, space));
  }),

  api.organization('DELETE', one, spaceScopes.manage, (c, organization) => {
    const { platform } = c.var;
    const space = requireSpace(platform, organization, c.req.param('privateSpaceId'));
    const [dependent] = platform.store.dependents(privateSpaces, space.id);
    if (dependent !== undefined) {
      throw fail(409, `Private space ${space.name} still has ${dependent.kind.noun}s deployed to it`);
    }
    platform.store.delete(privateSpaces, space.id);
    return c.json({});
  }),
];

function requireFreeName(platform: Platform, organization: Organization, name: string): void {
  if (spacesForOrganization(platform, organization).some((space) => space.name === name)) {
    throw fail(409, `A private space named ${name} already exists`);
  }
}

function spaceView({ store, clock }: Platform, space: PrivateSpace) {
  const status = stateAt(space.status, clock.now());
  const owner = store.of(organizations).get(space.organizationId);
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
