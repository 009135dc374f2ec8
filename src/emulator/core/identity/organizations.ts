import * as z from 'zod';
import { defineKind, defineValue, relation } from '../kinds.ts';
import { guid, name, reference, time } from '../scenario/fields.ts';
import { type LoadContext, timeOf } from '../scenario/load-context.ts';
import { guidFrom } from '../scenario/names.ts';
import { defineSection } from '../scenario/sections.ts';
import type { Client, Entitlements, Environment, Organization } from './model.ts';

/** Organizations and business groups. */
export const organizations = defineKind({
  name: 'organizations',
  noun: 'organization',
  empty: () => new Map<string, Organization>(),
});

/** Environments. */
export const environments = defineKind({
  name: 'environments',
  noun: 'environment',
  empty: () => new Map<string, Environment>(),
  deletedWith: [relation(organizations, ({ organizationId }: Environment, { id }) => organizationId === id)],
});

/** Runtime credentials, by client id. */
export const clients = defineKind({
  name: 'clients',
  noun: 'client',
  empty: () => new Map<string, Client>(),
  deletedWith: [
    relation(environments, ({ clientId }: Client, environment) => environment.clientId === clientId),
    relation(organizations, ({ organizationId }: Client, { id }) => organizationId === id),
  ],
});

/**
 * Whether `GET …/clients/{clientId}` shows the secret. What the platform does is not known
 * [docs/platform/unknown.md#secret-of-an-environment].
 */
export const revealClientSecrets = defineValue('revealClientSecrets', (): boolean => false);

/** The scenario section that says whether client secrets can be read. */
export const revealClientSecretsSection = defineSection({
  name: 'revealClientSecrets',
  schema: z
    .boolean()
    .default(false)
    .describe('Whether the client secrets of organizations and environments can be read'),
  load: (isShown, { store }) => {
    store.set(revealClientSecrets, isShown);
  },
});

const allotment = z.strictObject({ assigned: z.int().min(0), reassigned: z.int().min(0).default(0) });
const enabled = z.strictObject({ enabled: z.boolean() });

const entitlements = z
  .strictObject({
    createEnvironments: z.boolean(),
    createSubOrgs: z.boolean(),
    globalDeployment: z.boolean(),
    hybrid: enabled,
    flexGateway: enabled,
    cloudhub1: enabled,
    runtimeFabric: z.boolean(),
    highAvailability: z.strictObject({ clustering: z.boolean() }),
    managedGatewaySmall: allotment,
    managedGatewayLarge: allotment,
    vCoresProduction: allotment,
    vCoresSandbox: allotment,
    vCoresDesign: allotment,
    usageBasedPricing: z.strictObject({ muleRuntimeIntegration: enabled }),
  })
  .partial()
  .describe('Differences from the defaults: everything is enabled, and there are no managed gateways');

const defaultEntitlements: Entitlements = {
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

const organizationEntry = z.strictObject({
  name,
  id: guid,
  domain: name.optional(),
  parent: reference.optional().describe('Name or id of the parent organization, which makes this one a business group'),
  entitlements: entitlements.default({}),
  environments: z
    .array(z.strictObject({ name, type: z.enum(['production', 'sandbox', 'design']), id: guid }))
    .default([{ name: 'Sandbox', type: 'sandbox' }]),
  createdAt: time,
});

/** The scenario section for organizations, with their environments. */
export const organizationsSection = defineSection({
  name: 'organizations',
  schema: z.array(organizationEntry).default([]),
  load: (entries, at) => {
    at.each(entries, loadOrganization);
    at.each(entries, loadEnvironments);
  },
});

function loadOrganization(entry: z.output<typeof organizationEntry>, at: LoadContext): void {
  const { store } = at;
  const id = entry.id ?? guidFrom('organization', entry.name);
  at.claim(organizations, { name: entry.name, id, scope: '' });
  const parentId = entry.parent && at.at('parent').find([organizations], '', entry.parent);
  const parent = store.of(organizations).get(parentId ?? '');
  parent?.subOrganizationIds.push(id);
  const clientId = id.replaceAll('-', '');
  store.of(organizations).set(id, {
    id,
    name: entry.name,
    domain: entry.domain ?? slugOf(entry.name),
    ownerId: '',
    clientId,
    parentOrganizationIds: parent === undefined ? [] : [...parent.parentOrganizationIds, parent.id],
    subOrganizationIds: [],
    createdAt: isoTimeOf(entry.createdAt),
    entitlements: { ...structuredClone(defaultEntitlements), ...withoutUndefined(entry.entitlements) },
  });
  addClient(at, { clientId, clientSecret: `e0${clientId.slice(2)}`, name: entry.name, organizationId: id });
}

function loadEnvironments(entry: z.output<typeof organizationEntry>, at: LoadContext): void {
  const { store } = at;
  const organizationId = at.find([organizations], '', entry.name);
  at.at('environments').each(entry.environments, ({ name, type, ...rest }, place) => {
    const id = rest.id ?? guidFrom('environment', organizationId, name);
    place.claim(environments, { name, id, scope: organizationId });
    const clientId = id.replaceAll('-', '');
    store.of(environments).set(id, { id, name, organizationId, type, clientId });
    addClient(place, { clientId, clientSecret: `e1${clientId.slice(2)}`, name, organizationId });
  });
}

function addClient({ store }: LoadContext, client: Client): void {
  store.of(clients).set(client.clientId, client);
}

/** The entitlements that a scenario sets. */
function withoutUndefined(values: z.output<typeof entitlements>): Partial<Entitlements> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** A time of a scenario as the platform writes it, with milliseconds. */
export function isoTimeOf(text: string | undefined): string {
  return new Date(timeOf(text)).toISOString();
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
