import { errorForm, PlatformError } from '../../core/errors.ts';
import { violationText } from '../../core/violations.ts';

const codes: Partial<Record<number, string>> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

const bodyOf = (message: string, errors: readonly string[], status: number) => ({
  message,
  errors: errors.map((one) => ({ code: codes[status] ?? String(status), message: one })),
});

/**
 * Runtime Fabric and private spaces answer `{message, errors: [{code, message}]}`
 * [docs/platform/conventions.md#error-shapes].
 */
export const runtimeFabricError = errorForm(
  (status, message) => new PlatformError(status, message, bodyOf(message, [message], status)),
  {
    invalid: (violations) => {
      const texts = violations.map(violationText);
      const message = texts.join('; ');
      return new PlatformError(400, message, bodyOf(message, texts, 400));
    },
  },
);
