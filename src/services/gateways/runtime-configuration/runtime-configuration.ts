import { tool } from '../../../core/operations.ts';
import { leafChanges } from '../../../core/plan/diff.ts';
import type { Change } from '../../../core/plan/plan.ts';
import { closest, nearest } from '../../../core/text/nearest.ts';
import { quote } from '../../../core/text/quote.ts';
import { isSpelling, spellingsOf } from '../../../core/text/spellings.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { advice } from '../../../platform/advice.ts';
import { inputFailure, isNotFound } from '../../../platform/errors.ts';
import { isObject, type JsonObject } from '../../../platform/json.ts';
import type { FoundGateway } from '../gateways.ts';
import {
  type RuntimeSetting,
  type RuntimeSettingName,
  type RuntimeSettingValues,
  runtimeSettingList,
} from './settings.ts';

/** The runtime configuration of a gateway; empty when it never had one. @throws Failure */
export async function readRuntimeConfiguration(
  gateway: { id: string },
  { platform, place, signal }: EnvironmentContext,
): Promise<{ configuration: JsonObject; gatewayVersion?: string; updatedAt?: string }> {
  try {
    const found = await platform.gatewayManager.runtimeConfiguration(place, gateway.id, signal);
    return {
      configuration: found.configuration,
      ...(found.gatewayVersion === undefined ? {} : { gatewayVersion: found.gatewayVersion }),
      ...(found.updatedAt === undefined ? {} : { updatedAt: found.updatedAt }),
    };
  } catch (error) {
    // The gateway itself was found before.
    if (isNotFound(error)) return { configuration: {} };
    throw error;
  }
}

/** The request: values to set, settings to unset, and whether everything else stays. */
export interface RuntimeChange {
  mode: 'merge' | 'replace';
  values: RuntimeSettingValues;
  /** Arguments, also by their other spellings, dotted paths, or beginnings of dotted paths. */
  remove: readonly string[];
}

/**
 * The configuration after a change. `merge` keeps what is not named, members that we do not know too; `replace` keeps
 * nothing. `current` is not modified.
 * @throws Failure (input) when the change is invalid or leaves outbound TLS half configured
 */
export function changedConfiguration(current: JsonObject, change: RuntimeChange): JsonObject {
  const given = runtimeSettingList.filter(({ name }) => change.values[name] !== undefined);
  const removed = removedSettings(change);
  if (given.length === 0 && removed.length === 0) {
    throw inputFailure({
      what: 'No setting was given.',
      next: advice`Give the settings to change, or name those to unset in the argument remove. ${tool('gatewayRuntimeConfiguration.get')} shows the current ones.`,
    });
  }
  const both = given.filter((setting) => removed.includes(setting)).map(({ name }) => name);
  if (both.length > 0) {
    throw inputFailure({
      what: `${both.join(', ')} cannot be set and unset at the same time.`,
      next: 'Leave it out of remove, or do not give it a value.',
    });
  }
  if (holdsMask(change.values)) {
    throw inputFailure({
      what: `A value is ${hidden}: that is a mask, not the credential itself.`,
      next: 'Give the real value in the parameters of logOutputs, or leave logOutputs out to keep it as it is.',
    });
  }
  const kept = change.mode === 'replace' ? {} : current;
  const reduced = removed.reduce((configuration, { path }) => withoutPath(configuration, path.split('.')), kept);
  const changed = given.reduce(
    (configuration, { name, path, toPlatform }) =>
      withValue(configuration, path.split('.'), toPlatform?.(change.values[name]) ?? change.values[name]),
    reduced,
  );
  requireCompleteTls(changed);
  return changed;
}

function removedSettings({ mode, remove }: RuntimeChange): (RuntimeSetting & { name: RuntimeSettingName })[] {
  if (mode === 'replace' && remove.length > 0) {
    throw inputFailure({
      what: 'The argument remove unsets current settings, but mode replace keeps none of them.',
      next: 'Leave out remove, or use mode merge.',
    });
  }
  return remove.flatMap((reference) => {
    const text = reference.trim();
    const named = runtimeSettingList.filter(
      ({ name, path, schema }) =>
        isSpelling(text, name, spellingsOf(schema)) || path === text || path.startsWith(`${text}.`),
    );
    if (text !== '' && named.length > 0) return named;
    const near = nearest(
      text,
      runtimeSettingList.map(({ name }) => ({ id: name, name })),
    );
    throw inputFailure({
      what: `Unknown setting ${quote(text)} in remove.`,
      why: closest(near.map(({ name }) => name)),
      next: 'In remove, name settings by argument name, or by path such as tls or tracing.labels.',
    });
  });
}

/** The value at a dotted path; undefined when it, or what leads to it, is not there. */
export function valueAt(configuration: JsonObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      configuration,
    );
}

function withValue(object: JsonObject, [key = '', ...rest]: readonly string[], value: unknown): JsonObject {
  if (rest.length === 0) return { ...object, [key]: value };
  const inner = object[key];
  return { ...object, [key]: withValue(isObject(inner) ? inner : {}, rest, value) };
}

/** Removes a value, and its parents if they become empty. */
function withoutPath(object: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  if (!Object.hasOwn(object, key)) return object;
  const { [key]: inner, ...others } = object;
  if (rest.length === 0) return others;
  if (!isObject(inner)) return object;
  const reduced = withoutPath(inner, rest);
  if (reduced === inner) return object;
  return Object.keys(reduced).length === 0 ? others : { ...object, [key]: reduced };
}

/** Outbound TLS needs both ids [document flex-gateway-manager]. */
function requireCompleteTls(configuration: JsonObject): void {
  if (valueAt(configuration, 'tls.defaultPoliciesOutboundTls') === undefined) return;
  const settings = runtimeSettingList.filter(({ name }) => name === 'secretGroupId' || name === 'truststoreId');
  const missing = settings.filter(({ path }) => valueAt(configuration, path) === undefined).map(({ name }) => name);
  if (missing.length === 0) return;
  throw inputFailure({
    what: `Outbound TLS would be half configured: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    why: 'The platform accepts secretGroupId and truststoreId only together, and skipTlsValidation only with both.',
    next: 'Give both ids, or unset all of it with "tls" in remove.',
  });
}

/**
 * Requires settings that the gateway's kind supports.
 * @throws Failure (input) naming every setting that a managed gateway does not have
 */
export function requireSettingsFor(gateway: FoundGateway, values: RuntimeSettingValues): void {
  if (gateway.kind === 'self-managed') return;
  const refused = runtimeSettingList.flatMap(({ name, selfManagedOnly }) => {
    const value: unknown = values[name];
    if (value === undefined || selfManagedOnly === undefined) return [];
    if (selfManagedOnly === 'yes') return [name];
    return typeof value === 'string' && selfManagedOnly.includes(value) ? [`${name} ${value}`] : [];
  });
  if (refused.length === 0) return;
  throw inputFailure({
    what: `Gateway ${quote(gateway.name)} is managed, and only self-managed gateways have ${refused.join(', ')}.`,
    why: 'The platform runs the machines of a managed gateway, so log outputs and probes cannot be configured.',
    next: 'Leave these arguments out.',
  });
}

/** One setting as it is. */
export interface RuntimeSettingFacts {
  /** The argument that changes it. */
  setting: RuntimeSettingName;
  path: string;
  /** Missing when the setting is not set; what looks like a credential is masked. */
  value?: unknown;
}

/**
 * A configuration setting by setting, in the order of the table, and its other members as dotted paths. Settings
 * that the gateway's kind does not have are left out.
 */
export function settingsOf(
  configuration: JsonObject,
  kind: FoundGateway['kind'],
): { settings: RuntimeSettingFacts[]; otherSettings: { path: string; value: unknown }[] } {
  const settings = runtimeSettingList.flatMap(({ name, path, selfManagedOnly, fromPlatform }) => {
    const raw = valueAt(configuration, path);
    if (raw === undefined && kind === 'managed' && selfManagedOnly === 'yes') return [];
    // Masked in the platform's form, where what a value is called is the name of its member.
    const safe = masked(raw);
    const value = fromPlatform && safe !== undefined ? fromPlatform(safe) : safe;
    return [{ setting: name, path, ...(value === undefined ? {} : { value }) }];
  });
  const rest = runtimeSettingList.reduce((left, { path }) => withoutPath(left, path.split('.')), configuration);
  const others = shownChanges({}, rest)
    .filter(({ after }) => !isObject(after))
    .map(({ setting, after }) => ({ path: setting, value: after }));
  return { settings, otherSettings: others };
}

/** The differences of two configurations, setting by setting, without credentials that log outputs hold. */
export function shownChanges(before: JsonObject, after: JsonObject): Change[] {
  return leafChanges(before, after).map((change) => {
    const secret = looksSecret(change.setting.split('.').at(-1) ?? '');
    // Masking keeps the form of JSON values.
    const shown = (value: unknown) => (secret ? hidden : masked(value)) as NonNullable<Change['after']>;
    return {
      setting: change.setting,
      ...(change.before === undefined ? {} : { before: shown(change.before) }),
      ...(change.after === undefined ? {} : { after: shown(change.after) }),
    };
  });
}

const hidden = '[secret]';

function holdsMask(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsMask);
  return value === hidden;
}

/** Fluent Bit outputs are given their credentials as parameters, such as `http_passwd` or `splunk_token`. */
function looksSecret(key: string): boolean {
  return /pass(wd|word|phrase)|secret(?!GroupId$)|token|credential|api_?key|shared_?key|access_?key|authorization|^headers?$/i.test(
    key,
  );
}

/** The value with every member hidden that looks like a credential. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, looksSecret(key) ? hidden : masked(member)]),
  );
}
