import type { Clock } from '../../core/clock.ts';
import type { Organization } from '../../core/identity/model.ts';
import { organizations } from '../../core/identity/organizations.ts';
import type { Platform } from '../../core/platform.ts';
import { integerFrom } from '../../core/queries.ts';
import { readBody } from '../../core/requests.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { changing, durations, stateAt } from '../../core/transitions.ts';
import { runtimeFabricError as fail } from './errors.ts';
import type { FirewallRule, PrivateSpace } from './model.ts';
import { privateSpaces, spacesForOrganization } from './private-space.ts';
import { requireJson, requireOwnSpace, requireSpace, spaceScopes } from './space-access.ts';
import { createBody, patchBody, type SpaceChange } from './space-body.ts';

const api = routesBelow('/runtimefabric/api', { fail });
const all = '/organizations/{organizationId}/privatespaces';
const one = `${all}/{privateSpaceId}` as const;
const pageQuery = {
  page: integerFrom({ fallback: 0, min: 0 }),
  size: integerFrom({ fallback: 20, min: 1, max: 2000 }),
};

/** Private spaces [docs/platform/runtime-fabric.md#private-spaces]. */
export const privateSpaceRoutes: readonly Route[] = [
  // A page, as clients read it; the examples of the document have a plain array
  // [docs/platform/disagreements.md#private-space-list].
  api.organization('GET', all, { scopes: spaceScopes.read, query: pageQuery }, (c, organization, { page, size }) => {
    const { platform } = c.var;
    const found = spacesForOrganization(platform, organization);
    const content = found.slice(page * size, (page + 1) * size).map((space) => spaceView(platform, space));
    const totalPages = Math.ceil(found.length / size);
    return c.json({
      content,
      totalElements: found.length,
      totalPages,
      number: page,
      size,
      numberOfElements: content.length,
      first: page === 0,
      last: page >= totalPages - 1,
      empty: content.length === 0,
    });
  }),

  api.organization('POST', all, spaceScopes.manage, async (c, organization) => {
    const { platform } = c.var;
    requireJson(c);
    const { region, ...body } = await readBody(c, createBody, fail);
    requireFreeName(platform, organization, body.name);
    const id = crypto.randomUUID();
    const space: PrivateSpace = {
      id,
      name: body.name,
      organizationId: organization.id,
      status: changing(platform.clock, 'Creating', 'Active', durations.privateSpaceProvisions),
      region: body.network?.region ?? region ?? 'us-east-1',
      cidrBlock: body.network?.cidrBlock ?? '10.0.0.0/16',
      inboundStaticIps: [],
      domains: [`*.${id.slice(0, 6)}.usa-e1.cloudhub.io`],
      environments: { type: 'all', businessGroups: ['all'] },
      firewallRules: defaultFirewallRules(),
      lacksNetwork: body.network === undefined,
    };
    changeSpace(platform.clock, space, body);
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
    const space = requireOwnSpace(platform, organization, c.req.param('privateSpaceId'));
    requireJson(c);
    const body = await readBody(c, patchBody, fail);
    if (body.name !== undefined && body.name !== space.name) requireFreeName(platform, organization, body.name);
    if (body.network != null) takeNetwork(space, body.network);
    changeSpace(platform.clock, space, body);
    return c.json(spaceView(platform, space));
  }),

  api.organization('DELETE', one, spaceScopes.manage, (c, organization) => {
    const { platform } = c.var;
    const space = requireOwnSpace(platform, organization, c.req.param('privateSpaceId'));
    const [dependent] = platform.store.dependents(privateSpaces, space.id);
    if (dependent !== undefined) {
      throw fail(409, `Private space ${space.name} still has ${dependent.kind.noun}s deployed to it`);
    }
    const [connection] = [...(space.connections ?? []), ...(space.transitGateways ?? [])];
    if (connection !== undefined)
      throw fail(409, `Private space ${space.name} still has connection ${connection.name}`);
    platform.store.delete(privateSpaces, space.id);
    return c.json({});
  }),
];

/** The rules of a new space that was sent without any [docs/platform/runtime-fabric.md#firewall-rules]. */
const defaultFirewallRules = (): FirewallRule[] => [
  { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 443, toPort: 443, type: 'inbound' },
  { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 80, toPort: 80, type: 'inbound' },
  { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 0, toPort: 65_535, type: 'outbound' },
  { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 443, toPort: 443, type: 'outbound' },
];

/**
 * The network of a space that has none yet, or the same again. The text about reserved blocks was seen by the community
 * provider [docs/platform/runtime-fabric.md#names-and-addresses]. @throws PlatformError 400
 */
function takeNetwork(space: PrivateSpace, network: NonNullable<SpaceChange['network']>): void {
  const { region = space.region, cidrBlock = space.cidrBlock, reservedCidrs } = network;
  if (space.lacksNetwork === true) {
    Object.assign(space, { region, cidrBlock, lacksNetwork: false });
    return;
  }
  if (region !== space.region || cidrBlock !== space.cidrBlock) {
    throw fail(400, 'network: region and cidrBlock cannot be changed');
  }
  if (reservedCidrs != null) throw fail(400, "Reserved CIDR's cannot be updated once the network is created");
}

/** Changes what was sent and keeps the rest. */
function changeSpace(
  clock: Clock,
  space: PrivateSpace,
  { name, environments, network, firewallRules, ...settings }: SpaceChange,
): void {
  space.name = name ?? space.name;
  space.environments = environments ?? space.environments;
  space.firewallRules = firewallRules ?? space.firewallRules;
  const { vpcId, reservedCidrs, internalDns } = network ?? {};
  const sent = Object.entries({ vpcId, reservedCidrs, internalDns }).filter(([, value]) => value != null);
  space.network = { ...space.network, ...Object.fromEntries(sent) };
  space.settings = { ...space.settings, ...settings };
  if (settings.enableEgress !== undefined) switchEgress(space, settings.enableEgress);
  if (settings.enableIAMRole === false) delete space.iamRoleAt;
  else if (settings.enableIAMRole === true) space.iamRoleAt ??= clock.after(durations.iamRoleCreates);
}

/** The default group is there while egress rules are enabled; the others go with it [docs/platform/runtime-fabric.md#egress]. */
function switchEgress(space: PrivateSpace, isEnabled: boolean): void {
  if (!isEnabled) space.egress = [];
  else if (!(space.egress ?? []).some(({ isDefault }) => isDefault)) {
    const group = { id: crypto.randomUUID(), name: 'Default-Egress-Rule-Group', rules: [everything], isDefault: true };
    space.egress = [group, ...(space.egress ?? [])];
  }
}

/** Any protocol to any destination. */
const everything = { cidrBlocks: ['0.0.0.0/0'], protocol: 'all', description: 'Allow any protocol to any destination' };

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
    network: {
      region: space.region,
      cidrBlock: space.cidrBlock,
      inboundStaticIps: space.inboundStaticIps,
      ...space.network,
    },
    environments: space.environments,
    firewallRules: space.firewallRules,
    managedFirewallRules: [],
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
    enableIAMRole: false,
    enableEgress: false,
    ...space.settings,
  };
}
