/** What a link from the platform's web console may point at. */
export const linkedKinds = ['gateway', 'server', 'cluster', 'api', 'application', 'policy', 'target', 'asset'] as const;
export type LinkedKind = (typeof linkedKinds)[number];

/** The thing that a link is of. */
export interface LinkedThing {
  kind: LinkedKind;
  id: string;
  /** What the argument takes in place of the link. */
  reference: string;
  /** `group:asset:version` of an Exchange asset, where the address has a whole version. */
  coordinates?: string | undefined;
  /** Where its id stands among the parts of the link. */
  at: number;
}

interface Form {
  /** `gateway`, and `a gateway`, for sentences. */
  noun: string;
  article: 'a' | 'an';
  /** The word that stands before the id. */
  word: RegExp;
  /** What an id looks like. */
  id: RegExp;
  /** The tool that shows one. */
  shownBy: `anypoint_${string}`;
}

const number = /^\d+$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/**
 * The console has several generations of addresses side by side, such as
 * `…/cloudhub/#/console/home/{environment}/applications/runtimeFabric/{id}/settings`; all of them name the thing before
 * its id, so the words are what is relied on, not the whole form.
 */
const forms: Record<LinkedKind, Form> = {
  gateway: {
    noun: 'gateway',
    article: 'a',
    word: /^(flex-?|omni-?|managed-?)?gateways?$/i,
    id: uuid,
    shownBy: 'anypoint_get_gateway',
  },
  server: { noun: 'server', article: 'a', word: /^servers?$/i, id: number, shownBy: 'anypoint_get_server' },
  cluster: { noun: 'cluster', article: 'a', word: /^clusters?$/i, id: number, shownBy: 'anypoint_get_cluster' },
  api: { noun: 'API', article: 'an', word: /^apis?$/i, id: number, shownBy: 'anypoint_get_api' },
  application: {
    noun: 'application',
    article: 'an',
    word: /^(applications?|deployments?)$/i,
    id: /^[^/]+$/,
    shownBy: 'anypoint_get_application',
  },
  policy: {
    noun: 'policy',
    article: 'a',
    word: /^(applied-?)?polic(y|ies)$/i,
    id: number,
    shownBy: 'anypoint_list_api_policies',
  },
  target: {
    noun: 'private space',
    article: 'a',
    word: /^(private-?spaces?|targets?)(-?id)?$/i,
    id: uuid,
    shownBy: 'anypoint_list_gateway_targets',
  },
  // `/exchange/{group}/{asset}/{version}`, the version also as `minor/{major.minor}`.
  asset: {
    noun: 'Exchange asset',
    article: 'an',
    word: /^exchange$/i,
    id: /^[\w.-]+$/,
    shownBy: 'anypoint_search_exchange_assets',
  },
};

/** Words that stand between `applications` and the id and say where it runs. */
const platformWord = /^(cloudhub|cloudhub2|ch2|runtimeFabric|rtf|hybrid|standalone|servers?|list)$/i;

/** Pages and sections that stand where an environment's id could, too. */
const pageWord =
  /^(api|portals|console|home|settings|details?|dashboard|alerts|logs?|vpcs?|load-?balancers?|runtime-?fabrics?|server-?groups?|insights?|monitoring|new|create|users?|teams?|admin)$/i;

/** The thing of a kind in the parts of a link; undefined when it holds none. The last one counts: it is the deepest. */
export function thingIn(kind: LinkedKind, parts: readonly string[]): LinkedThing | undefined {
  if (kind === 'asset') return assetIn(parts);
  const { word, id } = forms[kind];
  let found: LinkedThing | undefined;
  for (const [index, part] of parts.entries()) {
    if (!word.test(part)) continue;
    let at = index + 1;
    while (kind === 'application' && platformWord.test(parts[at] ?? '')) at++;
    const candidate = parts[at];
    if (candidate === undefined || !id.test(candidate)) continue;
    // What looks like the beginning of a name must not be taken for one: a link means one thing and no other.
    found = { kind, id: candidate, reference: kind === 'application' ? exactly(candidate) : candidate, at };
  }
  return found;
}

/** The deepest thing of any kind in the parts of a link. */
export function deepestThing(parts: readonly string[]): LinkedThing | undefined {
  const found = linkedKinds.map((kind) => thingIn(kind, parts)).filter((thing) => thing !== undefined);
  return found.sort((a, b) => b.at - a.at)[0];
}

/** `a gateway`, for sentences. */
export function someOf(kind: LinkedKind): string {
  return `${forms[kind].article} ${forms[kind].noun}`;
}

/** `gateway`, for sentences. */
export function nounOf(kind: LinkedKind): string {
  return forms[kind].noun;
}

/** The tool that shows a thing. */
export function toolThatShows(kind: LinkedKind): string {
  return forms[kind].shownBy;
}

const idMark = 'id:';

/** A reference that means what has this very id, and nothing whose name begins like it. */
export function exactly(id: string): string {
  return idMark + id;
}

/** The id in a reference that {@link exactly} has made; undefined for what people call things. */
export function exactId(reference: string): string | undefined {
  return reference.startsWith(idMark) ? reference.slice(idMark.length) : undefined;
}

/** Whether a part is a word of the console's own addresses and no id. */
export function isConsoleWord(part: string): boolean {
  return pageWord.test(part) || platformWord.test(part) || linkedKinds.some((kind) => forms[kind].word.test(part));
}

/** Whether the part at an index is the id of a thing, or the group of an asset, and so no place. */
export function belongsToThing(parts: readonly string[], at: number): boolean {
  let before = at - 1;
  while (platformWord.test(parts[before] ?? '')) before--;
  return linkedKinds.some((kind) => forms[kind].word.test(parts[before] ?? ''));
}

function assetIn(parts: readonly string[]): LinkedThing | undefined {
  const at = parts.findIndex((part) => forms.asset.word.test(part)) + 2;
  const [group, asset] = parts.slice(at - 1, at + 1);
  if (at < 2 || group === undefined || pageWord.test(group) || asset === undefined || !forms.asset.id.test(asset)) {
    return undefined;
  }
  const version = parts.slice(at + 1).find((part) => /^\d+\.\d+\.\d+/.test(part));
  const coordinates = version === undefined ? undefined : `${group}:${asset}:${version}`;
  return { kind: 'asset', id: asset, reference: `${group}/${asset}`, coordinates, at };
}
