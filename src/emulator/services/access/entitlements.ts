import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Entitlements, Organization } from '../../core/identity/model.ts';
import { entitlementsView } from './entitlements-view.ts';
import { accessManagementError as fail } from './errors.ts';

/** What is assigned to a business group is taken from its parent. */
const amounts = [
  'vCoresProduction',
  'vCoresSandbox',
  'vCoresDesign',
  'managedGatewaySmall',
  'managedGatewayLarge',
] as const satisfies readonly (keyof Entitlements)[];

/** What a group has if its parent has it, and only where it is asked for. */
const switches = [
  'createEnvironments',
  'createSubOrgs',
  'globalDeployment',
  'runtimeFabric',
] as const satisfies readonly (keyof Entitlements)[];
const products = ['hybrid', 'flexGateway'] as const satisfies readonly (keyof Entitlements)[];

/** `reassigned` is counted by the platform; clients send back what they have read. */
const allotment = z.strictObject({ assigned: z.number().min(0), reassigned: z.number().min(0).optional() }).optional();
const enabled = z.looseObject({ enabled: z.boolean() }).optional();

/**
 * Entitlements of products that are not here are kept as they are sent, because Terraform sends all of them
 * [docs/platform/access.md#organizations].
 */
export const entitlementsBody = z.looseObject({
  createEnvironments: z.boolean().optional(),
  createSubOrgs: z.boolean().optional(),
  globalDeployment: z.boolean().optional(),
  runtimeFabric: z.boolean().optional(),
  hybrid: enabled,
  flexGateway: enabled,
  cloudhub1: enabled,
  highAvailability: z.looseObject({ clustering: z.boolean() }).optional(),
  usageBasedPricing: z.looseObject({ muleRuntimeIntegration: z.looseObject({ enabled: z.boolean() }) }).optional(),
  vCoresProduction: allotment,
  vCoresSandbox: allotment,
  vCoresDesign: allotment,
  managedGatewaySmall: allotment,
  managedGatewayLarge: allotment,
});

type Wanted = z.output<typeof entitlementsBody>;

/** The entitlements of a new group: nothing that it has to be given, and else what its parent has. */
export function withoutGifts({ entitlements }: Organization): Entitlements {
  const nothing = () => ({ assigned: 0, reassigned: 0 });
  return {
    ...structuredClone(entitlements),
    createEnvironments: false,
    createSubOrgs: false,
    globalDeployment: false,
    runtimeFabric: false,
    hybrid: { enabled: false },
    flexGateway: { enabled: false },
    vCoresProduction: nothing(),
    vCoresSandbox: nothing(),
    vCoresDesign: nothing(),
    managedGatewaySmall: nothing(),
    managedGatewayLarge: nothing(),
  };
}

/**
 * Gives a group what is wanted, and leaves the rest. Amounts move between it and its parent. @throws PlatformError 400
 * when the parent does not have it, or the group has given it to others
 */
export function reassign(parent: Organization, now: Entitlements, wanted: Wanted): Entitlements {
  for (const name of amounts) checkAmount(name, { parent: parent.entitlements, now, wanted });
  for (const name of switches) {
    if (wanted[name] === true && !parent.entitlements[name]) throw notEntitled(name);
  }
  for (const name of products) {
    if (wanted[name]?.enabled === true && !parent.entitlements[name].enabled) throw notEntitled(name);
  }
  const given: Entitlements = { ...now, ...present(wanted) };
  for (const name of amounts) {
    const { assigned = now[name].assigned } = wanted[name] ?? {};
    parent.entitlements[name].reassigned += assigned - now[name].assigned;
    given[name] = { assigned, reassigned: now[name].reassigned };
  }
  return given;
}

function checkAmount(
  name: (typeof amounts)[number],
  { parent, now, wanted }: { parent: Entitlements; now: Entitlements; wanted: Wanted },
): void {
  const { assigned } = wanted[name] ?? {};
  if (assigned === undefined) return;
  const left = parent[name].assigned - parent[name].reassigned;
  if (assigned - now[name].assigned > left) {
    throw fail(400, `${name}: the parent organization has only ${left} left`);
  }
  if (assigned < now[name].reassigned) {
    throw fail(400, `${name}: ${now[name].reassigned} of it is reassigned to business groups below`);
  }
}

/** What was sent, without amounts, which are counted. */
function present(wanted: Wanted): Partial<Entitlements> {
  const counted: readonly string[] = amounts;
  // Members that the schema does not know are kept beside the others.
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => value !== undefined && !counted.includes(name)),
  );
}

function notEntitled(name: string) {
  return fail(400, `${name}: the parent organization is not entitled`);
}

/**
 * A root organization has what its subscription says: the same may be sent back. @throws PlatformError 400 for anything
 * else [docs/platform/access.md#organizations]
 */
export function requireSameEntitlements(organization: Organization, wanted: Wanted): void {
  const entitlements = entitlementsView(organization);
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined || isIn(Reflect.get(entitlements, name), value)) continue;
    throw fail(400, `${name}: entitlements of a root organization come from its subscription`);
  }
}

/** Whether all that is sent is there. */
function isIn(known: unknown, sent: unknown): boolean {
  if (typeof known !== 'object' || known === null || typeof sent !== 'object' || sent === null) {
    return isDeepStrictEqual(known, sent);
  }
  return Object.entries(sent).every(([name, value]) => isIn(Reflect.get(known, name), value));
}

/** Gives the amounts of a group that ends back to its parent. */
export function giveBack(parent: Organization, { entitlements }: Organization): void {
  for (const name of amounts) {
    const amount = parent.entitlements[name];
    amount.reassigned = Math.max(0, amount.reassigned - entitlements[name].assigned);
  }
}
