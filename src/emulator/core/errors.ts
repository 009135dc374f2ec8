import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Violation, violationText } from './violations.ts';

/** Thrown by a handler to answer with a status and an error body of its service. */
export class PlatformError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    message: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** What services call an error in `{name, message}`, by its status [docs/platform/conventions.md#error-shapes]. */
const names: Partial<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  409: 'ConflictError',
};

/** The error of a service that answers `{name, message}`; the name follows from the status. */
export function namedByStatus(status: ContentfulStatusCode, message: string): PlatformError {
  return new PlatformError(status, message, { name: names[status] ?? 'Error', message });
}

/** Creates an error of one service. */
type Create = (status: ContentfulStatusCode, message: string) => PlatformError;

/**
 * The errors of one service: each has its own body [docs/platform/conventions.md#error-shapes]. Called, it creates the
 * error of a status; `invalid` creates the one for a body or a query that breaks the schema of its operation.
 */
export type Fail = Create & {
  readonly invalid: (violations: readonly Violation[]) => PlatformError;
  /** for a path that has other methods only; without it the path counts as unknown */
  readonly otherMethod?: ((method: string, allowed: readonly string[]) => PlatformError) | undefined;
};

/** The errors of a service. By default, what is invalid is 400 with a text that names each field. */
export function errorForm(create: Create, own: Partial<Pick<Fail, 'invalid' | 'otherMethod'>> = {}): Fail {
  const textual: Fail['invalid'] = (violations) => create(400, violations.map(violationText).join('; '));
  const { invalid = textual, otherMethod } = own;
  return Object.assign((status: ContentfulStatusCode, message: string) => create(status, message), {
    invalid,
    otherMethod,
  });
}
