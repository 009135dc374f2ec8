import { isIP } from 'node:net';
import { call } from '../../core/operations.ts';
import { placeName } from '../../core/place/place.ts';
import { resolveReference, type Search } from '../../core/resolve.ts';
import { called, count, quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import type { PlatformText } from '../../platform/text.ts';
import type { Server } from './client.ts';

/** What a server belongs to; at most one thing [docs/platform/runtime.md#servers]. */
export interface Owner {
  kind: 'cluster' | 'server group';
  id: string;
  name: PlatformText;
}

/** How a listing narrows by what servers belong to. */
export const memberships = ['free', 'cluster', 'group'] as const;
export type Membership = (typeof memberships)[number];

export interface ServerFilter {
  status?: string | undefined;
  membership?: Membership | undefined;
  nameContains?: string | undefined;
}

/** The states of a server [docs/platform/runtime.md#server-status]. */
export const serverStatuses = ['CREATED', 'RUNNING', 'CONNECTED', 'DISCONNECTED'] as const;

const dayMs = 86_400_000;
/** Expiry of a certificate or licence is reported from this many days before: renewing takes some weeks. */
export const expiryNoticeDays = 30;

/** How servers are searched, for error texts. */
export function serverSearch({ place, naming }: Pick<EnvironmentContext, 'place' | 'naming'>): Search<Server> {
  return { kind: 'server', naming, where: placeName(place), listed: 'server.list', detail: belonging };
}

/** What a server belongs to: it is then often not available, which helps to choose. */
function belonging(server: Server): string | undefined {
  const owner = ownerOf(server);
  return owner && `in ${owner.kind} ${quote(owner.name)}`;
}

/**
 * Resolves a server by id or name.
 * @throws Failure (input) when it is unknown or ambiguous
 */
export async function findServer(reference: string, ctx: EnvironmentContext): Promise<Server> {
  const { platform, place, signal } = ctx;
  return resolveReference(reference, await platform.runtimeManager.servers(place, signal), serverSearch(ctx));
}

/** The cluster or group of a server; undefined while it is free. The name is the id where the platform names none. */
export function ownerOf(server: Server): Owner | undefined {
  const { clusterId, clusterName, serverGroupId, serverGroupName } = server;
  if (clusterId !== undefined) return { kind: 'cluster', id: clusterId, name: clusterName ?? clusterId };
  if (serverGroupId === undefined) return undefined;
  return { kind: 'server group', id: serverGroupId, name: serverGroupName ?? serverGroupId };
}

/** How to free a server from its cluster or group. No tool here changes server groups. */
export function releaseAdvice(server: Server, owner: Owner): Advice {
  return owner.kind === 'cluster'
    ? advice`Take server ${called(server)} out of it first: ${call('cluster.removeServer', { cluster: owner.id, server: server.id })}.`
    : `Take server ${called(server)} out of it first, in Runtime Manager in the web console, because no tool changes server groups.`;
}

/** Connected with the platform. When CONNECTED is used is not documented [docs/platform/runtime.md#server-status]; its name says enough for this. */
export function isUp({ status }: { status: string }): boolean {
  return status === 'RUNNING' || status === 'CONNECTED';
}

/** The addresses that a server reports, the first one first; anything that is no IP address is left out. */
export function addressesOf(server: Server): string[] {
  return server.addresses.filter((address) => isIP(address) !== 0);
}

/** The servers that match a filter, in the platform's order. */
export function filterServers(servers: readonly Server[], filter: ServerFilter): Server[] {
  const part = filter.nameContains?.toLowerCase();
  return servers.filter(
    (server) =>
      (filter.status === undefined || server.status === filter.status) &&
      (filter.membership === undefined || membershipOf(server) === filter.membership) &&
      (part === undefined || server.name.toLowerCase().includes(part)),
  );
}

function membershipOf(server: Server): Membership {
  const owner = ownerOf(server);
  if (owner === undefined) return 'free';
  return owner.kind === 'cluster' ? 'cluster' : 'group';
}

/** What is wrong with a server or soon will be, with what to do about it. `now` is ms since the epoch. */
export function serverProblems(server: Server, now: number): string[] {
  const problems: string[] = [];
  if (server.status === 'CREATED') {
    problems.push('It is registered, but its agent has never connected: start the runtime on its machine.');
  }
  if (server.status === 'DISCONNECTED') {
    problems.push(
      'Its agent is not connected: check that the runtime runs and that its machine reaches the platform on port 443.',
    );
  }
  for (const [thing, at] of [
    ['certificate', server.certificateExpirationDate],
    ['licence', server.licenseExpirationDate],
  ] as const) {
    const problem = at === undefined ? undefined : expiryProblem(thing, at, now);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

function expiryProblem(thing: string, at: string, now: number): string | undefined {
  const left = Date.parse(at) - now;
  if (left <= 0) return `Its ${thing} expired at ${at}: renew it.`;
  const days = Math.ceil(left / dayMs);
  if (days > expiryNoticeDays) return undefined;
  return `Its ${thing} expires at ${at}, in ${count(days, 'day')}: renew it before.`;
}
