import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const handshake = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1.0.0' },
};

/** A server process spoken to in bare JSON-RPC lines, so that no client library's time is counted. */
export class JsonRpcProcess {
  #pending = new Map();
  #next = 1;

  constructor(args, env) {
    this.startedAt = performance.now();
    this.process = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      this.#pending.get(message.id)?.(message);
      this.#pending.delete(message.id);
    });
  }

  /** Sends a request and resolves to its result. */
  request(method, params = {}) {
    const id = this.#next++;
    this.process.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)));
    });
  }

  /** ms from spawning to the answer to `initialize`. */
  async initialize() {
    await this.request('initialize', handshake);
    const ms = performance.now() - this.startedAt;
    this.process.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    return ms;
  }

  async callTool(name, args) {
    const result = await this.request('tools/call', { name, arguments: args });
    if (result.isError) throw new Error(result.content[0].text);
    return result;
  }

  /** Resident memory in MiB; Linux only. */
  residentMebibytes() {
    const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) / 1024;
  }

  async end() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stdin.end();
    await ended;
  }
}
