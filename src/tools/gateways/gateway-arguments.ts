import * as z from 'zod';
import { gatewaySizes } from '../../domain/gateway-capacity.ts';
import { logLevels } from '../../domain/gateway-definition.ts';

/** The arguments that creating and updating a managed gateway share; the same words in both. */
export const definitionArguments = {
  releaseChannel: z.string().min(1).describe('lts or edge').optional(),
  runtimeVersion: z.string().min(1).describe('Gateway version; newest if left out').optional(),
  size: z.enum(gatewaySizes).describe('Gateway size').optional(),
  publicUrl: z.string().min(1).describe('Public URL(s), comma separated').optional(),
  upstreamResponseTimeout: z.int().min(0).describe('Upstream response, s').optional(),
  connectionIdleTimeout: z.int().min(0).describe('Connection idle, s').optional(),
  logLevel: z.enum(logLevels).describe('Runtime log level').optional(),
  forwardLogs: z.boolean().describe('Forward logs to Anypoint').optional(),
  tracingSampling: z.number().min(0).max(100).describe('Percent traced; 0 is off').optional(),
};
