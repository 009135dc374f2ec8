import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { createServer } from '../create-server.ts';
import type { Log } from '../log.ts';
import type { ServerParts } from '../parts.ts';
import { ListenFollowingTransport } from '../subscriptions/listen-transport.ts';
import { Subscriptions } from '../subscriptions/subscriptions.ts';

/**
 * Serves over stdin and stdout, 2026-07-28 clients and those that open with `initialize` alike. The process ends by
 * itself when stdin is closed: `onEnd` then releases whatever else would keep it alive.
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
