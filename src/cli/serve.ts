import { loadConfiguration } from '../config/load.ts';
import { createLog } from '../mcp/log.ts';
import { createParts } from '../mcp/parts.ts';
import { serveOverStdio } from '../mcp/transports/stdio.ts';
import { version } from '../mcp/version.ts';
import { commandLine } from '../platform/command-line.ts';
import { Secrets } from '../platform/masking/secrets.ts';
import type { IsVisible } from '../safety/policy/visibility.ts';
import { stateFolderOf } from '../safety/state/state-folder.ts';
import type { Command } from './command.ts';
import { checkPolicy } from './policy-at-start.ts';
import { type OpenSession, openSession } from './session.ts';

/** What a person reads who starts the server by hand: without it the terminal stays empty and waits. */
const terminalHint = (): string =>
  `anypoint-mcp is an MCP server and waits for an MCP client on stdin: connect it as "command" in the settings of your AI assistant; see ${commandLine('--help')}.`;

/** Serves MCP on stdin and stdout until stdin is closed or a signal ends it. */
export const serve: Command = async (argv, env) => {
  const { settings, warnings } = loadConfiguration(argv, env);
  const secrets = new Secrets();
  const log = createLog(settings.logLevel, secrets);
  // A host that does not read stderr loses the log, not the answers.
  process.stderr.on('error', () => undefined);
  for (const warning of warnings) log('warn', warning);
  log('debug', 'starting', { version, node: process.versions.node, readOnly: settings.readOnly });
  await checkPolicy(settings, log);
  if (process.stdin.isTTY) process.stderr.write(`${terminalHint()}\n`);
  let opening: Promise<OpenSession> | undefined;
  const createSession = async (isVisible: IsVisible | undefined) => {
    opening = openSession({ settings, secrets, env, log, isVisible });
    return (await opening).session;
  };
  const parts = createParts({
    settings,
    secrets,
    log,
    createSession,
    safety: { stateFolder: stateFolderOf(env) },
  });
  serveOverStdio(parts, log, () => {
    // Kept-alive connections would hold the process for seconds after the host has gone.
    void closeSession(opening).then(
      () => process.exit(0),
      (error: unknown) => {
        log('error', 'the embedded platform was not closed', { error: String(error) });
        process.exit(1);
      },
    );
  });
  return undefined;
};

/** Closes the session if there is one: it may still be starting, or have failed to. */
async function closeSession(opening: Promise<OpenSession> | undefined): Promise<void> {
  const opened = await opening?.catch(() => undefined);
  await opened?.close();
}
