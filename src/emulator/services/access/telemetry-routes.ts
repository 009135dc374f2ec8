import type { Route } from '../../core/routes.ts';
import { rootRoutes } from './api.ts';

/** The CLI reports its use after each command and waits for the answer [docs/platform/cli.md#pointing-it-at-another-host]. */
export const telemetryRoutes: readonly Route[] = [
  rootRoutes.open('ALL', '/cli/api/v1/analytics/*', (c) => c.body(null, 204)),
];
