import * as z from 'zod';
import type { Tool } from '../../core/tools/tool.ts';
import { partsOf } from '../../platform/advice.ts';
import { toolOfOperation } from './offered-tools.ts';

/** JSON Schema as far as this project makes it. */
export interface JsonSchema {
  type?: string;
  description?: string;
  enum?: string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  /** Other names of this argument that calls may use; understood, and not shown. */
  spellings?: string[];
  /** One text may hold several items of this list; not shown. */
  separable?: boolean;
  /** What to say about an unknown argument that may be a member of this one; not shown. */
  strays?: string;
  /** Whether an empty text is refused; not shown, because no model writes one. */
  isFilled?: boolean;
  [keyword: string]: unknown;
}

/** A tool as `tools/list` shows it. */
export interface ListedTool {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema & { type: 'object' };
  outputSchema: JsonSchema & { type: 'object' };
  annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: boolean };
}

/** Everything a client sees of a tool, derived from its definition. */
export function listedTool(tool: Tool): ListedTool {
  const { name, title } = tool;
  return {
    name,
    title,
    description: descriptionOf(tool),
    inputSchema: { ...shownSchema(inputSchema(tool)), type: 'object' },
    outputSchema: outlineOf(toJsonSchema(tool.output, 'output')),
    annotations: annotationsOf(tool),
  };
}

/** A tool's description as text; siblings are named even if they are disabled. */
export function descriptionOf({ description }: Pick<Tool, 'description'>): string {
  return partsOf(description)
    .map((part) => (typeof part === 'string' ? part : toolOfOperation(part.operation).name))
    .join('');
}

/** The arguments' schema in the plainest JSON Schema that every client understands, closed on every level. */
export function inputSchema(tool: Tool): JsonSchema & { type: 'object' } {
  return { ...plain(toJsonSchema(tool.input, 'input')), type: 'object' };
}

/** The schema as `tools/list` shows it: models use the names and forms that they read, and need no others. */
function shownSchema({
  spellings: _understood,
  contentMediaType: _form,
  isFilled: _checked,
  strays: _said,
  separable: _apart,
  ...schema
}: JsonSchema): JsonSchema {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, shownSchema(member)])),
    }),
    ...(items && { items: shownSchema(items) }),
  };
}

/**
 * Hints follow from the effect. An update may overwrite and a delete does, so both are destructive; a create is when it
 * costs money or opens something to the network, as directory reviewers see it. The world is open: what the platform
 * returns was written by other people.
 */
function annotationsOf({ effect, billedOrExposed, actsAgain }: Tool): ListedTool['annotations'] {
  return {
    readOnlyHint: effect === 'read',
    destructiveHint: effect === 'update' || effect === 'delete' || billedOrExposed,
    idempotentHint: !actsAgain,
    openWorldHint: true,
  };
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  // zod's own type of a JSON Schema is wider than what our definitions produce.
  return z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as JsonSchema;
}

/** Keywords that cost tokens and do not help a caller: the dialect, "not empty", "not negative", lengths that nobody reaches, the limits of a double, an open object. */
function saysNothing(keyword: string, value: unknown, depth: number): boolean {
  return (
    keyword === '$schema' ||
    (keyword === 'minLength' && value === 1) ||
    keyword === 'maxLength' ||
    (keyword === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
    (keyword === 'minimum' && (value === Number.MIN_SAFE_INTEGER || value === 0 || value === 1)) ||
    (keyword === 'additionalProperties' && typeof value === 'object') ||
    (keyword === 'properties' && depth > 0 && Object.keys(Object(value)).length === 0)
  );
}

function plain(schema: JsonSchema, depth = 0): JsonSchema {
  const result: JsonSchema = schema['minLength'] === 1 ? { isFilled: true } : {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (saysNothing(keyword, value, depth)) continue;
    result[keyword] = value;
  }
  if (result.properties) {
    result.properties = Object.fromEntries(
      Object.entries(result.properties).map(([name, member]) => [name, plain(member, depth + 1)]),
    );
  }
  if (schema.items) result.items = plain(schema.items, depth + 1);
  return result;
}

/**
 * The first level of the output schema: correct, enough for a client, and a fraction of the tokens. Our own tests check results against the full schema.
 */
function outlineOf(schema: JsonSchema): JsonSchema & { type: 'object' } {
  const properties = Object.entries(schema.properties ?? {}).map(([name, member]) => [name, outlineMember(member)]);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

function outlineMember({ type, items }: JsonSchema): JsonSchema {
  if (type === undefined) return {};
  return items?.type === undefined ? { type } : { type, items: { type: items.type } };
}
