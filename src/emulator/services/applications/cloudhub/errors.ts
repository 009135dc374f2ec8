import { errorForm, PlatformError } from '../../../core/errors.ts';

/** CloudHub 1.0 answers `{message, status}`, which is inferred [docs/platform/conventions.md#error-shapes]. */
export const cloudHubError = errorForm((status, message) => new PlatformError(status, message, { message, status }));
