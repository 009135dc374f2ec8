import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { createServer } from '../server/create-server.ts';
import type { Log } from '../server/log.ts';
import type { ServerParts } from '../server/parts.ts';
import { Subscriptions } from '../server/subscriptions.ts';
import { ListenFollowingTransport } from '../server/subscriptions-transport.ts';

/**
 * Serves over stdin and stdout, 2026-07-28 clients and those that open with `initialize` alike. The process ends by
 * itself when stdin is closed: `onEnd` then lets go of whatever else would keep it alive.
 */
export function serveOverStdio(parts: ServerParts, log: Log, onEnd: () => void): void {
  const subscriptions = new Subscriptions(parts);
  serveStdio(() => createServer(parts, subscriptions), {
    transport: new ListenFollowingTransport(new StdioServerTransport(), subscriptions),
    onerror: (error) => log('warn', 'protocol error', { error: error.message }),
  });
  process.stdin.once('end', onEnd);
  process.stdin.once('close', onEnd);
}
