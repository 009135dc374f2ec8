import * as z from 'zod';
import { Derived } from '../../core/derived.ts';
import type { Fail } from '../../core/errors.ts';
import type { Place } from '../../core/identity/places.ts';
import type { Kind } from '../../core/kinds.ts';
import { type Listed, listingOf, type Query } from '../../core/listing.ts';
import type { Platform } from '../../core/platform.ts';
import { clusters } from './cluster.ts';
import { armError } from './errors.ts';
import { takeId } from './ids.ts';
import type { ArmCluster, ArmServer, ArmServerGroup, ArmTarget } from './model.ts';
import { servers } from './server.ts';
import { serverGroups } from './server-group.ts';

/** The differences between servers, server groups and clusters in the code that they share. */
export interface TargetType<Target extends ArmTarget> {
  /** its name is also the collection in paths */
  kind: Kind<'servers' | 'serverGroups' | 'clusters', number, Target>;
  /** the text of a 404 [docs/platform/runtime.md#arm-in-general] */
  notFound: string;
  /** what it may be named; default: anything */
  name?: z.ZodType<string>;
  /** how ARM shows one of them */
  view: (platform: Platform, target: Target) => object;
}

/** A target with several servers; each has its id in the member named by `membership`. */
export interface MultiServerType<Target extends ArmServerGroup | ArmCluster> extends TargetType<Target> {
  membership: 'serverGroupId' | 'clusterId';
}

/** The members that all targets have. */
export type TargetBasics = Pick<
  ArmServer,
  'id' | 'organizationId' | 'environmentId' | 'name' | 'timeCreated' | 'timeUpdated'
>;

/**
 * The name of a target, the only member that can change [docs/platform/runtime.md#servers,
 * docs/platform/runtime.md#clusters].
 */
export const targetName = z.string().trim().min(1, 'must not be empty');

/**
 * The name of a cluster or server group: 3 to 40 letters, digits and hyphens, no hyphen at the ends
 * [docs/platform/runtime.md#cluster-rules, docs/platform/runtime.md#server-groups].
 */
export const multiServerName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9-]{1,38}[A-Za-z0-9]$/,
    'must be 3 to 40 letters, digits and hyphens, no hyphen at the ends',
  );

/**
 * An id in a body: a number, or a string, which the CLI sends [docs/platform/cli.md#against-the-published-documents].
 */
export const idInBody = z.union(
  [
    z.int(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ],
  'must be an integer',
);

/** The basics of a new target, with a new id. */
export function newTarget(
  { store, clock }: Platform,
  { organization, environment }: Place,
  name: string,
): TargetBasics {
  const now = clock.now();
  return {
    id: takeId(store),
    organizationId: organization.id,
    environmentId: environment.id,
    name,
    timeCreated: now,
    timeUpdated: now,
  };
}

/** The targets of an environment, oldest first; by default all of them. */
export function targetsAt<Target extends ArmTarget>(
  platform: Platform,
  kind: Kind<string, number, Target>,
  { environment }: Place,
  query?: Query<Target>,
): Listed<Target> {
  return listingOf(kind).find(platform, environment.id, query);
}

/** A target of the environment, by an id from the path or a body. @throws PlatformError 404 */
export function requireTarget<Target extends ArmTarget>(
  { store }: Platform,
  { kind, notFound }: Pick<TargetType<Target>, 'kind' | 'notFound'>,
  { environment }: Place,
  { id, fail = armError }: { id: string | number; fail?: Fail },
): Target {
  const target = store.of(kind).get(Number(id));
  if (target === undefined || target.environmentId !== environment.id) throw fail(404, notFound);
  return target;
}

/** Names are unique per environment and type. Status and text are assumptions. @throws PlatformError 409 */
export function requireFreeName<Target extends ArmTarget>(
  platform: Platform,
  kind: Kind<string, number, Target>,
  place: Place,
  { name, exceptId }: { name: string; exceptId?: number },
): void {
  for (const target of targetsAt(platform, kind, place)) {
    if (target.id !== exceptId && target.name === name) {
      throw armError(409, `A ${kind.noun} named ${name} already exists`);
    }
  }
}

/** The target with an id, of any type. */
export function targetOf({ store }: Pick<Platform, 'store'>, id: number): ArmTarget | undefined {
  return store.of(servers).get(id) ?? store.of(serverGroups).get(id) ?? store.of(clusters).get(id);
}

/** Whether an id belongs to a server, group or cluster of the environment. */
export function isTarget(platform: Platform, { environment }: Place, id: number): boolean {
  return targetOf(platform, id)?.environmentId === environment.id;
}

/** The ids of the servers of each target; a server is its own target. */
const serverIds = new Derived<ReadonlyMap<number, readonly number[]>>();

/** The servers of a target; a server is its own target. */
export function serversOfTarget(platform: Platform, targetId: number): ArmServer[] {
  const { store } = platform;
  const ids = serverIds.of(platform, '', () => {
    const byTarget = new Map<number, number[]>();
    for (const [id, { clusterId, serverGroupId }] of store.look(servers)) {
      for (const target of [id, clusterId, serverGroupId]) {
        if (target === undefined) continue;
        const known = byTarget.get(target);
        if (known === undefined) byTarget.set(target, [id]);
        else known.push(id);
      }
    }
    return byTarget;
  });
  return (ids.get(targetId) ?? []).map((id) => store.of(servers).get(id)).filter((server) => server !== undefined);
}

/** How ARM shows the basics of a target. */
export function basicsView(
  { id, timeCreated, timeUpdated, name }: TargetBasics,
  type: 'SERVER' | 'SERVER_GROUP' | 'CLUSTER',
) {
  return { id, timeCreated, timeUpdated, name, type };
}
