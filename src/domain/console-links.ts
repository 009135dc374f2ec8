import { type Failure, inputFailure } from '../anypoint/errors.ts';
import { requireConsole, webAddress } from './console-hosts.ts';
import {
  belongsToThing,
  deepestThing,
  isConsoleWord,
  type LinkedKind,
  type LinkedThing,
  nounOf,
  someOf,
  thingIn,
  toolThatShows,
} from './console-things.ts';

/** A link from the web console as it tells where the thing is. Ids are in lower case. */
export interface ConsoleLink {
  /** `the link in server`, or `the link of server 2194001 in servers`, for sentences. */
  title: string;
  /** The argument that holds it. */
  argument: string;
  /** Stand where an address has a business group. */
  organizations: readonly string[];
  /** Stand where an address has an environment. */
  environments: readonly string[];
  /** Stand before the thing, and no word says what they are. */
  unclear: readonly string[];
}

/** Arguments that take a link, with what the link has to be of. */
const kindOf: Readonly<Record<string, LinkedKind>> = {
  gateway: 'gateway',
  server: 'server',
  servers: 'server',
  cluster: 'cluster',
  api: 'api',
  application: 'application',
  policy: 'policy',
  target: 'target',
  exchangeAsset: 'asset',
};

/**
 * The parts of a web address, those behind `#` included, decoded and in order; undefined for anything else. The address
 * is taken apart and never asked.
 */
export function linkParts(text: string): string[] | undefined {
  const url = webAddress(text);
  return url && partsOf(url);
}

/** The id of a kind of thing in the parts of a link; undefined when it holds none. The last one counts: it is the deepest. */
export function idInLink(kind: LinkedKind, parts: readonly string[]): string | undefined {
  return thingIn(kind, parts)?.id;
}

/** Arguments in which links have become ids, and those links. */
export interface FollowedLinks<T> {
  args: T;
  links: ConsoleLink[];
}

/**
 * Replaces links by the ids they hold, in the arguments that name a thing.
 * @param baseUrl the platform as configured
 * @throws Failure (input) when a link is not of the platform's web console, or holds no such id
 */
export function followLinks<T extends Record<string, unknown>>(args: T, baseUrl: string): FollowedLinks<T> {
  const links: ConsoleLink[] = [];
  const follow = (kind: LinkedKind, argument: string, value: unknown, isItem = false): unknown => {
    const url = typeof value === 'string' ? webAddress(value) : undefined;
    if (url === undefined) return value;
    requireConsole(url, argument, baseUrl);
    const parts = partsOf(url);
    const thing = thingOf(kind, parts);
    if (thing === undefined) throw otherThing(kind, argument, parts);
    const title = isItem ? `the link of ${nounOf(kind)} ${thing.id} in ${argument}` : `the link in ${argument}`;
    links.push({ title, argument, ...placesIn(parts, thing.at) });
    return thing.reference;
  };
  const followed = Object.entries(args).map(([name, value]) => {
    const kind = Object.hasOwn(kindOf, name) ? kindOf[name] : undefined;
    if (kind === undefined) return [name, value];
    return [name, Array.isArray(value) ? value.map((one) => follow(kind, name, one, true)) : follow(kind, name, value)];
  });
  // Texts have become texts; nothing else has changed.
  return { args: links.length === 0 ? args : (Object.fromEntries(followed) as T), links };
}

/**
 * The link in the argument `organization` or `environment`; undefined for an id or a name. Any page below the place serves.
 * @throws Failure (input) when it is not of the platform's web console, or names no place
 */
export function placeLink(
  argument: 'organization' | 'environment',
  text: string | undefined,
  baseUrl: string,
): ConsoleLink | undefined {
  const url = webAddress(text ?? '');
  if (url === undefined) return undefined;
  requireConsole(url, argument, baseUrl);
  const parts = partsOf(url);
  const places = placesIn(parts, deepestThing(parts)?.at ?? parts.length);
  if (Object.values(places).flat().length === 0) throw noPlace(argument);
  return { title: `the link in ${argument}`, argument, ...places };
}

/** The failure of a link that was to name a place, and does not. */
export function noPlace(argument: 'organization' | 'environment'): Failure {
  const place = argument === 'organization' ? 'business group' : 'environment';
  return inputFailure({
    what: `The link in ${argument} names no ${place}.`,
    next: `Copy the address of a page that belongs to the ${place}, or give its id or name in the argument ${argument}.`,
  });
}

/** A policy is applied to an API, where it has a number, and is published in Exchange. */
function thingOf(kind: LinkedKind, parts: readonly string[]): LinkedThing | undefined {
  if (kind === 'policy') return thingIn('policy', parts) ?? thingIn('asset', parts);
  const thing = thingIn(kind, parts);
  if (kind !== 'asset' || thing === undefined) return thing;
  return thing.coordinates === undefined ? undefined : { ...thing, reference: thing.coordinates };
}

function otherThing(kind: LinkedKind, argument: string, parts: readonly string[]): Failure {
  const other = deepestThing(parts);
  const isSame = other?.kind === kind;
  return inputFailure({
    what: isSame
      ? `The link in ${argument} does not say which version of the ${nounOf(kind)} is meant.`
      : `The link in ${argument} holds no id of ${someOf(kind)}.`,
    why:
      other && !isSame
        ? `That is the link of ${nounOf(other.kind)} ${other.id}: ${toolThatShows(other.kind)} shows it.`
        : undefined,
    next:
      kind === 'asset'
        ? 'Give group:asset:version, for example com.acme:orders-app:1.2.0; anypoint_search_exchange_assets shows what there is.'
        : `Open the ${nounOf(kind)} in the web console and copy the address from there, or give its id or name in the argument ${argument}.`,
  });
}

const rootWord = /^(master|root|parent)/i;
const organizationWord = /(org(ani[sz]ation)?s?|business-?groups?)[-_]?(id)?$/i;
const environmentWord = /env(ironment)?s?[-_]?(id)?$|^home$/i;
/** Whatever stands behind these is meant for an id, also a name that somebody has put there. */
const certainWord = /^(org(ani[sz]ation)?s?|business-?groups?|env(ironment)?s?|home)$/i;

/** UUIDs, and the ids of old environments (reference 0.4). */
const longId = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24})$/i;

/**
 * What the parts of an address say about the place. Before the thing every id counts, whatever stands in front of it: a
 * link must not be taken for one without a place because it names the place in an unknown way. Behind the thing are its
 * own pages, where only the words count.
 * @param end where the id of the thing stands
 */
function placesIn(
  parts: readonly string[],
  end: number,
): Pick<ConsoleLink, 'organizations' | 'environments' | 'unclear'> {
  const found = { organizations: new Set<string>(), environments: new Set<string>(), unclear: new Set<string>() };
  for (const [at, part] of parts.entries()) {
    const word = parts[at - 1] ?? '';
    const isNamed = at < end && certainWord.test(word) && !isWord(part);
    if (at === end || !(longId.test(part) || isNamed) || rootWord.test(word)) continue;
    const id = part.toLowerCase();
    if (environmentWord.test(word)) found.environments.add(id);
    else if (organizationWord.test(word)) found.organizations.add(id);
    else if (at < end && !belongsToThing(parts, at)) found.unclear.add(id);
  }
  return {
    organizations: [...found.organizations],
    environments: [...found.environments],
    unclear: [...found.unclear],
  };
}

function isWord(part: string): boolean {
  return isConsoleWord(part) || certainWord.test(part);
}

function partsOf(url: URL): string[] {
  const route = `${url.pathname}/${url.hash.replace(/^#!?/, '').replace(/[?&=]/g, '/')}`;
  const query = [...url.searchParams].flat();
  return [...route.split('/'), ...query].map(decoded).filter((part) => part !== '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
