import { leafChanges } from '../../core/plan/diff.ts';
import { back, type Undo } from '../../core/plan/undo.ts';
import { names, undoBy } from '../../core/plan/undo-parts.ts';
import { isObject, withoutUndefined } from '../../platform/json.ts';
import { isGatewaySize } from './capacity.ts';
import type { GatewayDefinition } from './client.ts';
import { changedDefinition, isLogLevel } from './definition.ts';
import type { PublishedVersions } from './versions.ts';

/** An update of a gateway; without the published versions the platform decides about that of before. */
export interface GatewayUpdate {
  id: string;
  before: GatewayDefinition;
  after: GatewayDefinition;
  published: PublishedVersions | undefined;
}

/** The way back from an update: the values before of what it changes, as far as an update can set them. */
export function undoOfUpdate({ id, before, after, published }: GatewayUpdate): Undo {
  const changed = new Set(leafChanges(before, after).map(({ setting }) => setting));
  const facts = factsBefore(before, changed, published);
  const settings = settingsBefore(before, changed);
  // What the call of the way back would leave behind.
  const restored = changedDefinition(after, facts, settings);
  const left = names(leafChanges(before, restored).map(({ setting }) => setting));
  const args = { ...facts, ...settings };
  return undoBy(Object.keys(args).length === 0 ? [] : [back('gateway.update', { gateway: id, ...args })], [
    left === undefined
      ? undefined
      : `An update cannot set ${left} back to what was there before: what was not set cannot be unset, and a version that is no longer published cannot be chosen.`,
  ]);
}

/** The channel goes with the version: a version may be in several. */
function factsBefore(
  { runtimeVersion, releaseChannel, size }: GatewayDefinition,
  changed: ReadonlySet<string>,
  published: PublishedVersions | undefined,
) {
  const isThere =
    published?.channels.some(({ name, versions }) => name === releaseChannel && versions.includes(runtimeVersion)) ??
    (runtimeVersion !== '' && releaseChannel !== '');
  const moved = changed.has('runtimeVersion') || changed.has('releaseChannel');
  return {
    ...(moved && isThere ? { runtimeVersion, releaseChannel } : {}),
    ...(changed.has('size') && isGatewaySize(size) ? { size } : {}),
  };
}

function settingsBefore({ configuration }: GatewayDefinition, changed: ReadonlySet<string>) {
  const was = (part: string, key: string): unknown => {
    const members = configuration[part];
    return changed.has(`configuration.${part}.${key}`) && isObject(members) ? members[key] : undefined;
  };
  const level = was('logging', 'level');
  return withoutUndefined({
    publicUrl: text(was('ingress', 'publicUrl')),
    forwardSslSession: flag(was('ingress', 'forwardSslSession')),
    lastMileSecurity: flag(was('ingress', 'lastMileSecurity')),
    upstreamResponseTimeout: amount(was('properties', 'upstreamResponseTimeout')),
    connectionIdleTimeout: amount(was('properties', 'connectionIdleTimeout')),
    logLevel: isLogLevel(level) ? level : undefined,
    forwardLogs: flag(was('logging', 'forwardLogs')),
    tracingSampling: samplingBefore(configuration, changed),
  });
}

/** 0 is the argument for off, also where nothing said so. */
function samplingBefore(
  { tracing }: GatewayDefinition['configuration'],
  changed: ReadonlySet<string>,
): number | undefined {
  if (![...changed].some((setting) => setting.startsWith('configuration.tracing.'))) return undefined;
  const { enabled, sampling } = isObject(tracing) ? tracing : {};
  return enabled === true ? amount(sampling) : 0;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
