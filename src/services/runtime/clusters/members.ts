import { isIP } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { call } from '../../../core/operations.ts';
import type { PlanValue } from '../../../core/plan/plan.ts';
import { called, quote } from '../../../core/text/quote.ts';
import { type Advice, advice, advise } from '../../../platform/advice.ts';
import { type Failure, inputFailure } from '../../../platform/errors.ts';
import { inData, word } from '../../../platform/text.ts';
import type { Server } from '../client.ts';
import { addressesOf, isUp, ownerOf, releaseAdvice } from '../servers.ts';

/** The most servers that a cluster holds. */
export const maxMembers = 8;

/** A server on its way into a cluster, with the IP that is sent for it; multicast needs none. */
export interface Candidate {
  server: Server;
  ip: string | undefined;
}

/** One reason against a plan, and what to do about it. */
export interface Problem {
  what: string;
  next: Advice;
}

/** All objections in one failure, so that one more call is enough; numbered when there are several. */
export function refusal(problems: readonly Problem[]): Failure {
  const [only] = problems;
  if (only !== undefined && problems.length === 1) return inputFailure(only);
  const fixes = new Map(problems.map(({ next }) => [JSON.stringify(next), next]));
  return inputFailure({
    what: problems.map(({ what }, index) => `(${index + 1}) ${what}`).join(' '),
    next: advise(...[...fixes.values()].map((next) => advice`${numbersOf(problems, next)} ${next}`)),
  });
}

/** `(1, 3)`: the objections that an advice resolves. */
function numbersOf(problems: readonly Problem[], fix: Advice): string {
  const numbers = problems.flatMap(({ next }, index) => (isDeepStrictEqual(next, fix) ? [index + 1] : []));
  return `(${numbers.join(', ')})`;
}

/** A server may be in one cluster or group at most [docs/platform/runtime.md#servers]. */
export function ownershipProblems(servers: readonly Server[]): Problem[] {
  return servers.flatMap((server) => {
    const owner = ownerOf(server);
    if (owner === undefined) return [];
    return [
      {
        what: `Server ${called(server)} already belongs to ${owner.kind} ${called(owner)}.`,
        next: advice`${releaseAdvice(server, owner)} Or choose a free server: ${call('server.list', { membership: 'free' })}.`,
      },
    ];
  });
}

/** Every member of a unicast cluster needs an IP, and every IP has to be one [docs/platform/runtime.md#cluster-rules]. `argument` gave it. */
export function addressProblems(candidates: readonly Candidate[], argument: string): Problem[] {
  return candidates.flatMap(({ server, ip }) => {
    if (ip === undefined || isIP(ip) !== 0) return [];
    const what = `${quote(ip)} in ${argument}, for server ${called(server)}, is not an IP address.`;
    return [{ what, next: `Give an IPv4 or IPv6 address; ${reportedText(server)}.` }];
  });
}

/** The addresses that a server reports, as a clause. */
export function reportedText(server: Server): string {
  const addresses = addressesOf(server);
  return addresses.length === 0
    ? `server ${called(server)} has reported none yet; look on its machine`
    : `server ${called(server)} reports ${addresses.join(', ')}`;
}

/** The servers' own addresses as an argument that can be copied; a placeholder where none is known. */
export function ownAddresses(servers: readonly Server[]): string {
  return JSON.stringify(servers.map((server) => addressesOf(server)[0] ?? `<IP of ${inData(server.name)}>`));
}

/** What may go wrong with the addresses although the platform accepts them. */
export function addressWarnings(candidates: readonly Candidate[]): string[] {
  const foreign = candidates.flatMap(({ server, ip }) => {
    const reported = addressesOf(server);
    if (ip === undefined || reported.length === 0 || reported.includes(ip)) return [];
    return [`${ip} is none of the addresses that server ${called(server)} reports (${reported.join(', ')}).`];
  });
  const shared = candidates.flatMap(({ server, ip }, index) => {
    const other = candidates.slice(0, index).find((earlier) => ip !== undefined && earlier.ip === ip);
    return other === undefined ? [] : [`Servers ${called(other.server)} and ${called(server)} share the IP ${ip}.`];
  });
  return [...foreign, ...shared];
}

/**
 * Members that do not run. Sources disagree about them, so that the platform decides
 * [docs/platform/disagreements.md#members-that-are-not-running].
 */
export function absenceWarnings(servers: readonly Server[], multicast: boolean): string[] {
  return servers
    .filter((server) => !isUp(server))
    .map((server) => `Server ${called(server)} is ${word(server.status)}: ${whatOf(server, multicast)}`);
}

function whatOf({ status }: Server, multicast: boolean): string {
  if (status === 'CREATED') {
    return 'its runtime has never connected, so the platform may refuse it. Start its runtime first.';
  }
  return multicast
    ? 'it joins once its runtime is started.'
    : 'the platform may refuse it, because members of a unicast cluster have to run. Start its runtime first.';
}

/** A member as plans show it, with the IP that is sent, else the first that it reports. */
export function memberFacts({ server, ip }: Candidate): PlanValue {
  const shown = ip ?? addressesOf(server)[0];
  return { id: server.id, name: server.name, ...(shown === undefined ? {} : { ip: shown }) };
}
