import { errorForm, PlatformError } from '../../core/errors.ts';

const names: Partial<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  409: 'ConflictError',
};

/** Access Management answers `{name, message}`, which is inferred [docs/platform/conventions.md#error-shapes]. */
export const accessManagementError = errorForm(
  (status, message) => new PlatformError(status, message, { name: names[status] ?? 'Error', message }),
);

/** The token endpoint answers with the error form of OAuth 2.0 (RFC 6749, section 5.2). */
export function oauthError(status: 400 | 401, error: string, description: string): PlatformError {
  return new PlatformError(status, description, { error, error_description: description });
}
