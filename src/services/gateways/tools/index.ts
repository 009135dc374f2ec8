import type { Tool } from '../../../core/tools/tool.ts';
import { createGateway } from './create-gateway.ts';
import { deleteGateway } from './delete-gateway.ts';
import { diagnoseGateway } from './diagnose-gateway.ts';
import { getGateway } from './get-gateway.ts';
import { getGatewayRegistration } from './get-gateway-registration.ts';
import { getGatewayRuntimeConfig } from './get-gateway-runtime-config.ts';
import { getGatewayStatus } from './get-gateway-status.ts';
import { getGatewayUsage } from './get-gateway-usage.ts';
import { listGatewayTargets } from './list-gateway-targets.ts';
import { listGateways } from './list-gateways.ts';
import { setGatewayDesiredStatus } from './set-gateway-desired-status.ts';
import { updateGateway } from './update-gateway.ts';
import { upsertGatewayRuntimeConfig } from './upsert-gateway-runtime-config.ts';

/** Managed and self-managed Flex (Omni) Gateways. */
export const gatewayTools: readonly Tool[] = [
  listGateways,
  getGateway,
  createGateway,
  updateGateway,
  deleteGateway,
  getGatewayRegistration,
  getGatewayRuntimeConfig,
  upsertGatewayRuntimeConfig,
  getGatewayStatus,
  setGatewayDesiredStatus,
  getGatewayUsage,
  listGatewayTargets,
  diagnoseGateway,
];
