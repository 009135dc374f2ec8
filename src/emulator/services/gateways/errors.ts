import { type Fail, PlatformError } from '../../core/errors.ts';

/**
 * Gateway Manager and the service of self-managed gateways answer `{status, message}`
 * [docs/platform/conventions.md#error-shapes].
 */
export const gatewayManagerError: Fail = (status, message) => new PlatformError(status, message, { status, message });
