import { type Advice, advice } from '../../platform/advice.ts';
import { type Failure, inputFailure } from '../../platform/errors.ts';
import { oldEnvironmentId, uuid } from '../../platform/ids.ts';
import { tool } from '../operations.ts';
import { quote } from '../text/quote.ts';
import { requireConsole } from './console-hosts.ts';
import {
  belongsToThing,
  deepestThing,
  isConsoleWord,
  kindCalled,
  type LinkedKind,
  type LinkedThing,
  nounOf,
  operationThatShows,
  someOf,
  thingIn,
} from './console-things.ts';
import { decodedPart, pastedLink } from './pasted-link.ts';

/** A link from the web console, with what it says of the place. Ids are in lower case. */
export interface ConsoleLink {
  /** `the link in server`, or `the link of server 2194001 in servers`, for sentences. */
  title: string;
  /** The argument that holds it. */
  argument: string;
  /** Ids in the position of a business group. */
  organizations: readonly string[];
  /** Ids in the position of an environment. */
  environments: readonly string[];
  /** Ids before the thing that no word of the address explains. */
  unclear: readonly string[];
  /** Whether business group and environment may stand there by name: in the addresses of our own resources. */
  byName?: boolean;
}

type Places = Pick<ConsoleLink, 'organizations' | 'environments' | 'unclear' | 'byName'>;

/** A link in its parts. */
interface Address {
  parts: string[];
  /** Of one of our own resources: `anypoint://{organization}/{environment}/{kind}/{id or name}`. */
  isResource: boolean;
}

/** Arguments that take a link, with the kind of thing that it must name. */
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
 * The parts of a link, those behind `#` included, decoded and in order; undefined for anything else. The address is only parsed, never requested.
 */
export function linkParts(text: string): string[] | undefined {
  const pasted = pastedLink(text);
  if (pasted?.is === 'resource') return pasted.parts;
  return pasted?.is === 'page' ? partsOf(pasted.url) : undefined;
}

/** The id of a kind of thing in the parts of a link; undefined when it holds none. The last one counts, because it is the deepest. */
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
    const address = typeof value === 'string' ? addressIn(value, argument, baseUrl, isItem) : undefined;
    if (address === undefined) return value;
    const thing = thingOf(kind, address);
    if (thing === undefined) throw otherThing(kind, argument, address);
    if (kind === 'policy') requireSameApi(address, args['api']);
    const title = isItem ? `the link of ${nounOf(kind)} ${thing.id} in ${argument}` : `the link in ${argument}`;
    links.push({ title, argument, ...placesOf(address, thing.at) });
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
  const address = addressIn(text ?? '', argument, baseUrl, false);
  if (address === undefined) return undefined;
  const places = placesOf(address, deepestThing(address.parts)?.at ?? address.parts.length);
  const { organizations, environments, unclear } = places;
  if ([organizations, environments, unclear].flat().length === 0) throw noPlace(argument);
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

/** @throws Failure (input) for a link of another host, and for more than a link */
function addressIn(text: string, argument: string, baseUrl: string, isItem: boolean): Address | undefined {
  const pasted = pastedLink(text);
  if (pasted === undefined) return undefined;
  if (pasted.is === 'resource') return { parts: pasted.parts, isResource: true };
  if (pasted.is === 'unclear') throw moreThanALink(text, pasted.links, argument, isItem);
  requireConsole(pasted.url, argument, baseUrl);
  return { parts: partsOf(pasted.url), isResource: false };
}

function moreThanALink(text: string, links: number, argument: string, isItem: boolean): Failure {
  const holder = isItem ? `An item of ${argument}` : `The argument ${argument}`;
  return inputFailure({
    what: `${holder} holds ${links > 1 ? `${links} links` : 'more than a link'}: ${quote(text)}.`,
    why: `${isItem ? 'An item' : 'It'} must name one thing, and it is unclear which one.`,
    next: isItem
      ? `Give each link as an item of its own in ${argument}, without other text.`
      : `Give only the right link in ${argument}, without other text${links > 1 ? '; make a separate call for each of the others' : ''}.`,
  });
}

/** Requires that the API in a policy's link is the API of the call, if that is given by number or link. */
function requireSameApi(policy: Address, given: unknown): void {
  const linked = thingIn('api', policy.parts)?.id;
  const text = typeof given === 'string' ? given.trim() : '';
  const named = /^\d+$/.test(text) ? text : thingIn('api', linkParts(text) ?? [])?.id;
  if (linked === undefined || named === undefined || linked === named) return;
  throw inputFailure({
    what: `The link in policy belongs to API ${linked}, but the argument api names API ${named}.`,
    next: advice`If the link is right, give ${linked} in the argument api. Otherwise ${tool('policy.list')} shows the policies of API ${named}.`,
  });
}

/** A policy is applied to an API, where it has a number, and is published in Exchange. */
function thingOf(kind: LinkedKind, { parts, isResource }: Address): LinkedThing | undefined {
  if (isResource) return resourceIn(kind, parts);
  if (kind === 'policy') return thingIn('policy', parts) ?? thingIn('asset', parts);
  const thing = thingIn(kind, parts);
  if (kind !== 'asset' || thing === undefined) return thing;
  return thing.coordinates === undefined ? undefined : { ...thing, reference: thing.coordinates };
}

/** What a resource address names by id or name is resolved like an argument. */
function resourceIn(kind: LinkedKind, parts: readonly string[]): LinkedThing | undefined {
  const [, , word = '', id] = parts;
  if (parts.length !== 4 || id === undefined || kindCalled(word) !== kind) return undefined;
  return { kind, id, reference: id, at: 3 };
}

function otherThing(kind: LinkedKind, argument: string, { parts, isResource }: Address): Failure {
  const other = deepestThing(parts);
  const isSame = !isResource && other?.kind === kind;
  return inputFailure({
    what: isSame
      ? `The link in ${argument} does not name a version of the ${nounOf(kind)}.`
      : `The link in ${argument} holds no id of ${someOf(kind)}.`,
    why: isSame ? undefined : isResource ? noResource(kind, parts, other) : other && shownAs(other),
    next:
      kind === 'asset'
        ? advice`Give group:asset:version, for example com.acme:orders-app:1.2.0; ${tool('asset.search')} lists what exists.`
        : `Open the ${nounOf(kind)} in the web console and copy the address from there, or give its id or name in the argument ${argument}.`,
  });
}

function shownAs(other: LinkedThing): Advice {
  return advice`The link belongs to ${nounOf(other.kind)} ${other.id}: ${tool(operationThatShows(other.kind))} shows it.`;
}

function noResource(kind: LinkedKind, parts: readonly string[], other: LinkedThing | undefined): Advice {
  if (kindCalled(parts.at(-1) ?? '') !== undefined) return 'It is the address of a list, not of one item.';
  if (other !== undefined && other.kind !== kind) return shownAs(other);
  return `The address of ${someOf(kind)} among the resources has four parts: business group, environment, kind, and id or name.`;
}

const rootWord = /^(master|root|parent)/i;
const organizationWord = /(org(ani[sz]ation)?s?|business-?groups?)[-_]?(id)?$/i;
const environmentWord = /env(ironment)?s?[-_]?(id)?$|^home$/i;
/** Whatever follows these words is an id, even if somebody wrote a name there. */
const certainWord = /^(org(ani[sz]ation)?s?|business-?groups?|env(ironment)?s?|home)$/i;

/** Ids that no other part of an address looks like. */
const isLongId = (part: string): boolean => uuid.test(part) || oldEnvironmentId.test(part);

function placesOf({ parts, isResource }: Address, end: number): Places {
  return isResource ? placesOfResource(parts) : placesIn(parts, end);
}

/** `organizations` and `gateways` stand alone in the addresses of what belongs to the defaults. */
function placesOfResource([organization, second, third]: readonly string[]): Places {
  const isPlace = organization !== undefined && second !== undefined;
  return {
    organizations: isPlace ? [organization] : [],
    environments: isPlace && third !== undefined ? [second] : [],
    unclear: [],
    byName: true,
  };
}

/**
 * What the parts of an address say about the place. Before the thing every id counts, whatever precedes it: a link that names its place in an unknown way must not count as one without a place. After the thing come its own pages, where only known words count.
 * @param end the index of the id of the thing
 */
function placesIn(parts: readonly string[], end: number): Places {
  const found = { organizations: new Set<string>(), environments: new Set<string>(), unclear: new Set<string>() };
  for (const [at, part] of parts.entries()) {
    const word = parts[at - 1] ?? '';
    const isNamed = at < end && certainWord.test(word) && !isWord(part);
    if (at === end || !(isLongId(part) || isNamed) || rootWord.test(word)) continue;
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
  const route = `${url.pathname}/${url.hash.replace(/^#!?/, '').replace(/[?&=#]/g, '/')}`;
  const query = [...url.searchParams].flat();
  return [...route.split('/'), ...query].map(decodedPart).filter((part) => part !== '');
}
