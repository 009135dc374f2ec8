import { type Fail, PlatformError } from '../../core/errors.ts';

/** ARM answers `{message}` [docs/platform/conventions.md#error-shapes]. */
export const armError: Fail = (status, message) => new PlatformError(status, message, { message });

/** Only changing a member's address answers an array of `{message}` [docs/platform/conventions.md#error-shapes]. */
export const armErrorList: Fail = (status, message) => new PlatformError(status, message, [{ message }]);
