import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type { CoveredCommand } from './commands.ts';

/** What `anypoint-mcp emulator --tls --json` prints. */
export interface Facts {
  baseUrl: string;
  username: string;
  password: string;
  clientId: string;
  clientSecret: string;
  organizationId: string;
  environmentId: string;
  environmentName: string;
  certificateFile: string;
}

/** How a command ended. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** An embedded platform of its own, MuleSoft's CLI pointed at it, and plain HTTPS to read the state back. */
export class Platform {
  readonly facts: Facts;
  /** a folder for files of the journey; also the home of the CLI, which keeps its token there */
  readonly folder: string;
  readonly #process: ChildProcess;
  #token: string | undefined;

  private constructor(facts: Facts, folder: string, process: ChildProcess) {
    this.facts = facts;
    this.folder = folder;
    this.#process = process;
  }

  static async start(): Promise<Platform> {
    const child = spawn(process.execPath, [inject('serverFile'), 'emulator', '--tls', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    return new Platform(JSON.parse(line), mkdtempSync(join(tmpdir(), 'anypoint-cli-home-')), child);
  }

  async stop(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await exited;
    const strangers = existsSync(this.#strangersFile) ? readFileSync(this.#strangersFile, 'utf8') : '';
    rmSync(this.folder, { recursive: true, force: true });
    expect(strangers, 'connections to anything but loopback').toBe('');
  }

  get #strangersFile(): string {
    return join(this.folder, 'not-loopback.txt');
  }

  /** Signs in as the user, unless `env` says otherwise. */
  async try(command: CoveredCommand, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> {
    const { baseUrl, certificateFile, environmentName, username, password } = this.facts;
    const bin = join(inject('cliFolder'), 'node_modules', 'anypoint-cli-v4', 'bin', 'run');
    const child = spawn(process.execPath, ['--no-deprecation', bin, ...command.split(' '), ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: this.folder,
        XDG_CONFIG_HOME: join(this.folder, '.config'),
        XDG_CACHE_HOME: join(this.folder, '.cache'),
        XDG_DATA_HOME: join(this.folder, '.data'),
        NODE_OPTIONS: `--require ${join(import.meta.dirname, 'loopback-only.cjs')}`,
        NODE_EXTRA_CA_CERTS: certificateFile,
        // Saves a third of the time that a command takes to load, where Node can do it (22.1 and later).
        NODE_COMPILE_CACHE: join(this.folder, '.compiled'),
        LOOPBACK_ONLY_LOG: this.#strangersFile,
        ANYPOINT_HOST: new URL(baseUrl).host,
        ANYPOINT_ENV: environmentName,
        ...(env['ANYPOINT_CLIENT_ID'] === undefined && env['ANYPOINT_BEARER'] === undefined
          ? { ANYPOINT_USERNAME: username, ANYPOINT_PASSWORD: password }
          : {}),
        ...env,
      },
    });
    const output = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        output[stream] += text;
      });
    }
    const [code] = await once(child, 'close');
    return { code, ...output };
  }

  /** Runs a command that has to succeed. */
  async run(command: CoveredCommand, ...args: string[]): Promise<string> {
    return succeeded(command, args, await this.try(command, args));
  }

  /** Runs a command that has to succeed in an environment other than the Sandbox. */
  async runIn(environment: string, command: CoveredCommand, ...args: string[]): Promise<string> {
    return succeeded(command, args, await this.try(command, args, { ANYPOINT_ENV: environment }));
  }

  /** Runs a command with `--output json` and reads what it prints, which may follow a line of text. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of what a command prints is what the tests check
  async json(command: CoveredCommand, ...args: string[]): Promise<any> {
    const printed = await this.run(command, ...args, '--output', 'json');
    const start = printed.search(/^[[{]/m);
    expect(start, `JSON in ${printed}`).toBeGreaterThanOrEqual(0);
    return JSON.parse(printed.slice(start));
  }

  /** Reads the platform's state over HTTPS, without the CLI. */
  // biome-ignore lint/suspicious/noExplicitAny: see json()
  async read(path: string): Promise<any> {
    this.#token ??= await this.#signIn();
    const { status, body } = await this.#send('GET', path, undefined, this.#token);
    expect(status, `${path}: ${body}`).toBe(200);
    return JSON.parse(body);
  }

  /** As `read`, for something that is not there. */
  async isGone(path: string): Promise<boolean> {
    this.#token ??= await this.#signIn();
    return (await this.#send('GET', path, undefined, this.#token)).status === 404;
  }

  /** Makes something that the CLI only reads, over HTTPS. */
  async create(path: string, body: unknown): Promise<void> {
    this.#token ??= await this.#signIn();
    const answer = await this.#send('POST', path, JSON.stringify(body), this.#token);
    expect(answer.status, `${path}: ${answer.body}`).toBeLessThan(300);
  }

  /** `/<service>/organizations/{org}/environments/{env}<rest>`, for the Sandbox. */
  inPlace(service: string, rest: string): string {
    const { organizationId, environmentId } = this.facts;
    return `${service}/organizations/${organizationId}/environments/${environmentId}${rest}`;
  }

  /** Writes a file into the folder of the journey, where the CLI runs; gives its name. */
  file(name: string, content: string | Uint8Array): string {
    writeFileSync(join(this.folder, name), content);
    return name;
  }

  /** A file that looks like a JAR from the outside. */
  jar(name: string): string {
    return this.file(name, new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0]));
  }

  async #signIn(): Promise<string> {
    const { username, password } = this.facts;
    const { body } = await this.#send('POST', '/accounts/login', JSON.stringify({ username, password }));
    return JSON.parse(body).access_token;
  }

  async #send(method: string, path: string, body?: string, token?: string): Promise<{ status: number; body: string }> {
    const { baseUrl, certificateFile, organizationId, environmentId } = this.facts;
    const outgoing = request(`${baseUrl}${path}`, {
      method,
      ca: readFileSync(certificateFile),
      headers: {
        'content-type': 'application/json',
        'x-anypnt-org-id': organizationId,
        'x-anypnt-env-id': environmentId,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    });
    outgoing.end(body);
    const [response] = await once(outgoing, 'response');
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return { status: response.statusCode, body: text };
  }
}

function succeeded(command: string, args: readonly string[], { code, stdout, stderr }: Ran): string {
  expect(code, `${command} ${args.join(' ')}\n${stdout}\n${stderr}`).toBe(0);
  return stdout;
}

/** Gives the tests of a file one platform, which is stopped after them. */
export function usePlatform(): () => Platform {
  let platform: Platform | undefined;
  beforeAll(async () => {
    platform = await Platform.start();
  });
  afterAll(() => platform?.stop());
  return () => {
    if (platform === undefined) throw new Error('The platform has not been started');
    return platform;
  };
}
