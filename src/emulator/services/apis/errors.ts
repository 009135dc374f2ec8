import { type Fail, PlatformError } from '../../core/errors.ts';
import { accessManagementError } from '../access/index.ts';

/**
 * API Manager and its proxies answer `{name, message}` [docs/platform/conventions.md#error-shapes], with the names of
 * Access Management.
 */
export const apiManagerError: Fail = accessManagementError;

/** A violation of the schema of a body, as API Manager reports it [docs/platform/conventions.md#error-shapes]. */
export interface Violation {
  dataPath: string;
  keyword: 'required' | 'type' | 'additionalProperties' | 'maximum' | 'minimum' | 'minItems' | 'enum';
  message: string;
}

/**
 * API Manager answers an invalid body with `{errors: [{type, dataPath, keyword, …}]}` and a `message` that names the
 * fields.
 */
export function apiManagerViolations(violations: readonly Violation[]): PlatformError {
  const message = violations.map((one) => `${one.dataPath} ${one.message}`).join('; ');
  const errors = violations.map((violation) => ({ type: 'body', ...violation }));
  return new PlatformError(400, message, { name: 'ValidationError', message, errors });
}

/** A 400 whose name makes official clients retry [docs/platform/apis.md#gateway-not-ready]. */
export function gatewayNotReady(name: string): PlatformError {
  const message = `Gateway ${name} is not ready`;
  return new PlatformError(400, message, { name: 'GatewayNotReadyError', message });
}
