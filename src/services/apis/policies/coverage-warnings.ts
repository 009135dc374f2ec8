import { ifReadable } from '../../../core/reading/partial.ts';
import { quote } from '../../../core/text/quote.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import type { ApiContract } from '../client.ts';
import { type CoveringPolicy, coversAll, type Guard, guardsOf, guardText, narrows, openRequests } from './coverage.ts';
import { pointcutText } from './policies.ts';

const maxContracts = 500;
const maxNamed = 10;

/** The contracts of an API; undefined when they cannot be read. */
export async function readContracts(apiId: string, ctx: EnvironmentContext): Promise<ApiContract[] | undefined> {
  const { platform, place, signal } = ctx;
  return (await ifReadable(platform.apiManager.contracts(place, apiId, maxContracts, signal), ctx))?.items;
}

/** The policies of an API before and after a change of one of them; `changed` is undefined where it is removed. */
export interface CoverageChange {
  before: readonly CoveringPolicy[];
  after: readonly CoveringPolicy[];
  changed: string;
  contracts: readonly ApiContract[] | undefined;
}

/** What a change of policies opens, and whom it locks out, by name; a sentence for each. */
export function coverageWarnings({ before, after, changed, contracts }: CoverageChange): string[] {
  const old = before.find(({ id }) => id === changed);
  const now = after.find(({ id }) => id === changed);
  const [guardsBefore, guards] = [guardsOf(before), guardsOf(after)];
  const guard = guards.find(({ policy }) => policy.id === changed);
  const wasGuard = guardsBefore.some(({ policy }) => policy.id === changed);
  return [
    ...(old !== undefined && now !== undefined && old.disabled !== true && narrows(old.pointcutData, now.pointcutData)
      ? [`It then covers ${pointcutText(now.pointcutData)} only: other requests that it refused get through.`]
      : []),
    ...openWarnings(guardsBefore, guards, guard),
    // What was there before has locked out whom it locks out.
    ...(guard?.credential === undefined || (wasGuard && isSameCover(old, now))
      ? []
      : [...lockedOut(guard, guards, contracts), ...secondLocks(guard, guards)]),
  ];
}

function openWarnings(before: readonly Guard[], after: readonly Guard[], guard: Guard | undefined): string[] {
  const open = openRequests(after);
  if (open === undefined) return [];
  const wasOpen = openRequests(before);
  if (wasOpen !== open && wasOpen !== 'all requests') {
    return [`Then nobody has to authenticate for ${open}.`];
  }
  return guard?.credential !== undefined && !coversAll(guard.policy)
    ? [`It covers ${pointcutText(guard.policy.pointcutData)} only; nobody has to authenticate for ${open}.`]
    : [];
}

function isSameCover(old: CoveringPolicy | undefined, now: CoveringPolicy | undefined): boolean {
  return pointcutText(old?.pointcutData) === pointcutText(now?.pointcutData);
}

/** Callers that cannot pass, by the names of their contracts. */
function lockedOut(guard: Guard, guards: readonly Guard[], contracts: readonly ApiContract[] | undefined): string[] {
  if (contracts === undefined) {
    return guard.needsContract === true
      ? ['Only client applications with an approved contract get through; the contracts of the API could not be read.']
      : [];
  }
  const approved = contracts.filter(({ status }) => /^approved$/i.test(status ?? ''));
  if (guard.needsContract !== true) {
    const known = guards.some(({ needsContract }) => needsContract === true);
    return known && approved.length > 0
      ? [`Client applications lose access until they also send ${guard.credential}: ${named(approved)}.`]
      : [];
  }
  const others = contracts.filter((contract) => !approved.includes(contract));
  return [
    approved.length === 0
      ? 'No client application has an approved contract with this API, so every caller is refused.'
      : `Only client applications with an approved contract get through: ${named(approved)}. Everybody else loses access.`,
    ...(others.length === 0 ? [] : [`Their contracts are not approved: ${named(others, true)}.`]),
    ...(guard.limits === true && approved.some(({ tier }) => !tier)
      ? [`Without an SLA tier, no limit holds for ${named(approved.filter(({ tier }) => !tier))}.`]
      : []),
  ];
}

function named(contracts: readonly ApiContract[], withStatus = false): string {
  const names = contracts.map(({ application, status, id }) => {
    const name = quote(application?.name ?? application?.id ?? `contract ${id}`);
    return withStatus ? `${name} (${(status ?? 'unknown').toLowerCase()})` : name;
  });
  const more = names.length - maxNamed;
  return names.slice(0, maxNamed).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** A second lock over a first one: callers need both keys. */
function secondLocks(guard: Guard, guards: readonly Guard[]): string[] {
  const others = guards.filter(({ policy, credential }) => policy.id !== guard.policy.id && credential !== undefined);
  return others.map((other) =>
    other.inAuthorization === true && guard.inAuthorization === true
      ? `It is a second lock: policy ${guardText(other)}. Both read the header Authorization, so no request satisfies both.`
      : `It is a second lock: policy ${guardText(other)}, so callers need ${guard.credential} as well.`,
  );
}
