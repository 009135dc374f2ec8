import { type Fail, PlatformError } from '../../core/errors.ts';

const codes: Partial<Record<number, string>> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
};

/**
 * Runtime Fabric and private spaces answer `{message, errors: [{code, message}]}`
 * [docs/platform/conventions.md#error-shapes].
 */
export const runtimeFabricError: Fail = (status, message) =>
  new PlatformError(status, message, { message, errors: [{ code: codes[status] ?? String(status), message }] });
