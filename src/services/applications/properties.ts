import type { Change } from '../../core/plan/plan.ts';
import { inputFailure } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';
import { isSecretUnder } from '../../platform/masking/secret-names.ts';
import { holdsSecretShape } from '../../platform/masking/secret-shapes.ts';

/** The properties of an application: those whose values can be read, and the names of those that are protected. */
export interface PropertySet {
  readable: ReadonlyMap<string, string>;
  /** Their values are unknown here: the platform returns a mask, which is not kept. */
  secure: ReadonlySet<string>;
}

/** What a call asks of the properties; everything that it does not name stays. */
export interface PropertiesRequest {
  set: ReadonlyMap<string, string>;
  setSecure: ReadonlyMap<string, string>;
  remove: readonly string[];
}

/** The plan for the properties. */
export interface PropertyPlan {
  /** All readable properties after the change. */
  plain: ReadonlyMap<string, string>;
  /** Protected properties that get a value now. */
  newSecure: ReadonlyMap<string, string>;
  /** Protected properties that stay and whose values are unknown. */
  kept: readonly string[];
  added: string[];
  changed: string[];
  removed: string[];
  /** For the plan of the write; without any secret value. */
  changes: Change[];
  /** Values that nothing may show. */
  secretValues: string[];
}

/** Names of the properties that pair an application with API Manager [docs/platform/autodiscovery.md#properties]. */
export const autodiscoveryNames = {
  clientId: 'anypoint.platform.client_id',
  clientSecret: 'anypoint.platform.client_secret',
  gatekeeper: 'anypoint.platform.gatekeeper',
} as const;

/** How a protected property is shown. */
export const secureMark = '(secure)';
/** How an unprotected property that looks like a secret is shown. */
export const hiddenMark = '(hidden)';

/** How a value is shown where the operator wants no values at all. */
const concealedMark = '(not shown)';

/** What the operator allows to be shown of properties: values that are no secrets, or no values at all. */
export type ShownProperties = 'values' | 'names';

const newValueMark = '(secure, new value)';

/** Stars and dots as platforms mask with them, and the marks that this project shows. */
const maskPattern = /^([*•●]{3,}|\((secure|hidden|not shown)(, new value)?\)|\[secret\])$/;

/** A mask instead of a value. */
export function isMask(value: string): boolean {
  return maskPattern.test(value.trim());
}

/** Whether an unprotected property has to be hidden: by its name, or by what it holds. */
export function looksSecret(name: string, value: string): boolean {
  return isSecretUnder(name, value) || holdsSecretShape(value) || holdsSecretShape(`${name}: ${value}`);
}

/** A property's value as results and plans may show it. */
export function shownValue(name: string, value: string): string {
  return looksSecret(name, value) ? hiddenMark : value;
}

/**
 * The properties in an answer of the platform. A masked value counts as protected even if it is not marked so: it must not be written back.
 */
export function propertySet(map: unknown, secureNames: Iterable<string> = []): PropertySet {
  const secure = new Set(secureNames);
  const readable = new Map<string, string>();
  for (const [name, value] of Object.entries(isObject(map) ? map : {})) {
    const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
    if (isMask(text)) secure.add(name);
    else if (!secure.has(name)) readable.set(name, text);
  }
  return { readable, secure };
}

/** All names, those of protected properties too, sorted. */
export function propertyNames({ readable, secure }: PropertySet): string[] {
  return [...readable.keys(), ...secure].sort();
}

/** Every property as it may be shown, by name. */
export function shownProperties(
  { readable, secure }: PropertySet,
  show: ShownProperties = 'values',
): { name: string; value: string }[] {
  const shownOf = (name: string, value: string): string => (show === 'names' ? concealedMark : shownValue(name, value));
  const shown = new Map([...readable].map(([name, value]) => [name, shownOf(name, value)] as const));
  for (const name of secure) shown.set(name, secureMark);
  return [...shown].map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Merges the request into the current properties. A protected property stays protected whichever argument changes it, and the environment's client secret becomes protected where the service supports it. The plan never contains a mask as a value. @throws Failure (input) when the request contradicts itself or contains a mask
 */
export function planProperties(before: PropertySet, request: PropertiesRequest, canProtect: boolean): PropertyPlan {
  requireConsistent(request);
  const plain = new Map(before.readable);
  const kept = new Set(before.secure);
  const newSecure = new Map<string, string>();
  const plan = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
  const changes: Change[] = [];
  const secretValues: string[] = [];

  for (const [name, value] of [...request.set, ...request.setSecure]) {
    const old = before.readable.get(name);
    const wasSecure = before.secure.has(name);
    const secure = canProtect && (wasSecure || request.setSecure.has(name) || name === autodiscoveryNames.clientSecret);
    // A client id is the name of a thing, also where somebody protects it [docs/platform/access.md#runtime-credentials].
    if (name !== autodiscoveryNames.clientId && (secure || looksSecret(name, value))) secretValues.push(value);
    if (!secure && old === value) continue;
    kept.delete(name);
    if (secure) {
      plain.delete(name);
      newSecure.set(name, value);
    } else {
      plain.set(name, value);
    }
    const isNew = old === undefined && !wasSecure;
    plan[isNew ? 'added' : 'changed'].push(name);
    const after = secure ? newValueMark : shownValue(name, value);
    const shownBefore = old === undefined ? secureMark : shownValue(name, old);
    changes.push({
      setting: name,
      ...(isNew ? {} : { before: shownBefore }),
      after: after === hiddenMark && shownBefore === hiddenMark ? '(hidden, new value)' : after,
    });
  }
  for (const name of new Set(request.remove)) {
    const old = plain.get(name);
    if (old === undefined && !kept.has(name)) continue;
    plain.delete(name);
    kept.delete(name);
    plan.removed.push(name);
    changes.push({ setting: name, before: old === undefined ? secureMark : shownValue(name, old) });
  }
  return { plain, newSecure, kept: [...kept].sort(), ...plan, changes, secretValues };
}

/** Changes of properties as they may be shown. */
export function shownPropertyChanges(changes: readonly Change[], show: ShownProperties): Change[] {
  if (show === 'values') return [...changes];
  return changes.map(({ setting, before, after }) => ({
    setting,
    ...(before === undefined ? {} : { before: concealedMark }),
    ...(after === undefined ? {} : { after: before === undefined ? concealedMark : '(not shown, new value)' }),
  }));
}

/** The values in an autodiscovery as they may be shown. */
export function shownAutodiscovery(found: Autodiscovery, show: ShownProperties): Autodiscovery {
  if (show === 'values') return found;
  const concealed = (value: string | undefined): string | undefined => (value === undefined ? value : concealedMark);
  return {
    ...found,
    apiIds: found.apiIds.map(({ property }) => ({ property, apiId: concealedMark })),
    clientId: concealed(found.clientId),
    gatekeeper: concealed(found.gatekeeper),
  };
}

function requireConsistent({ set, setSecure, remove }: PropertiesRequest): void {
  const twice = [...set.keys()].find((name) => setSecure.has(name));
  const both = remove.find((name) => set.has(name) || setSecure.has(name));
  if (twice !== undefined || both !== undefined) {
    throw inputFailure({
      what: `The property ${JSON.stringify(twice ?? both)} is named twice: ${
        twice === undefined ? 'to be set and to be removed' : 'in properties and in secureProperties'
      }.`,
      next: 'Name it once.',
    });
  }
  for (const [name, value] of [...set, ...setSecure]) {
    if (name.trim() === '') throw inputFailure({ what: 'A property has no name.', next: 'Give it one.' });
    if (isMask(value)) {
      throw inputFailure({
        what: `The value given for the property ${JSON.stringify(name)} is a mask, not a value: it would overwrite the secret.`,
        next: 'Leave the property out to keep it, or give its real value in secureProperties.',
      });
    }
  }
}

/** What an application says about its pairing with API Manager [docs/platform/autodiscovery.md#properties]. */
export interface Autodiscovery {
  /** Properties that look like an API instance id; only the application's XML says which one it reads. */
  apiIds: { property: string; apiId: string }[];
  clientId?: string | undefined;
  /** `secure`, `unprotected`, or `missing`. */
  clientSecret: 'secure' | 'unprotected' | 'missing';
  /** Undefined: the runtime's own, `flexible` from Mule 4.1 on. */
  gatekeeper?: string | undefined;
  /** Which of the four are missing; the api id may have any of its usual names. */
  missing: string[];
  /** The credentials come from the registration of the server, so their properties are not missing. */
  fromServer?: true;
}

/**
 * Which of the four properties of autodiscovery are there. A runtime on a server that was registered with its token has
 * the credentials of its environment by itself [docs/platform/autodiscovery.md#servers].
 */
export function autodiscoveryOf({ readable, secure }: PropertySet, onServer: boolean): Autodiscovery {
  const { clientId, clientSecret, gatekeeper } = autodiscoveryNames;
  const apiIds = [...readable]
    .filter(([name, value]) => /(^|[._-])api[._-]?id$/i.test(name) && value !== '')
    .map(([property, apiId]) => ({ property, apiId }));
  const has = (name: string): boolean => secure.has(name) || (readable.get(name) ?? '') !== '';
  return {
    apiIds,
    clientId: readable.get(clientId) ?? (secure.has(clientId) ? secureMark : undefined),
    clientSecret: secure.has(clientSecret) ? 'secure' : has(clientSecret) ? 'unprotected' : 'missing',
    gatekeeper: readable.get(gatekeeper),
    missing: [
      ...(apiIds.length === 0 ? ['api.id'] : []),
      ...(onServer ? [gatekeeper] : [clientId, clientSecret, gatekeeper]).filter((name) => !has(name)),
    ],
    ...(onServer && !has(clientSecret) ? { fromServer: true } : {}),
  };
}

/** Whether some property of an application holds an API instance id, under whatever name [docs/platform/autodiscovery.md#properties]. */
export function namesApi({ readable }: PropertySet, apiId: string): boolean {
  return [...readable.values()].includes(apiId);
}
