import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { inject, onTestFinished } from 'vitest';
import { connectOver, connectSkillsOver, type Era } from './mcp-client.ts';
import type { Message } from './message.ts';
import type { Person } from './person.ts';
import { WireCheck } from './wire-check.ts';

/** Where an executable keeps its journal: not in the home of whoever runs the tests, and apart from every other one's limits. */
function stateHome(): string {
  return mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-state-'));
}

/** The bundled executable. */
function serverFile(): string {
  // There is none in a project without the set-up that bundles it.
  const file: string | undefined = inject('serverFile');
  if (file === undefined)
    throw new Error('Only tests in test/e2e start the executable; for all others there is support/served.ts.');
  return file;
}

/** Starts the executable and connects a client of an era to it over stdio. */
export function connectSpawned(era: Era, env: Record<string, string>, person?: Person) {
  return connectOver(stdioTo(env), era, person);
}

/** As above, with the client of the skills extension. */
export function connectSkillsSpawned(era: Era, env: Record<string, string>) {
  return connectSkillsOver(stdioTo(env), era);
}

function stdioTo(env: Record<string, string>): Transport {
  return new SpawnedTransport(new SpawnedServer([], env, false));
}

/** The bundled executable as a process, spoken to line by line so that every byte on stdout is seen. */
export class SpawnedServer {
  readonly process: ChildProcessWithoutNullStreams;
  /** Every line that came over stdout. */
  readonly lines: string[] = [];
  stderr = '';
  readonly exited: Promise<number | null>;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #check: WireCheck | undefined;
  #next = 1;
  /** Is called with every message. */
  onmessage: (message: Message) => void = () => undefined;

  /** A server for one test ends with it; one that several tests share is ended by whoever started it. */
  constructor(args: readonly string[] = [], env: Record<string, string> = {}, endsWithTest = true) {
    // Every command but serving MCP prints what it likes.
    this.#check = args[0] === 'emulator' ? undefined : new WireCheck();
    this.process = spawn(process.execPath, [serverFile(), ...args], {
      env: { PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: stateHome(), ...env },
    });
    this.exited = once(this.process, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
    this.process.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#check?.fromServer(line);
      // A line that is no JSON fails the test through the uncaught error: stdout belongs to the protocol.
      const message = JSON.parse(line) as Message;
      if (typeof message.id === 'number') this.#waiting.get(message.id)?.(message);
      this.onmessage(message);
    });
    if (endsWithTest)
      onTestFinished(() => {
        this.process.kill('SIGKILL');
      });
  }

  request(method: string, params: object = {}): Promise<Message> {
    const id = this.#next++;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return answer;
  }

  send(line: string): void {
    this.#check?.fromClient(line);
    this.process.stdin.write(`${line}\n`);
  }

  async initialize(): Promise<Message> {
    const clientInfo = { name: 'test', version: '1.0.0' };
    const answer = await this.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    this.send('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    return answer;
  }

  /** The text of a tool's answer, and whether it is an error. */
  async callTool(name: string, args: object = {}): Promise<{ text: string; isError: boolean }> {
    const { result, error } = await this.request('tools/call', { name, arguments: args });
    if (error) return { text: error.message, isError: true };
    return { text: result.content[0].text, isError: result.isError ?? false };
  }
}

/** The SDK's clients, on a process whose every line is checked. */
class SpawnedTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  readonly #server: SpawnedServer;

  constructor(server: SpawnedServer) {
    this.#server = server;
  }

  async start(): Promise<void> {
    // The client checks each message itself.
    this.#server.onmessage = (message) => this.onmessage?.(message as JSONRPCMessage);
    this.#server.exited.then(() => this.onclose?.()).catch(() => undefined);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#server.send(JSON.stringify(message));
  }

  async close(): Promise<void> {
    this.#server.process.stdin.end();
    await this.#server.exited;
  }
}

/** Runs a command of the executable to its end. */
export async function runCommand(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [serverFile(), ...args], {
    env: { PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: stateHome(), ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end();
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, stdout, stderr };
}

/** The same with an output that is closed before anything is printed, as by `| head` once it has seen enough. */
export async function runUnread(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [serverFile(), ...args], {
    env: { PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: stateHome() },
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end();
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, stderr };
}
