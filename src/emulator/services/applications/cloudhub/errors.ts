import { type Fail, PlatformError } from '../../../core/errors.ts';

/** CloudHub 1.0: `{message, status}` (reference 0.5). */
export const cloudHubError: Fail = (status, message) => new PlatformError(status, message, { message, status });
