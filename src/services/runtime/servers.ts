import { isIP } from 'node:net';
import { tool } from '../../core/operations.ts';
import { type Place, placeName } from '../../core/place/place.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { resolveReference, type Search } from '../../core/resolve.ts';
import { called, quote } from '../../core/text/quote.ts';
import type { Observation } from '../../core/waiting/wait.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import type { RuntimeManager, Server } from './client.ts';

/** What a server belongs to; at most one thing [docs/platform/runtime.md#servers]. */
export interface Owner {
  kind: 'cluster' | 'server group';
  id: string;
  name: string;
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
/** From so many days on, the end of a certificate or licence is told: renewing takes people some weeks. */
export const expiryNoticeDays = 30;

/** Where servers are looked for, for error texts. */
export function serverSearch(place: Place): Search<Server> {
  return { kind: 'server', where: placeName(place), listed: 'server.list', detail: belonging };
}

/** A server that belongs to something can often not be taken, which is good to see before choosing it. */
function belonging(server: Server): string | undefined {
  const owner = ownerOf(server);
  return owner && `in ${owner.kind} ${quote(owner.name)}`;
}

/**
 * The server meant by an id or a name.
 * @throws Failure (input) when it is unknown or ambiguous
 */
export async function findServer(
  manager: RuntimeManager,
  place: Place,
  reference: string,
  signal?: AbortSignal,
): Promise<Server> {
  return resolveReference(reference, await manager.servers(place, signal), serverSearch(place));
}

/** The cluster or group of a server; undefined while it is free. The name is the id where the platform names none. */
export function ownerOf(server: Server): Owner | undefined {
  const { clusterId, clusterName, serverGroupId, serverGroupName } = server;
  if (clusterId !== undefined) return { kind: 'cluster', id: clusterId, name: clusterName ?? clusterId };
  if (serverGroupId === undefined) return undefined;
  return { kind: 'server group', id: serverGroupId, name: serverGroupName ?? serverGroupId };
}

/** What to do first with a server that belongs to something. No tool here changes server groups. */
export function releaseAdvice(server: Server, owner: Owner): Advice {
  return owner.kind === 'cluster'
    ? advice`Take server ${called(server)} out of it first: ${tool('cluster.removeServer')} with cluster ${owner.id} and server ${server.id}.`
    : `Take server ${called(server)} out of it first, in Runtime Manager on the platform's web page: no tool here changes server groups.`;
}

/** Connected with the platform. When CONNECTED is used is not documented [docs/platform/runtime.md#server-status]; its name says enough for this. */
export function isUp({ status }: { status: string }): boolean {
  return status === 'RUNNING' || status === 'CONNECTED';
}

/** The addresses that a server reports, the first one first; anything that is no IP address is left out. */
export function addressesOf(server: Server): string[] {
  return server.addresses.filter((address) => isIP(address) !== 0);
}

/** The servers that fit a filter, in the platform's order. */
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
      'Its agent is not connected: check that the runtime is running and that its machine reaches the platform on port 443.',
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
  return `Its ${thing} expires at ${at}, in ${days} ${days === 1 ? 'day' : 'days'}: renew it before.`;
}

/** What `apply` needs to rename a server. */
export interface ServerRename {
  server: Server;
  newName: string;
}

/**
 * Plans to rename a server; empty when it has that name already.
 * @throws Failure (input) when it is unknown, or another server of the environment has the name
 */
export async function planServerRename(
  manager: RuntimeManager,
  place: Place,
  reference: string,
  newName: string,
  signal?: AbortSignal,
): Promise<Plan<ServerRename>> {
  const servers = await manager.servers(place, signal);
  const server = resolveReference(reference, servers, serverSearch(place));
  const intent = { server, newName };
  if (server.name === newName) {
    return {
      summary: `server ${called(server)} in ${placeName(place)} already has this name.`,
      steps: [],
      warnings: [],
      intent,
    };
  }
  const holder = servers.find(({ id, name }) => name === newName && id !== server.id);
  if (holder !== undefined) throw nameTaken('server', holder, place, 'newName');
  return {
    summary: `rename server ${called(server)} in ${placeName(place)} to ${quote(newName)}.`,
    steps: [
      {
        action: `Rename server ${called(server)}`,
        changes: [{ setting: 'name', before: server.name, after: newName }],
      },
    ],
    warnings: [],
    intent,
  };
}

/** The failure of a name that is in use; `argument` is the one that gave it. */
export function nameTaken(
  kind: 'server' | 'cluster',
  holder: { id: string; name: string },
  place: Place,
  argument: 'name' | 'newName' | 'serverName',
): Error {
  return inputFailure({
    what: `The name ${quote(holder.name)} is taken: ${kind} ${holder.id} in ${placeName(place)} has it.`,
    next: advice`Give another ${argument}, or rename that ${kind} first with ${kind === 'server' ? tool('server.rename') : tool('cluster.rename')}.`,
  });
}

/** Looks whether a server has its new name: the platform only takes note of a rename at first (202) [docs/platform/runtime.md#servers]. */
export async function observeServerName(
  manager: RuntimeManager,
  place: Place,
  id: string,
  newName: string,
  signal?: AbortSignal,
): Promise<Observation<Server>> {
  const server = await manager.server(place, id, signal);
  const settled = server.name === newName;
  return { value: server, state: settled ? 'renamed' : 'not renamed yet', settled };
}

/**
 * Plans to delete a server.
 * @throws Failure (input) when it is unknown, or belongs to a cluster or group: it would be torn out of there
 */
export async function planServerDeletion(
  manager: RuntimeManager,
  place: Place,
  reference: string,
  signal?: AbortSignal,
): Promise<Plan<Server>> {
  const server = await findServer(manager, place, reference, signal);
  const owner = ownerOf(server);
  if (owner !== undefined) {
    throw inputFailure({
      what: `Server ${called(server)} belongs to ${owner.kind} ${called(owner)}, so it cannot be deleted.`,
      next: releaseAdvice(server, owner),
    });
  }
  return {
    summary: `delete server ${called(server)} from ${placeName(place)}.`,
    steps: [
      {
        action: `Delete server ${called(server)}: its registration, and its part in every deployment`,
        changes: [
          { setting: 'name', before: server.name },
          { setting: 'id', before: server.id },
          { setting: 'status', before: server.status },
        ],
      },
    ],
    warnings: [
      advice`The runtime on the machine is not stopped, nor are its applications undeployed there. To manage it again it has to be registered anew (${tool('server.getRegistration')}).`,
      ...(isUp(server) ? [`Server ${called(server)} is ${server.status}: it is in use by a live runtime.`] : []),
    ],
    intent: server,
  };
}

/** How a new runtime is registered. */
export interface ServerRegistration {
  /** Secret. */
  token: string;
  /** To be run in the runtime's `bin` directory. */
  command: string;
  /** Stands in the command, or a placeholder. */
  serverName: string;
  remarks: string[];
}

const usControlPlane = 'https://anypoint.mulesoft.com';

/**
 * The token and command that register a runtime in an environment [docs/platform/runtime.md#registration].
 * @throws Failure (input) when the name is in use already: `amc_setup` would fail on it
 */
export async function serverRegistration(
  manager: RuntimeManager,
  place: Place,
  options: { serverName: string | undefined; baseUrl: string; signal?: AbortSignal },
): Promise<ServerRegistration> {
  const { serverName, baseUrl, signal } = options;
  if (serverName !== undefined) {
    const holder = (await manager.servers(place, signal)).find(({ name }) => name === serverName);
    if (holder !== undefined) throw nameTaken('server', holder, place, 'serverName');
  }
  const token = await manager.registrationToken(place, signal);
  const name = serverName ?? '<server-name>';
  return {
    token,
    command: `./amc_setup -H ${token} ${serverName === undefined ? name : shellWord(serverName)}`,
    serverName: name,
    remarks:
      baseUrl === usControlPlane
        ? []
        : [
            `The token is valid at ${baseUrl} only, and amc_setup has to be told that address: ./amc_setup --help names the option of your runtime's version.`,
          ],
  };
}

/** A name as one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
