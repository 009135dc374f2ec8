import * as z from 'zod';
import type { Environment, Organization } from '../../core/identity/model.ts';
import { organizations } from '../../core/identity/organizations.ts';
import { organizationIn, organizationOf } from '../../core/identity/scenario-places.ts';
import { defineKind } from '../../core/kinds.ts';
import type { Platform } from '../../core/platform.ts';
import { guid, name, organization, reference } from '../../core/scenario/fields.ts';
import type { LoadContext } from '../../core/scenario/load-context.ts';
import { guidFrom, hexFrom } from '../../core/scenario/names.ts';
import { defineList } from '../../core/scenario/sections.ts';
import { settled } from '../../core/transitions.ts';
import type { PrivateSpace } from './model.ts';

/** Private spaces. */
export const privateSpaces = defineKind({
  name: 'privateSpaces',
  noun: 'private space',
  empty: () => new Map<string, PrivateSpace>(),
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
    });
  },
});

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
  const related =
    space.organizationId === organization.id || organization.parentOrganizationIds.includes(space.organizationId);
  return related && (businessGroups.includes('all') || businessGroups.includes(organization.id));
}

/**
 * Whether a private space serves an environment: its organization may use it, and its type matches
 * [docs/platform/runtime-fabric.md#private-spaces].
 */
export function servesEnvironment(space: PrivateSpace, organization: Organization, environment: Environment): boolean {
  const { type } = space.environments;
  const kind = environment.type === 'production' ? 'production' : 'sandbox';
  return isOpenToOrganization(space, organization) && (type === 'all' || type === kind);
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
