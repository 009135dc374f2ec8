import * as z from 'zod';
import { shortText } from '../../../core/tools/params.ts';
import { gatewaySizes } from '../capacity.ts';
import { logLevels, percent, wholeNumber } from '../definition.ts';

export const gateway = shortText('Gateway: id, name or console link');

/**
 * The arguments that creating and updating a managed gateway share; the same words in both. Their names are those of the
 * gateway's definition; the runtime configuration has others for the same settings.
 */
export const definitionArguments = {
  releaseChannel: shortText('Release channel: lts or edge').optional(),
  runtimeVersion: shortText('Gateway version, such as 1.9.9, or newest for that of the channel').optional(),
  size: z.enum(gatewaySizes).describe('Size; large carries more APIs').optional(),
  publicUrl: shortText('Public URLs, https://HOST/ within a domain of the target, separated by commas').optional(),
  upstreamResponseTimeout: wholeNumber('Seconds to wait for an upstream service')
    .meta({ spellings: ['upstreamResponseSeconds'] })
    .optional(),
  connectionIdleTimeout: wholeNumber('Seconds until an idle connection to an upstream is closed')
    .meta({ spellings: ['connectionIdleSeconds', 'upstreamConnectionIdleSeconds'] })
    .optional(),
  logLevel: z
    .enum(logLevels)
    .describe('Least severe level that is logged')
    .meta({ spellings: ['level'] })
    .optional(),
  forwardLogs: z.boolean().describe('Forward logs to Anypoint Monitoring').optional(),
  tracingSampling: percent('Percentage of requests traced; 0 switches tracing off')
    .meta({ spellings: ['sampling'] })
    .optional(),
};
