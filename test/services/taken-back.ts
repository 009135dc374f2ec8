import { expect } from 'vitest';
import type { ThingSettings } from '../../src/core/plan/plan.ts';
import type { KeptUndoCall } from '../../src/core/plan/undo.ts';
import { secretPlaces } from '../../src/core/plan/undo-parts.ts';
import { AnswerCallWriter } from '../../src/core/tools/call-writer.ts';
import { coerceArguments } from '../../src/mcp/calls/arguments.ts';
import { callContext } from '../../src/mcp/session.ts';
import { OfferedTools } from '../../src/mcp/tools/offered-tools.ts';
import { inputSchema } from '../../src/mcp/tools/tool-schema.ts';
import { isObject } from '../../src/platform/json.ts';
import type { Harness } from '../support/harness.ts';
import { stateOf } from '../support/platform-state.ts';

/** A write and how it was taken back. */
export interface TakenBack {
  /** The calls of the way back as they are kept. */
  calls: readonly KeptUndoCall[];
  /** What the plan said is lost, or not as before. */
  lost: string | undefined;
  /** Its structured result. */
  result: Record<string, unknown>;
  /** What is not as before the write, a leaf each: `servers.2194001.name: "a" → "b"`. */
  left: string[];
  /** Things that have new ids: the old and the new one. */
  made: [string, string][];
}

/** Gives the secrets that the way back leaves open. */
export type GiveSecrets = (args: Record<string, unknown>) => Record<string, unknown>;

/** Makes a write and takes it back with the calls that its plan keeps. Fails the test's call when one of them does. */
export async function takeBack(
  harness: Harness,
  tool: string,
  args: Record<string, unknown>,
  give: GiveSecrets = (given) => given,
): Promise<TakenBack> {
  const before = stateOf(harness.emulator);
  const { calls, lost } = await wayBack(harness, tool, args);
  const made = await harness.ok(tool, args);
  const result = objectIn(made['result']);
  let first: Record<string, unknown> | undefined;
  for (const { tool: name, arguments: known, fromResult = {}, fromFirst = {} } of calls) {
    const call = { ...known, ...filled(fromResult, result), ...filled(fromFirst, first ?? {}) };
    const complete = give(call);
    // A mask would be taken for the present value, or for the secret itself.
    expect(secretPlaces(complete)).toEqual([]);
    const answer = await harness.ok(name, complete);
    first ??= objectIn(answer['result']);
  }
  return { calls, lost, result, ...differences(before, stateOf(harness.emulator)) };
}

/** The way back that a plan keeps, what it says is lost, and what is set on the thing that comes or goes. Nothing is changed. */
export async function wayBack(
  { session }: Harness,
  name: string,
  args: Record<string, unknown>,
): Promise<{ calls: readonly KeptUndoCall[]; lost: string | undefined; settings?: ThingSettings }> {
  const tools = new OfferedTools();
  const tool = tools.find(name);
  if ('problem' in tool) throw new Error(tool.problem);
  // As every call: objects may be given where the schema has JSON text or lists.
  const accepted = tool.accept(coerceArguments(args, inputSchema(tool)));
  if (accepted.effect === 'read') throw new Error(`${name} only reads.`);
  const { signal } = new AbortController();
  const { undo, plan, settings } = await accepted.plan(
    callContext(session, { calls: new AnswerCallWriter(tools), signal }),
  );
  return { calls: undo.map(inObjects), lost: plan.undo?.lost, ...(settings === undefined ? {} : { settings }) };
}

/** A call with its JSON texts and lists of `{name, value}` as the objects that they stand for; calls are taken in both forms. */
function inObjects({ arguments: args, ...call }: KeptUndoCall): KeptUndoCall {
  const entries = Object.entries(args).map(([name, value]) => [name, objectFor(value)]);
  return { ...call, arguments: Object.fromEntries(entries) };
}

function objectFor(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('{')) return JSON.parse(value);
  const isNamedValues =
    Array.isArray(value) && value.length > 0 && value.every((one) => isObject(one) && 'value' in one);
  if (isNamedValues) return Object.fromEntries(value.map(({ name, value: of }) => [name, of]));
  if (Array.isArray(value)) return value.map(objectFor);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, objectFor(member)]));
}

function filled(paths: Readonly<Record<string, string>>, result: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(paths).map(([argument, path]) => [argument, valueAt(result, path)]));
}

function valueAt(result: Record<string, unknown>, path: string): unknown {
  const value = path.split('.').reduce<unknown>((at, key) => objectIn(at)[key], result);
  if (value === undefined) throw new Error(`The result has no ${path}: ${JSON.stringify(result)}`);
  return value;
}

function objectIn(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** When something happened, and what is only a history, such as the ids of deployments. */
const passing =
  /^(at|changedBy|.*At|time(Created|Updated)|lastUpdate(d|Time)|lastModifiedDate|desiredVersion|lastSuccessfulVersion|propagation|deployments|logs|scalesUntil)$/;

/** A state as it lasts: maps as objects, of what goes through stages the last one, and no times, histories and counters. */
function lasting(state: Record<string, string>): Record<string, unknown> {
  const parts = Object.entries(state).filter(([name]) => !/^(next|notifications$)/.test(name));
  return Object.fromEntries(parts.map(([name, text]) => [name, lastingIn(name, fromPairs(JSON.parse(text)))]));
}

function lastingIn(key: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const last: unknown = value.at(-1);
    if (isObject(last) && 'at' in last && 'state' in last) return lastingIn('', last['state']);
    const sorted = key === 'policies' ? [...value].sort((a, b) => orderOf(a) - orderOf(b)) : value;
    return sorted.map((one) => lastingIn('', one));
  }
  if (!isObject(value)) return value;
  if (key === 'phase') return value['after'];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !passing.test(name))
      // What CloudHub 2.0 was sent last; the properties in it are compared as they run.
      .filter(([name]) => !(key === 'settings' && name === 'configuration'))
      // Each roll-out has new ones; their number is compared with the target.
      .filter(([name]) => !(name === 'replicas' && 'desiredVersion' in value))
      .map(([name, member]) => [name, lastingIn(name, member)]),
  );
}

function orderOf(policy: unknown): number {
  return Number(objectIn(policy)['order'] ?? 0);
}

/** Maps were written as lists of pairs. */
function fromPairs(value: unknown): unknown {
  const isMap =
    Array.isArray(value) && value.length > 0 && value.every((one) => Array.isArray(one) && one.length === 2);
  // Each member is a pair of a key and a value.
  return isMap ? Object.fromEntries(value as [string, unknown][]) : value;
}

/** The new ids by the old ones: of things that were made again, and of the policies of an API. */
function newIds(before: Record<string, unknown>, after: Record<string, unknown>): [string, string][] {
  const things = Object.keys(after).flatMap((part) => {
    const [old, now] = [objectIn(before[part]), objectIn(after[part])];
    const gone = Object.keys(old).filter((id) => !(id in now));
    const come = Object.keys(now).filter((id) => !(id in old));
    return gone.length === come.length ? gone.map((id, index): [string, string] => [id, come[index] ?? id]) : [];
  });
  const apis = Object.entries(objectIn(before['apis'])).flatMap(([id, api]) => {
    const [, now = id] = things.find(([old]) => old === id) ?? [];
    const [old, made] = [api, objectIn(after['apis'])[now]].map((one) => objectIn(one)['policies']);
    if (!Array.isArray(old) || !Array.isArray(made)) return [];
    return old.map((policy, index): [string, string] => [idOf(policy), idOf(made[index])]);
  });
  return [...things, ...apis].filter(([old, now]) => old !== now && now !== 'undefined');
}

function idOf(policy: unknown): string {
  return String(objectIn(policy)['id']);
}

/** What differs between two states, and which things have new ids. */
function differences(
  before: Record<string, string>,
  after: Record<string, string>,
): { left: string[]; made: [string, string][] } {
  const [old, now] = [lasting(before), lasting(after)];
  const made = newIds(old, now);
  const renamed = made.reduce(
    (text, [oldId, newId]) => text.replaceAll(new RegExp(`\\b${newId}\\b`, 'g'), oldId),
    JSON.stringify(now),
  );
  // What was an object before is one still.
  const same = JSON.parse(renamed) as Record<string, unknown>;
  return { left: Object.keys(same).flatMap((part) => leaves(part, old[part], same[part])), made };
}

function leaves(path: string, before: unknown, after: unknown): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const isInside = typeof before === 'object' && typeof after === 'object' && before !== null && after !== null;
  if (!isInside) return [`${path}: ${shown(before)} → ${shown(after)}`];
  const [old, now] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
    leaves(`${path}.${key}`, old[key], now[key]),
  );
}

/** A value; of a thing only that it is there. */
function shown(value: unknown): string {
  if (value === undefined) return 'gone';
  return isObject(value) ? 'there' : JSON.stringify(value);
}
