import type { Route } from '../../core/routes.ts';
import { rootRoutes } from './api.ts';

/**
 * The CLI sends telemetry after each command and waits for the response
 * [docs/platform/cli.md#pointing-it-at-another-host].
 */
export const telemetryRoutes: readonly Route[] = [
  rootRoutes.open('ALL', '/cli/api/v1/analytics/*', (c) => c.body(null, 204)),
];
