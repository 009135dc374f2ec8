import { expect } from 'vitest';
import type { Answer, Caller } from '../client.ts';

/** A JSON type that a client reads a field as; with a question mark null and absence are fine for it as well. */
export type Read = `${'string' | 'number' | 'boolean' | 'object' | 'array'}${'' | '?'}`;

/** A request as a client sends it, and what it makes of the answer. Facts only; none of the code is theirs. */
export interface Step {
  method: string;
  /** `{name}` stands for a value that an earlier step has kept */
  path: string;
  /** a function makes it of what earlier steps have kept */
  body?: unknown | ((kept: Readonly<Kept>) => unknown);
  headers?: Record<string, string>;
  /** the statuses that the client takes for success */
  takes: readonly number[];
  /** fields that it reads, by their path; `0` is the first of a list */
  reads?: Readonly<Record<string, Read>>;
  /** what later steps need, by the path in the answer */
  keeps?: Readonly<Record<string, string>>;
}

type Kept = Record<string, string>;

/** Sends the requests of a client, one after the other, and reads the answers as it does. */
export async function replay(call: Caller, steps: readonly Step[]): Promise<Answer[]> {
  const kept: Kept = {};
  const answers: Answer[] = [];
  for (const step of steps) {
    const path = step.path.replace(/\{(\w+)\}/g, (_, name: string) => kept[name] ?? name);
    const body: unknown = typeof step.body === 'function' ? step.body(kept) : step.body;
    const answer = await call(step.method, path, body, step.headers);
    const what = `${step.method} ${path}: ${JSON.stringify(answer.body)}`;
    expect(step.takes, `${answer.status} ${what}`).toContain(answer.status);
    expect(wronglyRead(answer.body, step.reads ?? {}), what).toEqual([]);
    for (const [name, at] of Object.entries(step.keeps ?? {})) kept[name] = String(valueAt(answer.body, at));
    answers.push(answer);
  }
  return answers;
}

function wronglyRead(body: unknown, reads: Readonly<Record<string, Read>>): string[] {
  return Object.entries(reads).flatMap(([at, read]) => {
    const value = valueAt(body, at);
    const isMissing = value === undefined || value === null;
    if (isMissing && read.endsWith('?')) return [];
    const type = isMissing ? String(value) : Array.isArray(value) ? 'array' : typeof value;
    return type === read.replace('?', '') ? [] : [`${at} is ${type}, read as ${read}`];
  });
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .filter((name) => name !== '')
    .reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), value);
}
