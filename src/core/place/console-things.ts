import { uuid } from '../../platform/ids.ts';
import type { OperationName } from '../operations.ts';

/** Kinds of things that a link from the web console can name. */
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
  /** Words that may stand between the word and the id. */
  between?: RegExp;
  /** What an id looks like. */
  id: RegExp;
  /** What shows one. */
  shownBy: OperationName;
}

const number = /^\d+$/;
/** Say of a gateway of which kind it is. */
const gatewayKind = /^(managed|self-?managed|connected|standalone)$/i;
/** Say of an application where it runs. */
const platformWord = /^(cloudhub|cloudhub2|ch2|runtimeFabric|rtf|hybrid|armui|standalone|servers?|list)$/i;

/**
 * The console has several generations of addresses side by side, such as
 * `…/cloudhub/#/console/home/{environment}/applications/runtimeFabric/{id}/settings`; all of them name the kind of thing before its id, so only these words are relied on, not the whole path.
 */
const forms: Record<LinkedKind, Form> = {
  gateway: {
    noun: 'gateway',
    article: 'a',
    word: /^(flex-?|omni-?|managed-?)?gateways?$/i,
    between: gatewayKind,
    id: uuid,
    shownBy: 'gateway.get',
  },
  server: { noun: 'server', article: 'a', word: /^servers?$/i, id: number, shownBy: 'server.get' },
  cluster: { noun: 'cluster', article: 'a', word: /^clusters?$/i, id: number, shownBy: 'cluster.get' },
  api: { noun: 'API', article: 'an', word: /^api(s|-?instances?)?$/i, id: number, shownBy: 'api.get' },
  application: {
    noun: 'application',
    article: 'an',
    word: /^(applications?|deployments?)$/i,
    between: platformWord,
    id: /^[^/]+$/,
    shownBy: 'application.get',
  },
  policy: {
    noun: 'policy',
    article: 'a',
    word: /^(applied-?)?polic(y|ies)$/i,
    id: number,
    shownBy: 'policy.list',
  },
  target: {
    noun: 'private space',
    article: 'a',
    word: /^(private-?spaces?|targets?)(-?id)?$/i,
    id: uuid,
    shownBy: 'gatewayTarget.list',
  },
  // `/exchange/{group}/{asset}/{version}`, the version also as `minor/{major.minor}`.
  asset: {
    noun: 'Exchange asset',
    article: 'an',
    word: /^exchange$/i,
    id: /^[\w.-]+$/,
    shownBy: 'asset.search',
  },
};

/** Pages and sections in a position where an environment's id could be, too. */
const pageWord =
  /^(api|portals|console|home|settings|details?|dashboard|alerts|logs?|vpcs?|load-?balancers?|runtime-?fabrics?|server-?groups?|insights?|monitoring|new|create|users?|teams?|admin)$/i;

/** The thing of a kind in the parts of a link; undefined when it holds none. The last one counts, because it is the deepest. */
export function thingIn(kind: LinkedKind, parts: readonly string[]): LinkedThing | undefined {
  if (kind === 'asset') return assetIn(parts);
  const { word, between, id } = forms[kind];
  let found: LinkedThing | undefined;
  for (const [index, part] of parts.entries()) {
    if (!word.test(part)) continue;
    let at = index + 1;
    while (between?.test(parts[at] ?? '')) at++;
    const candidate = parts[at];
    if (candidate === undefined || !id.test(candidate)) continue;
    found = { kind, id: candidate, reference: referenceTo(kind, candidate, at > index + 1), at };
  }
  return found;
}

/**
 * An id must not be taken for the prefix of a name: a link names exactly one thing. Pages that say where an application runs have its id, others may have its name.
 */
function referenceTo(kind: LinkedKind, id: string, saysWhere: boolean): string {
  if (kind !== 'application') return id;
  return saysWhere ? exactly(id) : idMark.idOrName + id;
}

/** The kind of thing that a word of an address stands for. */
export function kindCalled(word: string): LinkedKind | undefined {
  return linkedKinds.find((kind) => forms[kind].word.test(word));
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

/** What shows a thing. */
export function operationThatShows(kind: LinkedKind): OperationName {
  return forms[kind].shownBy;
}

const idMark = { id: 'id:', idOrName: 'id or name:' } as const;

/** A reference that matches exactly this id, and never a prefix of a name. */
export function exactly(id: string): string {
  return idMark.id + id;
}

/** What a link says of an application. */
export interface ExactReference {
  reference: string;
  /** Whether it may also be its whole name. */
  isNameToo: boolean;
}

/** What a reference made from a link matches; undefined for references that people write. */
export function exactReference(reference: string): ExactReference | undefined {
  const { id, idOrName } = idMark;
  if (reference.startsWith(id)) return { reference: reference.slice(id.length), isNameToo: false };
  return reference.startsWith(idOrName) ? { reference: reference.slice(idOrName.length), isNameToo: true } : undefined;
}

/** Whether a part is a word of the console's own addresses and no id. */
export function isConsoleWord(part: string): boolean {
  return pageWord.test(part) || isBetween(part) || kindCalled(part) !== undefined;
}

/** Whether the part at an index is the id of a thing, or the group of an asset, and so no place. */
export function belongsToThing(parts: readonly string[], at: number): boolean {
  let before = at - 1;
  while (isBetween(parts[before] ?? '')) before--;
  return kindCalled(parts[before] ?? '') !== undefined;
}

function isBetween(part: string): boolean {
  return gatewayKind.test(part) || platformWord.test(part);
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
