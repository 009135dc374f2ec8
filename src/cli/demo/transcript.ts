import type { Client } from '@modelcontextprotocol/client';
import type { Person } from './person.ts';

/** The structured result of a tool, as a demo reads it. */
export type Result = Record<string, unknown>;

/** Calls tools through a real MCP client and prints what a person would see: the call, the progress, the answer, the time. */
export class Transcript {
  readonly #client: Client;
  readonly #person: Person;
  readonly #write: (text: string) => void;
  readonly #checks: { ok: boolean; text: string }[] = [];
  #calls = 0;

  constructor(client: Client, person: Person, write: (text: string) => void) {
    this.#client = client;
    this.#person = person;
    this.#write = write;
  }

  /** Headline of a part. */
  section(title: string): void {
    this.#write(`\n━━ ${title}\n`);
  }

  /** What the person in the conversation says. */
  person(words: string): void {
    this.#write(`\n  “${words}”\n`);
  }

  /** Calls a tool and returns its structured result. @throws Error with the answer's text when it is an error */
  async call(name: string, args: Result = {}): Promise<Result> {
    const { text, isError, structured } = await this.#send(name, args);
    if (isError) throw new Error(`${name} failed: ${text}`);
    return structured;
  }

  /** Plans a write, and applies exactly that plan. */
  async planAndApply(name: string, args: Result): Promise<Result> {
    const { planId } = await this.call(name, { ...args, dryRun: true });
    return this.call(name, { ...args, planId });
  }

  /** Calls a tool, and the person says no to its plan. @throws Error when they were not asked, or it was done */
  async declined(name: string, args: Result): Promise<void> {
    const before = this.#person.asked;
    const { isError } = await this.#person.saysNo(() => this.#send(name, args));
    if (!isError || this.#person.asked === before) throw new Error(`${name} was done without a yes.`);
  }

  /** Calls a tool that the server refuses without asking anybody. @throws Error when it was done */
  async refused(name: string, args: Result): Promise<void> {
    const before = this.#person.asked;
    const { isError } = await this.#send(name, args);
    if (!isError || this.#person.asked > before) throw new Error(`${name} was not refused.`);
  }

  async #send(name: string, args: Result): Promise<{ text: string; isError: boolean; structured: Result }> {
    this.#calls++;
    this.#write(`\n▸ ${name} ${JSON.stringify(args)}\n`);
    const start = performance.now();
    let last = '';
    const answer = await this.#client.callTool(
      { name, arguments: args },
      {
        timeout: 120_000,
        onprogress: ({ message = '' }) => {
          const state = message.replace(/ after .*/, '');
          if (state !== last) this.#write(`    … ${message}\n`);
          last = state;
        },
      },
    );
    const text = answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
    this.#write(`${indented(text)}\n    (${((performance.now() - start) / 1000).toFixed(2)} s)\n`);
    const { isError = false, structuredContent } = answer;
    return { text, isError, structured: isResult(structuredContent) ? structuredContent : {} };
  }

  /** Notes what was read back from the platform itself. */
  check(ok: boolean, text: string): void {
    this.#checks.push({ ok, text });
    this.#write(`  ${ok ? '✔' : '✘'} ${text}\n`);
  }

  /** Prints what now exists; true when every check held and there was one. */
  finish(seconds: number): boolean {
    const failed = this.#checks.filter(({ ok }) => !ok);
    this.#write('\n━━ What now exists, read back from the platform itself\n');
    for (const { ok, text } of this.#checks) this.#write(`  ${ok ? '✔' : '✘'} ${text}\n`);
    this.#write(
      `\n${this.#calls} tool calls in ${seconds.toFixed(1)} s; the person was asked ${this.#person.asked} times; ${this.#checks.length - failed.length} of ${this.#checks.length} end states as asked for.\n`,
    );
    return failed.length === 0 && this.#checks.length > 0;
  }
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}

function isResult(value: unknown): value is Result {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a list member of a result; empty when it is not there. */
export function rowsOf(result: Result, key: string): Result[] {
  const list = result[key];
  return Array.isArray(list) ? list.filter(isResult) : [];
}

/** An object member of a result; empty when it is not there. */
export function memberOf(result: Result, key: string): Result {
  const member = result[key];
  return isResult(member) ? member : {};
}
