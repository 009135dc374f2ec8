import { errorForm, PlatformError } from '../../core/errors.ts';

/**
 * Gateway Manager and the service of self-managed gateways answer `{status, message}`
 * [docs/platform/conventions.md#error-shapes].
 */
export const gatewayManagerError = errorForm(
  (status, message) => new PlatformError(status, message, { status, message }),
);
