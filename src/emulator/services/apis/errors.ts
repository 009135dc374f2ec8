import { errorForm, namedByStatus, PlatformError } from '../../core/errors.ts';
import type { Violation } from '../../core/violations.ts';

/**
 * API Manager and its proxies answer `{name, message}` [docs/platform/conventions.md#error-shapes]. What breaks the
 * schema of an operation is answered by its OpenAPI validator: each error has a path and a code, and the message names
 * all of them [docs/platform/conventions.md#error-shapes].
 */
export const apiManagerError = errorForm(namedByStatus, { invalid: badRequest, otherMethod: methodNotAllowed });

function badRequest(violations: readonly Violation[]): PlatformError {
  const errors = violations.map((violation) => ({
    path: pathOf(violation),
    message: messageOf(violation),
    errorCode: `${violation.keyword}.openapi.validation`,
  }));
  const message = violations.map((one) => `request${pointerOf(one)} ${messageOf(one)}`).join(', ');
  return new PlatformError(400, message, { name: 'Bad Request', errors, message });
}

function pointerOf({ part, path }: Violation): string {
  return ['', part, ...path].join('/');
}

/** What is missing or unknown is named by its own path. */
function pathOf(violation: Violation): string {
  return violation.property === undefined ? pointerOf(violation) : `${pointerOf(violation)}/${violation.property}`;
}

function messageOf({ part, keyword, message, property }: Violation): string {
  return part === 'query' && keyword === 'additionalProperties' ? `Unknown query parameter '${property}'` : message;
}

/** A path that has other methods only, as the validator of API Manager answers it [docs/platform/conventions.md#error-shapes]. */
function methodNotAllowed(method: string, allowed: readonly string[]): PlatformError {
  const message = `${method} method not allowed`;
  const headers = { Allow: allowed.join(', ') };
  return new PlatformError(405, message, { name: 'Method Not Allowed', headers, message });
}

/** An error with a name of its own. */
export function namedError(status: 400 | 409, name: string, message: string): PlatformError {
  return new PlatformError(status, message, { name, message });
}

/** A violation of the schema of a policy, as API Manager reports it [docs/platform/conventions.md#error-shapes]. */
export interface PolicyViolation {
  dataPath: string;
  keyword: 'required' | 'type' | 'additionalProperties' | 'maximum' | 'minimum' | 'minItems' | 'enum';
  message: string;
}

/**
 * API Manager answers an invalid body with `{errors: [{type, dataPath, keyword, …}]}` and a `message` that names the
 * fields.
 */
export function apiManagerViolations(violations: readonly PolicyViolation[]): PlatformError {
  const message = violations.map((one) => `${one.dataPath} ${one.message}`).join('; ');
  const errors = violations.map((violation) => ({ type: 'body', ...violation }));
  return new PlatformError(400, message, { name: 'ValidationError', message, errors });
}

/** A 400 whose name makes official clients retry [docs/platform/apis.md#gateway-not-ready]. */
export function gatewayNotReady(name: string): PlatformError {
  const message = `Gateway ${name} is not ready`;
  return new PlatformError(400, message, { name: 'GatewayNotReadyError', message });
}
