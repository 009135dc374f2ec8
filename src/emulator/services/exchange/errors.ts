import { errorForm, PlatformError } from '../../core/errors.ts';

/**
 * Exchange answers `{status, message, details}`, as a recorded 403 shows, whose message is a single word
 * [docs/platform/conventions.md#error-shapes].
 */
export const exchangeError = errorForm((status, sent) => {
  const message = status === 403 ? 'Unauthorized' : sent;
  return new PlatformError(status, message, { status, message, details: {} });
});
