import type { Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createServer } from '../create-server.ts';
import type { Log } from '../log.ts';
import type { ServerParts } from '../parts.ts';
import { ListenFollowingTransport } from '../subscriptions/listen-transport.ts';
import { Subscriptions } from '../subscriptions/subscriptions.ts';
import { Gate } from './gate.ts';
import { RunningCalls } from './running-calls.ts';
import { StdioTransport } from './stdio-transport.ts';

/** What ends the server beside the end of its input: an operator, a host, a terminal. */
const endSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** A served connection. */
export interface Connection {
  /** Accepts nothing more, lets everything accepted be answered, and ends. */
  finish(): Promise<void>;
}

/**
 * Serves over stdin and stdout until stdin is closed or a signal asks to end. `onEnd` is called when everything accepted is answered, and releases whatever else would keep the process alive. A second signal of its kind ends the process at once, once the journal says that the outcomes of the writes under way are unknown.
 */
export function serveOverStdio(parts: ServerParts, log: Log, onEnd: () => void): void {
  const transport = new StdioTransport(process.stdin, process.stdout);
  const connection = serveConnection(transport, parts, log);
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    transport.stopReading();
    // The handles of what is in progress may not be enough to keep the process alive.
    const alive = setInterval(() => undefined, 60_000);
    connection
      .finish()
      .catch((error: unknown) => log('warn', 'the connection was not closed', { error: String(error) }))
      .finally(() => {
        clearInterval(alive);
        onEnd();
      });
  };
  transport.onended = end;
  for (const signal of endSignals) {
    process.once(signal, () => {
      process.once(signal, () => endAtOnce(signal, parts));
      log('info', 'ending', { signal });
      end();
    });
  }
}

/** Ends as if nobody had listened for the signal: whoever waits for the process sees what has ended it. */
function endAtOnce(signal: (typeof endSignals)[number], parts: ServerParts): void {
  parts.abandon(`The server was ended at once, by a second ${signal}, before this was answered.`);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Serves the client at the other end of a wire, one of 2026-07-28 and one that opens with `initialize` alike. */
export function serveConnection(wire: Transport, parts: ServerParts, log: Log): Connection {
  const subscriptions = new Subscriptions(parts);
  const gate = new Gate(wire);
  const ending = new AbortController();
  const calls = new RunningCalls();
  const served = serveStdio(
    () => createServer(parts, { subscriptions, ending: ending.signal, track: (call) => calls.track(call) }),
    {
      transport: new ListenFollowingTransport(gate, subscriptions),
      onerror: (error) => log('warn', 'protocol error', { error: error.message }),
    },
  );
  return {
    async finish() {
      ending.abort();
      await gate.finish();
      await calls.ended();
      await served.close();
    },
  };
}
