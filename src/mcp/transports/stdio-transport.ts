import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { type Refusal, readLine } from './incoming.ts';
import { type Line, LineReader } from './line-reader.ts';

/** The first revision in which an error may be without an id. Before it, JSON-RPC itself applies: the id is null. */
const errorsWithoutId = '2025-11-25';

/**
 * MCP on a pair of streams, one message a line. Unlike the SDK's transport it answers what it cannot read, and tells that the client sends nothing more instead of dropping what is still in progress (docs/decisions/0023-own-stdio-transport.md).
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  /** Nothing more comes from the client; answers may still be sent. */
  onended?: () => void;
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #lines = new LineReader((line) => this.#receive(line));
  #isReading = false;
  #isClosed = false;
  #revision = errorsWithoutId;

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
  }

  async start(): Promise<void> {
    this.#isReading = true;
    this.#input.on('data', this.#onData);
    for (const event of ['end', 'close', 'error']) this.#input.once(event, this.#onEnd);
    // It stays for ever: a pipe that breaks after the end must not end the process with an exception.
    this.#output.on('error', this.#onBroken);
    if (this.#input.readableEnded || this.#input.destroyed) setImmediate(this.#onEnd);
  }

  setProtocolVersion(revision: string): void {
    this.#revision = revision;
  }

  /** Resolves when the message is written. */
  send(message: JSONRPCMessage): Promise<void> {
    return this.#write(message);
  }

  /** Accepts nothing more. */
  stopReading(): void {
    if (!this.#isReading) return;
    this.#isReading = false;
    this.#input.off('data', this.#onData);
    this.#input.pause();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.stopReading();
    this.onclose?.();
  }

  readonly #onData = (chunk: Buffer): void => this.#lines.push(chunk);

  readonly #onEnd = (): void => {
    if (this.#isReading) this.#lines.end();
    this.stopReading();
    this.onended?.();
  };

  /** Nobody reads the answers any more. */
  readonly #onBroken = (error: Error): void => {
    if (this.#isClosed) return;
    this.onerror?.(error);
    void this.close();
    this.onended?.();
  };

  #receive(line: Line): void {
    const incoming = readLine(line);
    if ('message' in incoming) this.onmessage?.(incoming.message);
    else if ('refusal' in incoming) this.#refuse(incoming.refusal);
    else if (incoming.dropped !== '') this.onerror?.(new Error(`Ignored: ${incoming.dropped}`));
  }

  #refuse({ id, ...error }: Refusal): void {
    const shownId = id === undefined && this.#revision < errorsWithoutId ? null : id;
    this.#write({ jsonrpc: '2.0', ...(shownId === undefined ? {} : { id: shownId }), error }).catch((failure) =>
      this.onerror?.(failure),
    );
  }

  #write(message: object): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('The connection is closed.'));
    return new Promise((resolve, reject) => {
      this.#output.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }
}
