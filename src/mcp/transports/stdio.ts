import type { Transport } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { createServer } from '../create-server.ts';
import type { Log } from '../log.ts';
import type { ServerParts } from '../parts.ts';
import { ListenFollowingTransport } from '../subscriptions/listen-transport.ts';
import { Subscriptions } from '../subscriptions/subscriptions.ts';

/**
 * Serves over stdin and stdout. The process ends by itself when stdin is closed: `onEnd` then releases whatever else would
 * keep it alive.
 */
export function serveOverStdio(parts: ServerParts, log: Log, onEnd: () => void): void {
  serveConnection(new StdioServerTransport(), parts, log);
  process.stdin.once('end', onEnd);
  process.stdin.once('close', onEnd);
}

/** Serves the client at the other end of a wire, one of 2026-07-28 and one that opens with `initialize` alike. */
export function serveConnection(wire: Transport, parts: ServerParts, log: Log): void {
  const subscriptions = new Subscriptions(parts);
  serveStdio(() => createServer(parts, subscriptions), {
    transport: new ListenFollowingTransport(wire, subscriptions),
    onerror: (error) => log('warn', 'protocol error', { error: error.message }),
  });
}
