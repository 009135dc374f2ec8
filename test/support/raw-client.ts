import { PassThrough } from 'node:stream';
import { type Connection, serveConnection } from '../../src/mcp/transports/stdio.ts';
import { StdioTransport } from '../../src/mcp/transports/stdio-transport.ts';
import type { Message } from './message.ts';
import { partsFor, type ServedOptions } from './served.ts';
import { WireCheck } from './wire-check.ts';

/** What `initialize` is sent with, unless a test wants it otherwise. */
export const clientInfo = { name: 'test', version: '1.0.0' };

/** The envelope of a request of 2026-07-28. */
export function envelope(capabilities: object = {}, revision = '2026-07-28'): object {
  return {
    'io.modelcontextprotocol/protocolVersion': revision,
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  };
}

/** A client of a server of its own, with environment variables as its settings. */
export function rawClient(env: Record<string, string> = {}, options: ServedOptions = {}): RawClient {
  return new RawClient((wire) => serveConnection(wire, partsFor(env, options), () => undefined));
}

/**
 * A client that writes any bytes, on the transport of the executable in this process. A client of a library could not
 * misbehave.
 */
export class RawClient {
  readonly input = new PassThrough();
  readonly output = new PassThrough();
  readonly transport = new StdioTransport(this.input, this.output);
  readonly connection: Connection;
  /** Everything that the server sent. */
  readonly received: Message[] = [];
  readonly #check = new WireCheck();
  readonly #waiting: { wanted(message: Message): boolean; take(message: Message): void }[] = [];
  #rest = '';
  #next = 1;

  constructor(serve: (wire: StdioTransport) => Connection) {
    this.output.on('data', (chunk: Buffer) => this.#read(chunk.toString()));
    this.connection = serve(this.transport);
  }

  /** Sends a line as it is. */
  line(text: string): void {
    this.#check.fromClient(text);
    this.input.write(`${text}\n`);
  }

  /** Sends a last line without a line break, and nothing more. */
  end(text = ''): void {
    if (text !== '') this.#check.fromClient(text);
    this.input.end(text);
  }

  send(message: object): void {
    this.line(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  /** Sends a request, and waits for its answer. */
  request(method: string, params?: unknown, id: string | number = this.#next++): Promise<Message> {
    const answer = this.next((message) => message.id === id && message.method === undefined);
    this.send({ id, method, ...(params === undefined ? {} : { params }) });
    return answer;
  }

  /** The next message that is wanted, from now on. */
  next(wanted: (message: Message) => boolean): Promise<Message> {
    return new Promise((take) => this.#waiting.push({ wanted, take }));
  }

  /** The answer to a line as it is. */
  answerTo(text: string): Promise<Message> {
    const answer = this.next((message) => message.method === undefined);
    this.line(text);
    return answer;
  }

  async initialize(protocolVersion = '2025-11-25', capabilities: object = {}): Promise<Message> {
    const answer = await this.request('initialize', { protocolVersion, capabilities, clientInfo });
    this.send({ method: 'notifications/initialized' });
    return answer;
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#receive(line);
  }

  #receive(line: string): void {
    this.#check.fromServer(line);
    // The check before has looked at it.
    const message = JSON.parse(line) as Message;
    this.received.push(message);
    const index = this.#waiting.findIndex(({ wanted }) => wanted(message));
    if (index !== -1) this.#waiting.splice(index, 1)[0]?.take(message);
  }
}
