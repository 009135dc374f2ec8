import type { Tool } from '../define.ts';

/** Managed and self-managed Flex (Omni) Gateways. */
export const gatewayTools: readonly Tool[] = [];
