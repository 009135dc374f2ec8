import { type Fail, PlatformError } from '../../core/errors.ts';

/** Gateway Manager and the self-managed gateways: `{status, message}` [spec:flex]. */
export const gatewayManagerError: Fail = (status, message) => new PlatformError(status, message, { status, message });
