import { advice } from '../../platform/advice.ts';
import { Failure, inputFailure } from '../../platform/errors.ts';
import { tool } from '../operations.ts';
import type { Named } from '../resolve.ts';
import { capitalize, quote } from '../text/quote.ts';
import type { ConsoleLink } from './console-links.ts';
import type { Environment, Organization } from './place.ts';

/** What a link names; with an environment comes its business group. */
export interface LinkedPlace {
  organization?: Organization | undefined;
  environment?: Environment | undefined;
}

/** Where the ids in links are searched. */
export interface KnownPlaces {
  organizations(): Promise<readonly Organization[]>;
  environments(organization: Organization): Promise<readonly Environment[]>;
}

/** A link, and the place that it names. */
export interface PlacedLink extends LinkedPlace {
  link: ConsoleLink;
}

/** A link that does name a place. */
export interface NamedPlace extends PlacedLink {
  organization: Organization;
}

/** Maximum number of business groups that are searched for the environment of a link. */
const maxGroupsSearched = 20;

/**
 * The place that a link names. Links name the environment, and not always its group.
 * @param likely id or name of the business group to look in first
 * @throws Failure (input) when an id in it is not visible: a call must not act elsewhere than its link says
 */
export async function placeOf(link: ConsoleLink, known: KnownPlaces, likely: string | undefined): Promise<PlacedLink> {
  const organizations = await known.organizations();
  if (link.byName === true) return calledPlace(link, organizations, known);
  const isOne = (reference: string) => organizations.some(({ id }) => same(id, reference));
  const groups = unique([...link.organizations, ...link.unclear.filter(isOne)]);
  const environments = unique([...link.environments, ...link.unclear.filter((id) => !isOne(id))]);
  for (const ids of [groups, environments]) if (ids.length > 1) throw twoIn(link, ids);
  const [group] = groups;
  const organization = organizations.find(({ id }) => same(id, group));
  if (group !== undefined && organization === undefined) throw unseen(link, `the business group ${group}`);
  const [reference] = environments;
  if (reference === undefined) return { link, organization };
  if (organization !== undefined) return { link, ...(await inGroup(link, reference, organization, known)) };
  const isLikely = ({ id, name }: Organization) => same(id, likely) || same(name, likely);
  const sorted = [...organizations].sort((a, b) => Number(isLikely(b)) - Number(isLikely(a)));
  return { link, ...(await inAnyGroup(link, reference, sorted, known)) };
}

/** The place in the address of one of our own resources, by ids or whole names. */
async function calledPlace(
  link: ConsoleLink,
  organizations: readonly Organization[],
  known: KnownPlaces,
): Promise<PlacedLink> {
  const [group] = link.organizations;
  if (group === undefined) return { link };
  const organization = theOneCalled(link, group, organizations, `the business group ${quote(group)}`);
  const [reference] = link.environments;
  if (reference === undefined) return { link, organization };
  const place = `the environment ${quote(reference)} of business group ${quote(organization.name)}`;
  return {
    link,
    organization,
    environment: theOneCalled(link, reference, await known.environments(organization), place),
  };
}

function theOneCalled<T extends Named>(link: ConsoleLink, reference: string, among: readonly T[], what: string): T {
  const byId = among.filter(({ id }) => same(id, reference));
  const found = byId.length > 0 ? byId : among.filter(({ name }) => same(name, reference));
  const [only] = found;
  if (only === undefined) throw unseen(link, what);
  if (found.length === 1) return only;
  throw twoIn(
    link,
    found.map(({ id, name }) => `${quote(name)} (${id})`),
  );
}

/**
 * The one place that all links of a call name.
 * @throws Failure (input) when they contradict each other
 */
export function commonPlace(links: readonly PlacedLink[]): NamedPlace | undefined {
  const [first, ...rest] = links.filter(isNamed).sort((a, b) => depth(b) - depth(a));
  const other = first && rest.find((one) => contradicts(one, first));
  if (first === undefined || other === undefined) return first;
  throw inputFailure({
    what: `${capitalize(first.link.title)} leads to ${placeName(first)}, ${other.link.title} to ${placeName(other)}.`,
    why: 'A call works in one place.',
    next: 'Leave out the wrong one, or make a call for each.',
  });
}

/** The failure of an argument that names another place than a link does. */
export function contradiction(argument: string, named: LinkedPlace, linked: PlacedLink): Failure {
  return inputFailure({
    what: `The argument ${argument} names ${placeName(named)}, but ${linked.link.title} leads to ${placeName(linked)}.`,
    next: `If the link is right, leave ${argument} out. Otherwise give an id or a name in the argument ${linked.link.argument} instead of the link.`,
  });
}

async function inGroup(
  link: ConsoleLink,
  reference: string,
  organization: Organization,
  known: KnownPlaces,
): Promise<LinkedPlace> {
  const environment = (await known.environments(organization)).find(({ id }) => same(id, reference));
  if (environment !== undefined) return { organization, environment };
  throw unseen(link, `the environment ${reference} of business group ${quote(organization.name)}`);
}

async function inAnyGroup(
  link: ConsoleLink,
  reference: string,
  organizations: readonly Organization[],
  known: KnownPlaces,
): Promise<LinkedPlace> {
  const unreadable: string[] = [];
  for (const organization of organizations.slice(0, maxGroupsSearched)) {
    const environments = await unlessForbidden(known.environments(organization));
    const environment = environments?.find(({ id }) => same(id, reference));
    if (environment !== undefined) return { organization, environment };
    if (environments === undefined) unreadable.push(quote(organization.name));
  }
  const what =
    link.environments.length > 0 ? `the environment ${reference}` : `${reference}, an environment or business group`;
  throw unseen(link, what, [
    ...(unreadable.length > 0 ? [`The environments of ${unreadable.join(', ')} could not be read.`] : []),
    ...(organizations.length > maxGroupsSearched
      ? [
          `Only ${maxGroupsSearched} of ${organizations.length} business groups were searched; name the right one in the argument organization.`,
        ]
      : []),
  ]);
}

async function unlessForbidden<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'permission') return undefined;
    throw error;
  }
}

function unseen(link: ConsoleLink, what: string, details: readonly string[] = []): Failure {
  const more = details.map((detail) => ` ${detail}`).join('');
  return inputFailure({
    what: `${capitalize(link.title)} names ${what}, which this sign-in cannot see.`,
    why: `It may belong to another organization or have been deleted, or the sign-in may have no role there.${more}`,
    next: advice`${tool('organization.list')} and ${tool('environment.list')} list what is visible. Copy the link of the right one again, or give an id or a name with organization and environment.`,
  });
}

function twoIn(link: ConsoleLink, ids: readonly string[]): Failure {
  return inputFailure({
    what: `${capitalize(link.title)} names two places: ${ids.join(' and ')}.`,
    next: 'Copy the address from the web console again, or give an id or a name with organization and environment.',
  });
}

function contradicts(one: LinkedPlace, other: LinkedPlace): boolean {
  if (!same(one.organization?.id, other.organization?.id)) return true;
  const [here, there] = [one.environment, other.environment];
  return here !== undefined && there !== undefined && !same(here.id, there.id);
}

/** With an environment comes its business group. */
function isNamed(link: PlacedLink): link is NamedPlace {
  return link.organization !== undefined;
}

function depth({ environment }: NamedPlace): number {
  return environment ? 2 : 1;
}

function placeName({ organization, environment }: LinkedPlace): string {
  const group = `${quote(organization?.name ?? '')} (${organization?.id})`;
  return environment
    ? `environment ${quote(environment.name)} (${environment.id}) of ${quote(organization?.name ?? '')}`
    : `business group ${group}`;
}

/** Ids are UUIDs, which some tools write in upper case. */
function same(one: string | undefined, other: string | undefined): boolean {
  return one?.toLowerCase() === other?.toLowerCase();
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
