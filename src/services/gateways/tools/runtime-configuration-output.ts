import * as z from 'zod';
import { settingLine } from './gateway-output.ts';

/** A runtime configuration in results: every setting the gateway can have, and what else the platform keeps. */
export const runtimeConfigurationShape = {
  settings: z.array(z.object({ setting: z.string(), path: z.string(), value: z.unknown().optional() })),
  otherSettings: z.array(z.object({ path: z.string(), value: z.unknown() })),
};

interface ShownConfiguration {
  settings: { setting: string; path: string; value?: unknown }[];
  otherSettings: { path: string; value?: unknown }[];
}

/** The settings that are set, one per line; then those that are not. */
export function runtimeConfigurationLines(
  { settings, otherSettings }: ShownConfiguration,
  gatewayVersion?: string,
): string {
  const unset = settings.filter(({ value }) => value === undefined).map(({ setting }) => setting);
  return [
    ...(gatewayVersion === undefined ? [] : [settingLine('gateway version', gatewayVersion)]),
    ...settings
      .filter(({ value }) => value !== undefined)
      .map(({ setting, path, value }) => settingLine(`${setting} (${path})`, value)),
    ...otherSettings.map(({ path, value }) => settingLine(path, value)),
    ...(unset.length === 0 ? [] : [`not set: ${unset.join(', ')}`]),
  ].join('\n');
}
