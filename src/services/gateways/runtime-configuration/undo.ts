import { isDeepStrictEqual } from 'node:util';
import type { OperationArguments } from '../../../core/operations.ts';
import { back, type Undo } from '../../../core/plan/undo.ts';
import { names, secretsToGive, undoBy } from '../../../core/plan/undo-parts.ts';
import { called } from '../../../core/text/quote.ts';
import { Failure } from '../../../platform/errors.ts';
import type { JsonObject } from '../../../platform/json.ts';
import type { FoundGateway } from '../gateways.ts';
import { changedConfiguration, masked, type RuntimeChange, shownChanges, valueAt } from './runtime-configuration.ts';
import {
  type RuntimeSetting,
  type RuntimeSettingName,
  type RuntimeSettingValues,
  runtimeSettingList,
} from './settings.ts';

type ListedSetting = RuntimeSetting & { name: RuntimeSettingName };

/** The way back from a change: the values before of what it changes, and out with what it adds. */
export function undoOfRuntimeChange(gateway: FoundGateway, before: JsonObject, after: JsonObject): Undo {
  const changed = runtimeSettingList.filter(
    ({ path }) => !isDeepStrictEqual(valueAt(before, path), valueAt(after, path)),
  );
  const remove = changed.filter(({ path }) => valueAt(before, path) === undefined).map(({ name }) => name);
  const { shown, secret, values } = valuesBefore(changed, gateway, before);
  const restored = changedBack(after, { mode: 'merge', values, remove });
  if (restored === undefined) {
    return { lost: `The values before of ${changesIn(before, after)}, which this server cannot set.` };
  }
  const left = changesIn(before, restored);
  const args = { gateway: gateway.id, ...shown, ...(remove.length === 0 ? {} : { remove }) };
  return undoBy(
    [back('gatewayRuntimeConfiguration.upsert', args)],
    [
      secretsToGive(secret, `gateway ${called(gateway)}`),
      left === undefined ? undefined : `Not set back, because this server cannot set it: ${left}.`,
    ],
  );
}

/** What arguments can express: a platform may hold values that they do not take, or that this kind of gateway should not have. */
function valuesBefore(
  changed: readonly ListedSetting[],
  { kind }: FoundGateway,
  before: JsonObject,
): { shown: GivenSettings; secret: string[]; values: RuntimeSettingValues } {
  const found = changed.flatMap(({ name, path, schema, fromPlatform, selfManagedOnly }) => {
    const raw = valueAt(before, path);
    const value = raw === undefined ? undefined : (fromPlatform?.(raw) ?? raw);
    const isRefused =
      kind === 'managed' && (selfManagedOnly === 'yes' || selfManagedOnly?.some((option) => option === value) === true);
    const parsed = schema.safeParse(value);
    // Secrets are known by their names in the form of the platform.
    const shown = raw === undefined ? undefined : (fromPlatform?.(masked(raw)) ?? masked(raw));
    return value === undefined || isRefused || !parsed.success ? [] : [{ name, value, shown, parsed: parsed.data }];
  });
  return {
    // Each value satisfies the schema of its argument.
    shown: Object.fromEntries(found.map(({ name, shown }) => [name, shown])) as GivenSettings,
    secret: found.filter(({ value, shown }) => !isDeepStrictEqual(value, shown)).map(({ name }) => name),
    values: Object.fromEntries(found.map(({ name, parsed }) => [name, parsed])) as RuntimeSettingValues,
  };
}

/** The settings as arguments give them. */
type GivenSettings = Omit<OperationArguments<'gatewayRuntimeConfiguration.upsert'>, 'gateway' | 'mode' | 'remove'>;

/** The configuration after the way back; undefined where there is none, such as to half of outbound TLS. */
function changedBack(after: JsonObject, change: RuntimeChange): JsonObject | undefined {
  try {
    return changedConfiguration(after, change);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function changesIn(before: JsonObject, after: JsonObject): string | undefined {
  return names(shownChanges(before, after).map(({ setting }) => setting));
}
