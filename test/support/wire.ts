import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { WireCheck } from './wire-check.ts';

/**
 * One end of a connection inside this process. Messages cross it as a line of JSON, as they do on stdio: what cannot be
 * written as JSON does not arrive. What the server sends is checked as in all tests (`wire-check.ts`).
 */
export class Wire implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  #other: Wire | undefined;
  #seen: (line: string) => void = () => undefined;
  #isStarted = false;
  /** What came before this end was started. */
  readonly #waiting: string[] = [];

  /** The two ends of a connection, the client's first. */
  static pair(): [Wire, Wire] {
    const check = new WireCheck();
    const [client, server] = [new Wire(), new Wire()];
    client.#other = server;
    client.#seen = (line) => check.fromClient(line);
    server.#other = client;
    server.#seen = (line) => check.fromServer(line);
    return [client, server];
  }

  async start(): Promise<void> {
    this.#isStarted = true;
    for (const line of this.#waiting.splice(0)) this.#receive(line);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const other = this.#other;
    if (other === undefined) throw new Error('The connection is closed.');
    const line = JSON.stringify(message);
    this.#seen(line);
    // As over a pipe, nobody is called while they are still sending.
    setImmediate(() => other.#receive(line));
  }

  async close(): Promise<void> {
    const other = this.#other;
    if (other === undefined) return;
    this.#other = undefined;
    this.onclose?.();
    await other.close();
  }

  #receive(line: string): void {
    if (!this.#isStarted) this.#waiting.push(line);
    else if (this.#other !== undefined) this.onmessage?.(JSON.parse(line));
  }
}
