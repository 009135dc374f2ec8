import { loadConfiguration } from '../config/load.ts';
import { createLog } from '../mcp/log.ts';
import { createParts } from '../mcp/parts.ts';
import { serveOverStdio } from '../mcp/transports/stdio.ts';
import { version } from '../mcp/version.ts';
import { Secrets } from '../platform/secrets.ts';
import type { Command } from './command.ts';
import { openSession } from './session.ts';

/** Serves MCP on stdin and stdout until stdin is closed. */
export const serve: Command = async (argv, env) => {
  const { settings, warnings } = loadConfiguration(argv, env);
  const secrets = new Secrets();
  const log = createLog(settings.logLevel, secrets);
  for (const warning of warnings) log('warn', warning);
  log('debug', 'starting', { version, node: process.versions.node, readOnly: settings.readOnly });
  const parts = createParts({ settings, secrets, log, createSession: () => openSession(settings, secrets, env, log) });
  // Kept-alive connections would hold the process for seconds after the host has gone.
  serveOverStdio(parts, log, () => process.exit(0));
  return undefined;
};
