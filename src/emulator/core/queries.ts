import type { Context } from 'hono';
import * as z from 'zod';
import type { Fail } from './errors.ts';
import { check, type Violation } from './violations.ts';

/** The parameters in the query of a route, by name. Each field reads a text; one that may repeat reads several. */
export type QueryShape = Readonly<Record<string, z.ZodType>>;

/** What was sent in the query of a route. */
export type Query<Shape extends QueryShape> = { [Name in keyof Shape]: z.output<Shape[Name]> };

/**
 * Reads the query of a request. Every parameter is declared by its route: one that is not is refused, because a filter
 * that is dropped without a word makes a list look complete [docs/decisions/0026-nothing-swallowed.md].
 * @throws PlatformError 400 in the form of the service
 */
export function readQuery<Shape extends QueryShape>(
  c: Context,
  { shape, ignored }: { shape: Shape; ignored: readonly string[] },
  fail: Fail,
): Query<Shape> {
  const sent = c.req.queries();
  const violations: Violation[] = [];
  for (const property of Object.keys(sent)) {
    if (Object.hasOwn(shape, property) || ignored.includes(property)) continue;
    violations.push({ part: 'query', path: [], keyword: 'additionalProperties', message: 'is unknown', property });
  }
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape)) {
    const texts = sent[name];
    const checked = check(z.object({ [name]: field }), { [name]: repeats.has(field) ? texts : texts?.at(-1) }, 'query');
    if ('violations' in checked) violations.push(...checked.violations);
    else values[name] = checked.value[name];
  }
  if (violations.length > 0) throw fail.invalid(violations);
  // Each value is the output of the field of its name.
  return values as Query<Shape>;
}

const repeats = new WeakSet<z.ZodType>();

/** Any text, or nothing. */
export const text = z.string().optional();

/** A parameter that the caller has to send. */
export const requiredText = z.string().min(1, 'must not be empty');

/** `true` or `false`, or nothing. */
export const flag = z
  .enum(['true', 'false'], 'must be boolean')
  .transform((sent) => sent === 'true')
  .optional();

const wholeNumber = z
  .string()
  .regex(/^-?\d{1,15}$/, 'must be integer')
  .transform(Number);

/** An integer, or nothing. */
export const integer = wholeNumber.optional();

/** An integer within bounds; `fallback` when none was sent. */
export function integerFrom({ fallback, min, max }: { fallback: number; min: number; max?: number }) {
  const bounded = z.int().min(min);
  return wholeNumber
    .pipe(max === undefined ? bounded : bounded.max(max))
    .optional()
    .transform((sent) => sent ?? fallback);
}

/** One of these texts, or nothing. */
export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values).optional();
}

/** Texts that may be sent as several parameters, or as one with commas. */
export function severalOf<Item extends z.ZodType>(item: Item) {
  const field = z.preprocess(
    (sent) => (Array.isArray(sent) ? sent.flatMap((one) => String(one).split(',')) : []),
    z.array(item),
  );
  repeats.add(field);
  return field;
}

/** A JSON object in one parameter, as some clients send the filters of AMC. */
export function jsonOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .string()
    .transform((sent, context): unknown => {
      try {
        return JSON.parse(sent);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be a JSON object' });
        return z.NEVER;
      }
    })
    .pipe(z.strictObject(shape))
    .optional();
}
