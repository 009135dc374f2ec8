import * as z from 'zod';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import type { CloudHubApplication } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { cloudHub, requireApplication } from './api.ts';
import { cloudHubError as fail } from './errors.ts';

const { read, change } = applicationScopes;
const levelsPath = '/applications/{domain}/logs/levels';
const levelPath = `${levelsPath}/{name}` as const;
const trackingPath = '/applications/{domain}/settings/tracking';

const levels = z.array(
  z.strictObject({ packageName: z.string().min(1), level: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR']) }),
);
const tracking = z.strictObject({ trackingLevel: z.enum(['DISABLED', 'METADATA', 'METADATA_AND_REPLAY']) });

/** Log levels and tracking of an application, which its whole view has as well [docs/platform/applications.md#version-1]. */
export const settingsRoutes: readonly Route[] = [
  cloudHub.environment('GET', levelsPath, read, (c, place) =>
    c.json(levelsOf(requireApplication(c, place, c.req.param('domain')))),
  ),

  // Adds packages, and changes those that are there.
  cloudHub.environment('PUT', levelsPath, change, async (c, place) => {
    const application = requireApplication(c, place, c.req.param('domain'));
    const sent = await readBody(c, levels, fail);
    const names = new Set(sent.map(({ packageName }) => packageName));
    const kept = levelsOf(application).filter(({ packageName }) => !names.has(packageName));
    application.settings = { ...application.settings, logLevels: [...kept, ...sent] };
    return c.json(levelsOf(application));
  }),

  cloudHub.environment('GET', levelPath, read, (c, place) => {
    const { domain, name } = c.req.param();
    return c.json(requireLevel(requireApplication(c, place, domain), name));
  }),

  cloudHub.environment('DELETE', levelPath, change, (c, place) => {
    const { domain, name } = c.req.param();
    const application = requireApplication(c, place, domain);
    const { packageName } = requireLevel(application, name);
    const logLevels = levelsOf(application).filter((level) => level.packageName !== packageName);
    application.settings = { ...application.settings, logLevels };
    return c.body(null, 200);
  }),

  cloudHub.environment('GET', trackingPath, read, (c, place) => {
    const { settings } = requireApplication(c, place, c.req.param('domain'));
    return c.json(settings?.['trackingSettings'] ?? { trackingLevel: 'DISABLED' });
  }),

  cloudHub.environment('PUT', trackingPath, change, async (c, place) => {
    const application = requireApplication(c, place, c.req.param('domain'));
    const trackingSettings = await readBody(c, tracking, fail);
    // All runtimes here are Mule 4 [docs/platform/applications.md#version-1].
    if (trackingSettings.trackingLevel === 'METADATA_AND_REPLAY') {
      throw fail(403, 'Replay is not supported for Mule 4 applications');
    }
    application.settings = { ...application.settings, trackingSettings };
    return c.json(trackingSettings);
  }),
];

function levelsOf({ settings }: Readonly<CloudHubApplication>): z.output<typeof levels> {
  return levels.parse(settings?.['logLevels'] ?? []);
}

/** @throws PlatformError 404 */
function requireLevel(application: CloudHubApplication, name: string): z.output<typeof levels>[number] {
  const level = levelsOf(application).find(({ packageName }) => packageName === name);
  if (level === undefined) throw fail(404, `Log level ${name} was not found`);
  return level;
}
