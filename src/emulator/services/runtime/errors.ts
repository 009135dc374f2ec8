import { type Fail, PlatformError } from '../../core/errors.ts';

/** ARM: `{message}` [spec:arm]. */
export const armError: Fail = (status, message) => new PlatformError(status, message, { message });

/** ARM, changing a member's address only: an array of `{message}` [spec:arm]. */
export const armErrorList: Fail = (status, message) => new PlatformError(status, message, [{ message }]);
