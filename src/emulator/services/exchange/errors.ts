import { type Fail, PlatformError } from '../../core/errors.ts';

/** Exchange: `{status, message}` ([docs/platform/conventions.md#error-shapes], marked there as not confirmed). */
export const exchangeError: Fail = (status, message) => new PlatformError(status, message, { status, message });
