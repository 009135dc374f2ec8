import * as z from 'zod';
import type { Environment, Organization } from '../../core/identity/model.ts';
import { environments, organizations } from '../../core/identity/organizations.ts';
import { organizationIn, organizationOf } from '../../core/identity/scenario-places.ts';
import { defineKind, relation } from '../../core/kinds.ts';
import type { Platform } from '../../core/platform.ts';
import { guid, name, organization, reference, time } from '../../core/scenario/fields.ts';
import { type LoadContext, timeOf } from '../../core/scenario/load-context.ts';
import { guidFrom, hexFrom } from '../../core/scenario/names.ts';
import { defineList } from '../../core/scenario/sections.ts';
import { settled } from '../../core/transitions.ts';
import type { PrivateSpace } from './model.ts';
import { defaultCiphers, keyStoreOf, parsedCertificate } from './private-spaces/certificate.ts';

/** The rule group that allows any protocol to any destination [docs/platform/runtime-fabric.md#egress]. */
export const defaultEgressGroup = {
  name: 'Default-Egress-Rule-Group',
  rules: [{ cidrBlocks: ['0.0.0.0/0'], protocol: 'all', description: 'Allow any protocol to any destination' }],
  isDefault: true,
};

/** Private spaces. */
export const privateSpaces = defineKind({
  name: 'privateSpaces',
  noun: 'private space',
  empty: () => new Map<string, PrivateSpace>(),
  deletedWith: [relation(organizations, ({ organizationId }: PrivateSpace, { id }) => organizationId === id)],
});

const firewallRule = z.strictObject({
  cidrBlock: z.cidrv4(),
  protocol: name,
  fromPort: z.int().min(0).max(65535),
  toPort: z.int().min(0).max(65535),
  type: z.enum(['inbound', 'outbound']).optional(),
});

/** The scenario section for private spaces. */
export const privateSpacesSection = defineList({
  name: 'privateSpaces',
  entry: z.strictObject({
    name,
    id: guid,
    organization,
    status: name.default('Active'),
    region: name.default('us-east-1'),
    cidrBlock: z.cidrv4().default('10.0.0.0/16'),
    inboundStaticIps: z.array(z.ipv4()).default([]),
    domains: z.array(name).optional().describe('Wildcard domains of its ingress, such as *.q7x2ld.usa-e2.cloudhub.io'),
    environments: z
      .strictObject({ type: z.enum(['all', 'production', 'sandbox']), businessGroups: z.array(reference) })
      .default({ type: 'all', businessGroups: ['all'] }),
    firewallRules: z.array(firewallRule).default([]),
    associations: z
      .array(
        z.strictObject({
          organization: reference.default('all').describe('Name or id; default: all that may use the space'),
          environment: reference.default('all').describe('Name or id, or all, production or sandbox'),
        }),
      )
      .default([]),
    tlsContexts: z.array(z.strictObject({ name, certificate: name.describe('In PEM') })).default([]),
    connections: z
      .array(
        z.strictObject({
          name,
          vpns: z
            .array(
              z.strictObject({
                name,
                remoteIpAddress: z.ipv4(),
                staticRoutes: z.array(z.cidrv4()).default([]),
                status: name.default('available'),
              }),
            )
            .min(1),
        }),
      )
      .default([]),
    transitGateways: z
      .array(
        z.strictObject({
          name,
          resourceShareId: name,
          resourceShareAccount: name,
          routes: z.array(z.cidrv4()).default([]),
          attached: z.boolean().default(true).describe('false: its attachment waits to be accepted'),
        }),
      )
      .default([]),
    internetRoutes: z
      .array(z.cidrv4())
      .optional()
      .describe('Networks that are reached through the internet gateway; default: all'),
    egress: z
      .array(
        z.strictObject({
          name,
          domains: z.array(name).default([]),
          protocol: name.default('tcp'),
          port: z.int().min(1).max(65535).default(443),
        }),
      )
      .optional()
      .describe('Egress rule groups beside the default one, each with one rule; default: egress rules are not enabled'),
    collectsLogs: z.boolean().default(true).describe('false: applications that are deployed to it have no logs'),
    upgradeAt: time.describe('When its scheduled upgrade starts; default: none is scheduled'),
  }),
  load: (entry, at) => {
    const organizationId = organizationIn(at, entry.organization);
    const id = entry.id ?? guidFrom('private space', organizationId, entry.name);
    at.claim(privateSpaces, { name: entry.name, id, scope: '' });
    const { type, businessGroups } = entry.environments;
    const groups = businessGroups.map((group, index) =>
      group === 'all' ? group : at.at('environments').at('businessGroups', index).find([organizations], '', group),
    );
    at.store.of(privateSpaces).set(id, {
      id,
      name: entry.name,
      organizationId,
      status: settled(entry.status),
      region: entry.region,
      cidrBlock: entry.cidrBlock,
      inboundStaticIps: entry.inboundStaticIps,
      domains: entry.domains ?? [`*.${hexFrom('domain', id).slice(0, 6)}.usa-e1.cloudhub.io`],
      environments: { type, businessGroups: groups },
      firewallRules: entry.firewallRules,
      associations: entry.associations.map((one, index) => ({
        id: guidFrom('association', id, String(index)),
        ...associatedIn(at.at('associations', index), one),
      })),
      tlsContexts: entry.tlsContexts.map(({ name: contextName, certificate }, index) => ({
        id: guidFrom('TLS context', id, contextName),
        ...tlsContextIn(at.at('tlsContexts', index), contextName, certificate),
      })),
      connections: entry.connections.map((connection) => ({
        id: guidFrom('connection', id, connection.name),
        name: connection.name,
        vpns: connection.vpns.map((vpn) => vpnIn(guidFrom('VPN', id, connection.name, vpn.name), vpn)),
      })),
      transitGateways: entry.transitGateways.map(({ attached, ...gateway }) => ({
        id: guidFrom('transit gateway', id, gateway.name),
        ...gateway,
        isAttached: settled(attached),
      })),
      ...(entry.internetRoutes === undefined
        ? {}
        : { internetRoutes: Object.fromEntries(entry.internetRoutes.map((network) => [network, settled('active')])) }),
      ...(entry.egress === undefined ? {} : { egress: egressIn(id, entry.egress) }),
      settings: {
        ...(entry.egress === undefined ? {} : { enableEgress: true }),
        ...(entry.collectsLogs ? {} : { logForwarding: { anypointMonitoring: false } }),
      },
      ...(entry.upgradeAt === undefined ? {} : { upgradeAt: timeOf(entry.upgradeAt) }),
    });
  },
});

function associatedIn(at: LoadContext, entry: { organization: string; environment: string }) {
  const isGroup = /^(all|production|sandbox)$/.test(entry.environment);
  if (entry.organization === 'all') {
    if (isGroup) return { organizationId: 'all', environmentId: entry.environment };
    throw at.problem('an environment needs its organization');
  }
  const organizationId = at.at('organization').find([organizations], '', entry.organization);
  const environmentId = isGroup
    ? entry.environment
    : at.at('environment').find([environments], organizationId, entry.environment);
  return { organizationId: String(organizationId), environmentId: String(environmentId) };
}

/** The rule groups of a scenario, after the default one that is there while egress rules are enabled. */
function egressIn(
  spaceId: string,
  entries: readonly { name: string; domains: string[]; protocol: string; port: number }[],
) {
  return [
    { ...defaultEgressGroup, id: guidFrom('egress', spaceId, defaultEgressGroup.name) },
    ...entries.map(({ name: groupName, domains, protocol, port }) => ({
      id: guidFrom('egress', spaceId, groupName),
      name: groupName,
      rules: [{ domains, protocol, fromPort: port, toPort: port }],
      isDefault: false,
    })),
  ];
}

function vpnIn(
  vpnId: string,
  entry: { name: string; remoteIpAddress: string; staticRoutes: string[]; status: string },
) {
  const { status, ...settings } = entry;
  const own = { id: `vpn-${vpnId.replaceAll('-', '').slice(0, 17)}`, vpnId, localAsn: 64_512, vpnTunnels: [] };
  return { ...own, ...settings, connectionStatus: settled(status) };
}

function tlsContextIn(at: LoadContext, contextName: string, certificate: string) {
  try {
    return { name: contextName, keyStore: keyStoreOf(parsedCertificate(certificate)), ciphers: defaultCiphers };
  } catch {
    throw at.at('certificate').problem('must be a certificate in PEM');
  }
}

/**
 * The private space that `target` of a scenario entry names, else the first one that its organization may use. @throws
 * ScenarioProblem
 */
export function spaceIn(at: LoadContext, organizationId: string, target: string | undefined): PrivateSpace {
  const place = at.at('target');
  const organization = organizationOf(at, organizationId);
  const open = [...at.store.of(privateSpaces).values()].filter((space) => isOpenToOrganization(space, organization));
  const id = target === undefined ? undefined : place.find([privateSpaces], '', target);
  const space = open.find((one) => id === undefined || one.id === id);
  if (space !== undefined) return space;
  const usable = open.length === 0 ? 'no private space' : open.map((one) => one.name).join(', ');
  throw place.problem(`organization ${organization.name} may use ${usable}`);
}

/**
 * Whether an organization may use a private space: it owns it, or the owner is a parent that shares it
 * [docs/platform/runtime-fabric.md#private-spaces].
 */
export function isOpenToOrganization(space: PrivateSpace, organization: Organization): boolean {
  const { businessGroups } = space.environments;
  if (!isRelated(space, organization)) return false;
  if (businessGroups.includes('all') || businessGroups.includes(organization.id)) return true;
  return (space.associations ?? []).some(({ organizationId }) => isOneOf(organizationId, 'all', organization.id));
}

/** Whether an organization owns a space or is below the one that does. */
export function isRelated(space: PrivateSpace, organization: Organization): boolean {
  return space.organizationId === organization.id || organization.parentOrganizationIds.includes(space.organizationId);
}

/**
 * Whether a private space serves an environment: its organization may use it, and its type matches, or an association
 * names it [docs/platform/runtime-fabric.md#private-spaces, docs/platform/runtime-fabric.md#associations].
 */
export function servesEnvironment(space: PrivateSpace, organization: Organization, environment: Environment): boolean {
  const { type, businessGroups } = space.environments;
  const kind = environment.type === 'production' ? 'production' : 'sandbox';
  if (!isRelated(space, organization)) return false;
  if ((businessGroups.includes('all') || businessGroups.includes(organization.id)) && isOneOf(type, 'all', kind)) {
    return true;
  }
  return (space.associations ?? []).some(
    ({ organizationId, environmentId }) =>
      isOneOf(organizationId, 'all', organization.id) && isOneOf(environmentId, 'all', kind, environment.id),
  );
}

function isOneOf(value: string, ...allowed: readonly string[]): boolean {
  return allowed.includes(value);
}

/** The private spaces that an organization may use. */
export function spacesForOrganization({ store }: Platform, organization: Organization): PrivateSpace[] {
  return [...store.of(privateSpaces).values()].filter((space) => isOpenToOrganization(space, organization));
}

/** The private spaces in which applications and gateways of an environment can run. */
export function spacesForEnvironment(
  { store }: Platform,
  { organization, environment }: { organization: Organization; environment: Environment },
): PrivateSpace[] {
  return [...store.of(privateSpaces).values()].filter((space) => servesEnvironment(space, organization, environment));
}
