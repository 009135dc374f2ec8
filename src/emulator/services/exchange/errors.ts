import { type Fail, PlatformError } from '../../core/errors.ts';

/** Exchange: `{status, message}` (reference 0.5, marked there as not confirmed). */
export const exchangeError: Fail = (status, message) => new PlatformError(status, message, { status, message });
