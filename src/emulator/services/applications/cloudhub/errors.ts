import { type Fail, PlatformError } from '../../../core/errors.ts';

/** CloudHub 1.0: `{message, status}` [docs/platform/conventions.md#error-shapes]. */
export const cloudHubError: Fail = (status, message) => new PlatformError(status, message, { message, status });
