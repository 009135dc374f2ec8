import type { SkillsClient } from '@modelcontextprotocol/client/ext/skills';
import { loadConfiguration } from '../../src/config/load.ts';
import type { Log } from '../../src/mcp/log.ts';
import { createParts, type ServerParts } from '../../src/mcp/parts.ts';
import { createSession, type SessionOptions } from '../../src/mcp/session.ts';
import { serveConnection } from '../../src/mcp/transports/stdio.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { Secrets } from '../../src/platform/masking/secrets.ts';
import { drivenClock } from './driven-clock.ts';
import { type Answering, connectOver, connectSkillsOver, type Era, type TestClient } from './mcp-client.ts';
import type { Person } from './person.ts';
import { safety } from './safety.ts';
import { Wire } from './wire.ts';

export interface ServedOptions {
  /** Flags of the command line. */
  args?: readonly string[];
  /** Who answers what the server asks; without one the client says that it cannot ask. */
  person?: Person | Answering;
  /** Where approvals and the journal are kept; a folder of its own unless said otherwise. */
  folder?: string;
  /** Receives the lines of the log; nobody does unless said otherwise. */
  log?: Log;
  /** Time as calls see it; one on which sleeping takes none unless said otherwise. */
  clock?: Clock;
  /** Time as the watching of resources sees it; the machine's unless said otherwise. */
  watchClock?: Clock;
}

/** Connects a client of an era to a server of its own in this process, with environment variables as its settings. */
export function connect(era: Era, env: Record<string, string>, options: ServedOptions = {}): Promise<TestClient> {
  return connectOver(serve(env, options), era, options.person);
}

/** As above, with the client of the skills extension. */
export function connectSkills(
  era: Era,
  env: Record<string, string>,
): Promise<{ skills: SkillsClient; close(): Promise<void> }> {
  return connectSkillsOver(serve(env, {}), era);
}

/** The parts of a server of its own, with environment variables as its settings. */
export function partsFor(env: Record<string, string>, options: ServedOptions): ServerParts {
  const { args = [], clock = drivenClock(), watchClock, folder, log = () => undefined } = options;
  const { settings } = loadConfiguration(args, env);
  const secrets = new Secrets();
  const createOwnSession = async (isVisible: SessionOptions['isVisible']) =>
    createSession(settings, secrets, { clock, env, isVisible });
  return createParts({
    ...{ settings, secrets, log, createSession: createOwnSession, safety: safety(folder) },
    ...(watchClock ? { watchClock } : {}),
  });
}

/** Serves one connection as the executable does on stdio; the other end of it. */
function serve(env: Record<string, string>, options: ServedOptions): Wire {
  const [near, far] = Wire.pair();
  serveConnection(far, partsFor(env, options), () => undefined);
  return near;
}
