import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Thrown by a route to answer with a status and a body in the shape of its service. */
export class PlatformError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: unknown;

  constructor(status: ContentfulStatusCode, message: string, body: unknown) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** Makes the error of one service: the same status and text look different in each (reference 0.5). */
export type Fail = (status: ContentfulStatusCode, message: string) => PlatformError;

const accessManagementNames: Partial<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  409: 'ConflictError',
};

/** Access Management: `{name, message}` (reference 0.5, marked there as not confirmed). */
export const accessManagementError: Fail = (status, message) =>
  new PlatformError(status, message, { name: accessManagementNames[status] ?? 'Error', message });

/** ARM: `{message}` [spec:arm]. */
export const armError: Fail = (status, message) => new PlatformError(status, message, { message });

/** ARM, changing a member's address only: an array of `{message}` [spec:arm]. */
export const armErrorList: Fail = (status, message) => new PlatformError(status, message, [{ message }]);

/** Gateway Manager and the gateways outside of it: `{status, message}` [spec:flex]. */
export const gatewayManagerError: Fail = (status, message) => new PlatformError(status, message, { status, message });

const runtimeFabricCodes: Partial<Record<number, string>> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
};

/** Runtime Fabric and private spaces: `{message, errors: [{code, message}]}` [spec:ch2]. */
export const runtimeFabricError: Fail = (status, message) =>
  new PlatformError(status, message, {
    message,
    errors: [{ code: runtimeFabricCodes[status] ?? String(status), message }],
  });

/** Exchange: `{status, message}` (reference 0.5, marked there as not confirmed). */
export const exchangeError: Fail = (status, message) => new PlatformError(status, message, { status, message });

/** API Manager and its proxies: `{name, message}` [go:apim]; the names are those of Access Management. */
export const apiManagerError: Fail = accessManagementError;

/** What is wrong in one place of a body, in the words of API Manager (reference 0.5). */
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

/** CloudHub 1.0: `{message, status}` (reference 0.5). */
export const cloudHubError: Fail = (status, message) => new PlatformError(status, message, { message, status });

const problemTitles: Partial<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
};

/** AMC: a problem document [spec:amc]. */
export const amcError: Fail = (status, message) =>
  new PlatformError(status, message, {
    title: problemTitles[status] ?? 'Error',
    type: 'about:blank',
    parameters: {},
    status,
    detail: message,
  });

/** The token endpoint answers with the error shape of OAuth 2.0 (RFC 6749, section 5.2). */
export function oauthError(status: 400 | 401, error: string, description: string): PlatformError {
  return new PlatformError(status, description, { error, error_description: description });
}
