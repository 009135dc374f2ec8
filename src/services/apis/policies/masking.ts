import { isDeepStrictEqual } from 'node:util';
import type { Change, PlanValue } from '../../../core/plan/plan.ts';
import { isObject, type JsonObject } from '../../../platform/json.ts';
import { isSecretUnder } from '../../../platform/masking/secret-names.ts';
import { holdsSecretShape } from '../../../platform/masking/secret-shapes.ts';
import type { TemplateField } from '../policy-templates-client.ts';

/** The mask of a secret in everything that is shown. */
export const secretMask = '[secret]';

/** Templates do not mark every secret as sensitive, and not every template can be read, so names count as well. */
const secretName =
  /pass(word|wd|phrase)|secret|(api|access|private|shared)_?key|^textKey$|authorizationValue|credentials?$|(access|session|refresh|bearer|auth)_?token$|^token$/i;
/** Names that look secret but are not: the location of a secret in a request, or an address. */
const harmlessName = /expression|origin|header|url$|uri$/i;
/** A header's value is a secret when its name says so. */
const secretHeader = /authorization|cookie|api-?key|secret|token|password/i;

/** A configuration with every secret replaced, so that it can be shown. */
export function maskConfiguration(
  configuration: Readonly<JsonObject>,
  fields: readonly TemplateField[] | undefined,
): JsonObject {
  return replaceSecrets(configuration, fields, () => secretMask);
}

/** Every secret text in a configuration, to be kept out of logs and errors. */
export function secretsIn(configuration: Readonly<JsonObject>, fields: readonly TemplateField[] | undefined): string[] {
  const found: string[] = [];
  replaceSecrets(configuration, fields, (value) => {
    collectTexts(value, found);
    return value;
  });
  return found;
}

/** True for a mask: ours, or stars as the platform's pages show them. */
export function isMask(value: unknown): boolean {
  return typeof value === 'string' && (value === secretMask || /^(\*{3,}|•{3,})$/.test(value));
}

/** Where masks stand in a configuration, as dotted paths. */
export function masksIn(value: unknown, path = ''): string[] {
  if (isMask(value)) return [path];
  const entries = Array.isArray(value) ? value.entries() : isObject(value) ? Object.entries(value) : [];
  return [...entries].flatMap(([key, member]) => masksIn(member, path === '' ? String(key) : `${path}.${key}`));
}

/** A configuration with another text in place of each mask. */
export function withMasksAs(configuration: Readonly<JsonObject>, text: string): JsonObject {
  return Object.fromEntries(Object.entries(configuration).map(([key, value]) => [key, maskAs(value, text)]));
}

function maskAs(value: unknown, text: string): unknown {
  if (isMask(value)) return text;
  if (Array.isArray(value)) return value.map((item) => maskAs(item, text));
  return isObject(value) ? withMasksAs(value, text) : value;
}

/**
 * The fields that differ, with secrets masked; of a changed secret only the fact is shown. Whether a secret is another
 * one is unknown where the platform did not return the one before.
 */
export function configurationChanges(
  before: Readonly<JsonObject>,
  after: Readonly<JsonObject>,
  fields: readonly TemplateField[] | undefined,
): Change[] {
  const [shownBefore, shownAfter] = [maskConfiguration(before, fields), maskConfiguration(after, fields)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key): Change[] => {
    if (isDeepStrictEqual(before[key], after[key])) return [];
    const [old, now] = [shownBefore[key], shownAfter[key]];
    const hidden = old !== undefined && isDeepStrictEqual(old, now);
    const given = isMask(before[key]) ? 'as given' : 'another one';
    return [
      {
        setting: `configuration.${key}`,
        // Configurations are JSON, so their members are plan values.
        ...(old === undefined ? {} : { before: old as PlanValue }),
        ...(now === undefined ? {} : { after: hidden ? `${secretMask}, ${given}` : (now as PlanValue) }),
      },
    ];
  });
}

type Replace = (value: unknown) => unknown;

function replaceSecrets(
  configuration: Readonly<JsonObject>,
  fields: readonly TemplateField[] | undefined,
  replace: Replace,
): JsonObject {
  const sensitive = new Set(fields?.filter((field) => field.sensitive).map(({ propertyName }) => propertyName));
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [
      key,
      sensitive.has(key) && !isEmpty(value) ? replace(value) : replaceIn(key, value, replace),
    ]),
  );
}

function replaceIn(key: string, value: unknown, replace: Replace): unknown {
  if (typeof value === 'string') return holdsSecret(key, value) ? replace(value) : value;
  if (Array.isArray(value)) {
    return value.map((item) =>
      isSecretHeader(item) ? { ...item, value: replace(item['value']) } : replaceIn(key, item, replace),
    );
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaceIn(name, member, replace)]));
}

function holdsSecret(name: string, value: string): boolean {
  // An expression that reads the request is no secret, wherever it stands.
  if (value === '' || /^#\[\s*attributes\b/.test(value)) return false;
  const isTold = (secretName.test(name) || isSecretUnder(name, value)) && !harmlessName.test(name);
  return isTold || holdsSecretShape(value);
}

/** `{key: 'Authorization', value: '…'}`, as header injection has them [docs/platform/policies.md#common-policies]. */
function isSecretHeader(item: unknown): item is JsonObject {
  if (!isObject(item) || typeof item['value'] !== 'string' || item['value'] === '') return false;
  const name = item['key'] ?? item['name'];
  return typeof name === 'string' && secretHeader.test(name) && !/^#\[\s*attributes\b/.test(item['value']);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function collectTexts(value: unknown, found: string[]): void {
  if (typeof value === 'string') found.push(value);
  else if (Array.isArray(value)) for (const item of value) collectTexts(item, found);
  else if (isObject(value)) for (const member of Object.values(value)) collectTexts(member, found);
}
