import { loadConfiguration } from '../../src/config/load.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { Pipeline, type PipelineOptions } from '../../src/mcp/calls/pipeline.ts';
import { createSession } from '../../src/mcp/session.ts';
import { OfferedTools } from '../../src/mcp/tools/offered-tools.ts';
import { Secrets } from '../../src/platform/masking/secrets.ts';
import { drivenClock } from './driven-clock.ts';
import { gating, type TestGateOptions } from './safety.ts';

/** A tool pipeline on an emulator with a driven clock, for tests that walk at random; it checks nothing by itself. */
export function drivenPipeline(
  emulator: Emulator,
  { gate, log = () => undefined }: { gate?: TestGateOptions; log?: PipelineOptions['log'] } = {},
): { pipeline: Pipeline; tools: OfferedTools } {
  const { access, baseUrl } = emulator;
  const { settings } = loadConfiguration([], {
    ANYPOINT_BASE_URL: baseUrl,
    ANYPOINT_CLIENT_ID: access.clientId,
    ANYPOINT_CLIENT_SECRET: access.clientSecret,
    ANYPOINT_ENVIRONMENT: access.environmentName,
  });
  const secrets = new Secrets();
  const clock = drivenClock((ms) => emulator.clock.advance(ms), emulator.clock.now());
  const session = createSession(settings, secrets, { clock });
  const tools = new OfferedTools();
  return { tools, pipeline: new Pipeline({ ...gating(gate), tools, session: async () => session, secrets, log }) };
}
