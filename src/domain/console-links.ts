import { inputFailure } from '../anypoint/errors.ts';
import { quote } from './resolve.ts';

/** What a link from the platform's web console may point at, by the name of the argument it is given in. */
export const linkedKinds = ['gateway', 'server', 'cluster', 'api', 'application'] as const;
export type LinkedKind = (typeof linkedKinds)[number];

const anyId = /^[^/]+$/;
const number = /^\d+$/;

/**
 * The word that stands before the id, and what an id looks like. The console has several generations of addresses side
 * by side, such as `…/cloudhub/#/console/home/{environment}/applications/runtimeFabric/{id}/settings`; all of them name the thing before
 * its id, so the words are what is relied on, not the whole form.
 */
const idAfter: Record<LinkedKind, { words: RegExp; id: RegExp }> = {
  gateway: { words: /^(flex-?|omni-?|managed-?)?gateways?$/i, id: /^[0-9a-f]{8}-[0-9a-f-]{27}$/i },
  server: { words: /^servers?$/i, id: number },
  cluster: { words: /^clusters?$/i, id: number },
  api: { words: /^apis?$/i, id: number },
  application: { words: /^(applications?|deployments?)$/i, id: anyId },
};

/** Words that stand between `applications` and the id and say where it runs. */
const platformWord = /^(cloudhub|cloudhub2|ch2|runtimeFabric|rtf|hybrid|standalone|servers?|list)$/i;

/**
 * The parts of a web address, those behind `#` included, decoded and in order; undefined for anything else. The address
 * is taken apart and never asked.
 */
export function linkParts(text: string): string[] | undefined {
  if (!/^https?:\/\//i.test(text.trim()) || !URL.canParse(text.trim())) return undefined;
  const url = new URL(text.trim());
  const route = `${url.pathname}/${url.hash.replace(/^#!?/, '').replace(/[?&=]/g, '/')}`;
  const values = [...url.searchParams.values()];
  return [...route.split('/'), ...values].map(decoded).filter((part) => part !== '');
}

/** The id of a kind of thing in the parts of a link; undefined when it holds none. The last one counts: it is the deepest. */
export function idInLink(kind: LinkedKind, parts: readonly string[]): string | undefined {
  const { words, id } = idAfter[kind];
  let found: string | undefined;
  for (const [index, part] of parts.entries()) {
    if (!words.test(part)) continue;
    const candidate = parts.slice(index + 1).find((next) => kind !== 'application' || !platformWord.test(next));
    if (candidate !== undefined && id.test(candidate)) found = candidate;
  }
  return found;
}

/** Arguments in which links have become ids, and everything else those links told. */
export interface FollowedLinks<T> {
  args: T;
  /** Parts of all links: among them may be the business group and the environment. */
  parts: string[];
}

/**
 * Replaces links by the ids they hold, in the arguments that name a thing.
 * @throws Failure (input) when a link holds no such id
 */
export function followLinks<T extends Record<string, unknown>>(args: T): FollowedLinks<T> {
  const parts: string[] = [];
  const follow = (kind: LinkedKind, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    const own = linkParts(value);
    if (own === undefined) return value;
    parts.push(...own);
    const id = idInLink(kind, own);
    if (id !== undefined) return id;
    throw inputFailure({
      what: `The link ${quote(value)} holds no id of a ${kind}.`,
      next: `Open the ${kind} in the web console and copy the address from there, or give its id or name in the argument ${kind}.`,
    });
  };
  const followed = Object.entries(args).map(([name, value]) => {
    if (name === 'servers' && Array.isArray(value)) return [name, value.map((one) => follow('server', one))];
    const kind = linkedKinds.find((known) => known === name);
    return [name, kind === undefined ? value : follow(kind, value)];
  });
  // Texts have become texts; nothing else has changed.
  return { args: parts.length === 0 ? args : (Object.fromEntries(followed) as T), parts };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
