import { errorForm, namedByStatus, PlatformError } from '../../core/errors.ts';

/** Access Management answers `{name, message}`, which is inferred [docs/platform/conventions.md#error-shapes]. */
export const accessManagementError = errorForm(namedByStatus);

/** The token endpoint answers with the error form of OAuth 2.0; 401 names the scheme to use (RFC 6749, section 5.2). */
export function oauthError(status: 400 | 401, error: string, description: string): PlatformError {
  const headers = status === 401 ? { 'www-authenticate': 'Basic realm="Anypoint Platform"' } : {};
  return new PlatformError(status, description, { error, error_description: description }, headers);
}
