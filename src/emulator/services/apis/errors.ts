import { type Fail, PlatformError } from '../../core/errors.ts';
import { accessManagementError } from '../access/index.ts';

/** API Manager and its proxies answer `{name, message}` [docs/platform/conventions.md#error-shapes], with the names of Access Management. */
export const apiManagerError: Fail = accessManagementError;

/** What is wrong in one place of a body, in the words of API Manager [docs/platform/conventions.md#error-shapes]. */
export interface Violation {
  dataPath: string;
  keyword: 'required' | 'type' | 'additionalProperties' | 'maximum' | 'enum';
  message: string;
}

/** API Manager, a body that is not valid: `{errors: [{type, dataPath, keyword, …}]}`, with a `message` that names the fields. */
export function apiManagerViolations(violations: readonly Violation[]): PlatformError {
  const message = violations.map((one) => `${one.dataPath} ${one.message}`).join('; ');
  const errors = violations.map((violation) => ({ type: 'body', ...violation }));
  return new PlatformError(400, message, { name: 'ValidationError', message, errors });
}

/** 400 with a name of its own, on which official clients try again [docs/platform/apis.md#gateway-not-ready]. */
export function gatewayNotReady(name: string): PlatformError {
  const message = `Gateway ${name} is not ready`;
  return new PlatformError(400, message, { name: 'GatewayNotReadyError', message });
}
