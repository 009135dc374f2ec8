import { type Fail, PlatformError } from '../../core/errors.ts';

/** Exchange answers `{status, message}`, which is inferred [docs/platform/conventions.md#error-shapes]. */
export const exchangeError: Fail = (status, message) => new PlatformError(status, message, { status, message });
