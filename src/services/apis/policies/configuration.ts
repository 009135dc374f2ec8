import { tool } from '../../../core/operations.ts';
import { nearest } from '../../../core/text/nearest.ts';
import { quote } from '../../../core/text/quote.ts';
import { advice } from '../../../platform/advice.ts';
import { inputFailure } from '../../../platform/errors.ts';
import type { JsonObject } from '../../../platform/json.ts';
import type { PlatformText } from '../../../platform/text.ts';
import { word } from '../../../platform/text.ts';
import type { PolicyTemplate, TemplateField } from '../policy-templates-client.ts';
import { masksIn } from './masking.ts';

/** A field of a policy's configuration as results show it. */
export interface FieldFacts {
  name: PlatformText;
  type: string;
  required: boolean;
  sensitive: boolean;
  options?: string[];
  default?: string;
  minimum?: number;
  maximum?: number;
  description?: string;
}

/** A field in plain words. */
export function fieldFacts(field: TemplateField): FieldFacts {
  const { propertyName, optional, sensitive, options, defaultValue, description, name } = field;
  const about = description || (name === propertyName ? undefined : name);
  return {
    name: propertyName,
    type: typeText(field),
    required: optional !== true,
    sensitive: sensitive === true,
    ...(options?.length ? { options: options.map(String) } : {}),
    ...(hasDefault(field)
      ? { default: typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue) }
      : {}),
    ...(field.minimumValue === undefined ? {} : { minimum: field.minimumValue }),
    ...(field.maximumValue === undefined ? {} : { maximum: field.maximumValue }),
    ...(about ? { description: about } : {}),
  };
}

/** A configuration with the template's defaults for missing required fields. */
export function withDefaults(configuration: JsonObject, fields: readonly TemplateField[] | undefined): JsonObject {
  const missing = (fields ?? []).filter(
    (field) => field.optional !== true && hasDefault(field) && !Object.hasOwn(configuration, field.propertyName),
  );
  return { ...configuration, ...Object.fromEntries(missing.map((field) => [field.propertyName, field.defaultValue])) };
}

/**
 * What is wrong with a configuration, a sentence for each field: unknown, missing, of another type, not an option, out
 * of range. The platform checks only the first level, and its errors say less [docs/platform/policies.md#apply]. A template without fields accepts everything. Values are never repeated: they may be secrets.
 */
export function configurationProblems(
  configuration: Readonly<JsonObject>,
  fields: readonly TemplateField[] | undefined,
): string[] {
  const masks = masksIn(configuration).map(
    (path) => `${path} holds a mask instead of the value: give the value itself, or leave the field out.`,
  );
  if (fields === undefined) return masks;
  const known = new Map(fields.map((field) => [field.propertyName, field]));
  const unknown = Object.keys(configuration)
    .filter((name) => !known.has(name))
    .map((name) => unknownField(name, fields));
  const wrong = fields.flatMap((field) => {
    const problem = fieldProblem(field, configuration[field.propertyName]);
    return problem === undefined ? [] : [problem];
  });
  return [...masks, ...unknown, ...wrong];
}

/** Requires a configuration that is valid for its template. @throws Failure (input) that names every invalid field */
export function requireConfiguration(configuration: Readonly<JsonObject>, template: PolicyTemplate): void {
  const problems = configurationProblems(configuration, template.configuration ?? undefined);
  if (problems.length === 0) return;
  throw inputFailure({
    what: `The configuration is invalid for policy ${template.assetId} ${template.version}: ${problems.join(' ')}`,
    next: advice`Nothing was sent. Correct the argument configuration; ${tool('policyTemplate.list')} with policy ${template.assetId} shows its fields.`,
  });
}

function fieldProblem(field: TemplateField, value: unknown): string | undefined {
  const { propertyName: name, options, minimumValue, maximumValue } = field;
  if (value === undefined || value === null) {
    return field.optional === true ? undefined : `${word(name)} is missing (required, ${typeText(field)}).`;
  }
  const type = checkableType(field);
  if (type !== undefined && !types[type](value)) return `${word(name)} must be ${article(typeText(field))}.`;
  // The value of an expression is known only at the request.
  const isExpression = typeof value === 'string' && value.startsWith('#[');
  if (options?.length && !Array.isArray(value) && !isExpression && !options.includes(value)) {
    return `${word(name)} must be one of ${options.map(String).join(', ')}.`;
  }
  if (typeof value !== 'number') return undefined;
  if (maximumValue !== undefined && value > maximumValue) return `${word(name)} must be ${maximumValue} at most.`;
  if (minimumValue !== undefined && value < minimumValue) return `${word(name)} must be ${minimumValue} at least.`;
  return undefined;
}

const types = {
  text: (value: unknown) => typeof value === 'string',
  integer: (value: unknown) => Number.isInteger(value),
  number: (value: unknown) => typeof value === 'number',
  boolean: (value: unknown) => typeof value === 'boolean',
  list: (value: unknown) => Array.isArray(value),
};

/** The platform's names of types that have one meaning; others, such as `rateLimits` or `radio`, are checked by the platform only. */
const typeNames: Readonly<Record<string, keyof typeof types>> = {
  string: 'text',
  expression: 'text',
  int: 'integer',
  integer: 'integer',
  long: 'integer',
  number: 'number',
  float: 'number',
  boolean: 'boolean',
  bool: 'boolean',
  array: 'list',
};

function checkableType({ type, allowMultiple }: TemplateField): keyof typeof types | undefined {
  const name = typeNames[type?.toLowerCase() ?? ''];
  return name !== undefined && allowMultiple === true ? 'list' : name;
}

function typeText(field: TemplateField): string {
  return checkableType(field) ?? field.type ?? 'any';
}

function article(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function unknownField(name: string, fields: readonly TemplateField[]): string {
  const [near] = nearest(
    name,
    fields.map(({ propertyName }) => ({ id: propertyName, name: propertyName })),
  );
  const all = fields.map(({ propertyName }) => word(propertyName)).join(', ');
  return `Unknown field ${quote(name)}${near === undefined ? '' : `; the closest is ${word(near.name)}`}${all === '' ? '; the policy has none' : ` (it has ${all})`}.`;
}

function hasDefault({ defaultValue }: TemplateField): boolean {
  return defaultValue !== undefined && defaultValue !== null && defaultValue !== '';
}
