import * as z from 'zod';
import { gatewaySizes } from '../capacity.ts';
import { logLevels, percent, wholeNumber } from '../definition.ts';

/** The arguments that creating and updating a managed gateway share; the same words in both. */
export const definitionArguments = {
  releaseChannel: z.string().min(1).describe('lts or edge').optional(),
  runtimeVersion: z.string().min(1).describe('Default newest').optional(),
  size: z.enum(gatewaySizes).describe('Gateway size').optional(),
  publicUrl: z.string().min(1).describe('Comma separated').optional(),
  upstreamResponseTimeout: wholeNumber('In seconds').optional(),
  connectionIdleTimeout: wholeNumber('In seconds').optional(),
  logLevel: z.enum(logLevels).describe('Runtime log level').optional(),
  forwardLogs: z.boolean().describe('Logs to Anypoint').optional(),
  tracingSampling: percent('Percent traced; 0 is off').optional(),
};
