import * as z from 'zod';
import { armError, type Fail } from '../../core/errors.ts';
import type { Place } from '../../core/places.ts';
import { type ArmCluster, type ArmServer, type ArmServerGroup, type Store, takeId } from '../../core/store.ts';

/** What applications can be deployed to: ids are of one range over all three, so that one names one thing (reference 3.5). */
export type ArmTarget = ArmServer | ArmServerGroup | ArmCluster;

/** How ARM names the kinds in answers [spec:arm]. */
export type TargetType = 'SERVER' | 'SERVER_GROUP' | 'CLUSTER';

/** What sets servers, server groups and clusters apart where they are read, named and deleted alike. */
export interface TargetKind<Target extends ArmTarget> {
  /** the collection in paths */
  collection: 'servers' | 'serverGroups' | 'clusters';
  /** what a text calls one of them */
  noun: string;
  /** the text of a 404 [spec:arm] */
  notFound: string;
  /** where the store has them */
  all: (store: Store) => Map<number, Target>;
  /** how ARM shows one of them at a moment */
  view: (store: Store, target: Target, now: number) => object;
}

/** What targets of every kind have. */
export type TargetBasics = Pick<
  ArmServer,
  'id' | 'organizationId' | 'environmentId' | 'name' | 'timeCreated' | 'timeUpdated'
>;

/** The name of a target; a rename sends nothing else, for only the name can change (reference 3.1 to 3.3). */
export const targetName = z.string().trim().min(1, 'must not be empty');

/** An id in a body: a number, or the same as a string, which the CLI sends (CLI reference 4). */
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

/** The basics of a new target, with an id of its own. */
export function newTarget(store: Store, { organization, environment }: Place, name: string, now: number): TargetBasics {
  return {
    id: takeId(store),
    organizationId: organization.id,
    environmentId: environment.id,
    name,
    timeCreated: now,
    timeUpdated: now,
  };
}

/** Those of an environment, in the order in which they came. */
export function targetsAt<Target extends ArmTarget>(
  all: ReadonlyMap<number, Target>,
  { environment }: Place,
): Target[] {
  return [...all.values()].filter(({ environmentId }) => environmentId === environment.id);
}

/** One of the environment, by an id from the path or a body. */
export function requireTarget<Target extends ArmTarget>(
  store: Store,
  kind: TargetKind<Target>,
  { environment }: Place,
  id: string | number,
  fail: Fail = armError,
  text = kind.notFound,
): Target {
  const target = kind.all(store).get(Number(id));
  if (target === undefined || target.environmentId !== environment.id) throw fail(404, text);
  return target;
}

/** Names are unique in an environment and kind; the status is believable, the text is ours. */
export function requireFreeName<Target extends ArmTarget>(
  store: Store,
  { all, noun }: TargetKind<Target>,
  place: Place,
  name: string,
  exceptId?: number,
): void {
  for (const target of targetsAt(all(store), place)) {
    if (target.id !== exceptId && target.name === name) throw armError(409, `A ${noun} named ${name} already exists`);
  }
}

/** The target behind an id, of whatever kind. */
export function targetOf({ servers, serverGroups, clusters }: Store, id: number): ArmTarget | undefined {
  return servers.get(id) ?? serverGroups.get(id) ?? clusters.get(id);
}

/** Whether an id is that of a server, group or cluster of the environment. */
export function isTarget(store: Store, { environment }: Place, id: number): boolean {
  return targetOf(store, id)?.environmentId === environment.id;
}

/** The servers of a target: a server is its own. */
export function serversOfTarget(store: Store, targetId: number): ArmServer[] {
  return [...store.servers.values()].filter(
    ({ id, clusterId, serverGroupId }) => id === targetId || clusterId === targetId || serverGroupId === targetId,
  );
}

/** How ARM shows the basics of a target. */
export function basicsView({ id, timeCreated, timeUpdated, name }: TargetBasics, type: TargetType) {
  return { id, timeCreated, timeUpdated, name, type };
}

/** Deletes a target with its applications and the settings of its agents; its servers have to be released before. */
export function deleteTarget<Target extends ArmTarget>(store: Store, kind: TargetKind<Target>, { id }: Target): void {
  kind.all(store).delete(id);
  store.components.delete(id);
  for (const application of store.hybridApplications.values()) {
    if (application.targetId === id) store.hybridApplications.delete(application.id);
  }
}
