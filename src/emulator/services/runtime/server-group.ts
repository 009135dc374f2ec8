import * as z from 'zod';
import { placeIn, type ScenarioPlace } from '../../core/identity/scenario-places.ts';
import { defineKind } from '../../core/kinds.ts';
import { name, number, place, reference, times } from '../../core/scenario/fields.ts';
import { type LoadContext, timeOf } from '../../core/scenario/load-context.ts';
import { defineList } from '../../core/scenario/sections.ts';
import { runtimeIds, takeId } from './ids.ts';
import type { ArmServer, ArmServerGroup } from './model.ts';
import { servers } from './server.ts';

/** Server groups. */
export const serverGroups = defineKind({
  name: 'serverGroups',
  noun: 'server group',
  empty: () => new Map<number, ArmServerGroup>(),
});

/** The members that scenario entries of server groups and clusters share. */
export interface MultiServerEntry {
  organization?: string | undefined;
  environment?: string | undefined;
  name: string;
  id?: number | undefined;
  servers: readonly string[];
  createdAt?: string | undefined;
  updatedAt?: string | undefined;
}

/** Claims the name of an entry's target, and returns its basics and its members. @throws ScenarioProblem */
export function loadMultiServerTarget(
  at: LoadContext,
  kind: { noun: string },
  entry: MultiServerEntry,
): { basics: ArmServerGroup; members: ArmServer[] } {
  const place = placeIn(at, entry);
  const id = entry.id ?? takeId(at.store);
  const members = entry.servers.map((text, index) => freeServerIn(at.at('servers', index), place, text));
  at.claim(kind, { name: entry.name, id, scope: place.environmentId });
  const timeCreated = timeOf(entry.createdAt);
  const timeUpdated = timeOf(entry.updatedAt, timeCreated);
  return { basics: { id, ...place, name: entry.name, timeCreated, timeUpdated }, members };
}

function freeServerIn(at: LoadContext, { environmentId }: ScenarioPlace, text: string): ArmServer {
  const server = at.store.of(servers).get(Number(at.find([servers], environmentId, text)));
  if (server === undefined || server.clusterId !== undefined || server.serverGroupId !== undefined) {
    throw at.problem(`server ${text} is already in a group or cluster`);
  }
  return server;
}

/** The scenario section for server groups. */
export const serverGroupsSection = defineList({
  name: 'serverGroups',
  entry: z.strictObject({ ...place, name, id: number, servers: z.array(reference).default([]), ...times }),
  sequence: runtimeIds,
  idsOf: ({ id }) => [id],
  load: (entry, at) => {
    const { basics, members } = loadMultiServerTarget(at, serverGroups, entry);
    at.store.of(serverGroups).set(basics.id, basics);
    for (const server of members) server.serverGroupId = basics.id;
  },
});
