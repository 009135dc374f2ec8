import { errorForm, PlatformError } from '../../core/errors.ts';

/** ARM answers `{message}` [docs/platform/conventions.md#error-shapes]. */
export const armError = errorForm((status, message) => new PlatformError(status, message, { message }));

/** Only changing a member's address answers an array of `{message}` [docs/platform/conventions.md#error-shapes]. */
export const armErrorList = errorForm((status, message) => new PlatformError(status, message, [{ message }]));
