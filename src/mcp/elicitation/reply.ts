import { createHash } from 'node:crypto';
import type { Field, Form } from './form.ts';

/** What came of a question. Nothing but `accepted` is a yes to anything. */
export type Reply = Accepted | Invalid | NoReply;

/** The user filled in the form and sent it off. */
export interface Accepted {
  kind: 'accepted';
  /** What they filled in, by field; of a choice the id. A field that was left empty is not here. */
  values: Readonly<Record<string, string | boolean>>;
}

/** The user sent off something that the form does not allow: many clients show a text field instead of a list. */
export interface Invalid {
  kind: 'invalid';
}

/** The user gave no answer. */
export type NoReply =
  | { kind: 'declined' }
  /** They closed the form. */
  | { kind: 'cancelled' }
  /** Nobody answered within the time limit. */
  | { kind: 'unanswered' }
  | CannotAsk;

/** The user was not asked. */
export interface CannotAsk {
  kind: 'cannot-ask';
  why: 'unsupported' | 'client-failed' | 'asked-too-often';
}

/** What of a form is needed to judge an answer; short, because it travels with the client. */
export type Expected = Readonly<Record<string, ExpectedField>>;

type ExpectedField = { isOptional: boolean } & (
  | { kind: 'choice'; offered: readonly Offered[] }
  | { kind: 'yes-no' }
  | { kind: 'text'; maxLength: number }
);

/** An option: its id, and its title in short. */
type Offered = readonly [id: string, title: string];

/** What a client answers to `elicitation/create`; nothing of it is checked. */
export interface RawAnswer {
  action: string;
  content?: Readonly<Record<string, unknown>> | undefined;
}

export function expectedOf({ fields }: Form): Expected {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, expectedField(field)]));
}

function expectedField(field: Field): ExpectedField {
  const isOptional = field.isOptional ?? false;
  if (field.kind === 'choice')
    return { kind: 'choice', isOptional, offered: field.options.map(({ id, title }) => [id, fingerprint(title)]) };
  return field.kind === 'text'
    ? { kind: 'text', isOptional, maxLength: field.maxLength }
    : { kind: 'yes-no', isOptional };
}

/** Judges an answer. People type them, and neither clients nor the SDK keep to the form. */
export function judge(expected: Expected, { action, content = {} }: RawAnswer): Reply {
  if (action === 'decline') return { kind: 'declined' };
  if (action !== 'accept') return { kind: 'cancelled' };
  const values: Record<string, string | boolean> = {};
  for (const [key, field] of Object.entries(expected)) {
    const given = Object.hasOwn(content, key) ? content[key] : undefined;
    if (field.isOptional && (given === undefined || given === null || given === '')) continue;
    const value = valueIn(field, given);
    if (value === undefined) return { kind: 'invalid' };
    values[key] = value;
  }
  return { kind: 'accepted', values };
}

function valueIn(field: ExpectedField, given: unknown): string | boolean | undefined {
  if (field.kind === 'yes-no') return typeof given === 'boolean' ? given : undefined;
  if (typeof given !== 'string') return undefined;
  if (field.kind === 'choice') return offeredId(given, field.offered);
  return given.length <= field.maxLength ? given : undefined;
}

/** The option that an answer names: by id, or by a unique title. */
function offeredId(given: string, offered: readonly Offered[]): string | undefined {
  if (offered.some(([id]) => id === given)) return given;
  const titled = offered.filter(([, title]) => title === fingerprint(given));
  return titled.length === 1 ? titled[0]?.[0] : undefined;
}

/** Long enough to tell fifty titles apart. */
function fingerprint(title: string): string {
  return createHash('sha256').update(title).digest('base64url').slice(0, 10);
}
