import { tool } from '../../../core/operations.ts';
import { nearest } from '../../../core/text/nearest.ts';
import { quote } from '../../../core/text/quote.ts';
import { advice } from '../../../platform/advice.ts';
import { inputFailure } from '../../../platform/errors.ts';
import { type JsonObject, withoutUndefined } from '../../../platform/json.ts';
import type { PlatformText } from '../../../platform/text.ts';
import { word } from '../../../platform/text.ts';
import type { PolicyTemplate, TemplateField } from '../policy-templates-client.ts';
import { withHeldAsValid } from './held-secrets.ts';
import { type KnownPolicy, knownPolicy } from './known-policies.ts';
import { masksIn } from './masking.ts';
import { isOpenShape, type Shape, shapeProblems, shapeText } from './shape.ts';

/** A field of a policy's configuration as results show it. */
export interface FieldFacts {
  name: PlatformText;
  /** With everything inside: `list of {maximumRequests*: integer, at least 1; …}`. */
  type: string;
  required: boolean;
  sensitive: boolean;
  options?: string[];
  default?: string;
  minimum?: number;
  maximum?: number;
  description?: string;
}

/** A field in plain words; `template`: the policy that it belongs to. */
export function fieldFacts(field: TemplateField, template: Template): FieldFacts {
  const { propertyName, optional, sensitive, options, defaultValue, description, name } = field;
  const about = description || (name === propertyName ? undefined : name);
  return {
    name: propertyName,
    type: typeText(field, knownPolicy(template)),
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

/** What of a template is needed to check a configuration. */
export type Template = Pick<PolicyTemplate, 'groupId' | 'assetId' | 'configuration'>;

/**
 * What is wrong with a configuration, a sentence for each value, down to the last member of a list: unknown, missing, of another
 * type or form, not an option, out of range; and what depends on what. Without a template only masks are found. Values
 * are never repeated: they may be secrets.
 */
export function configurationProblems(configuration: Readonly<JsonObject>, template: Template | undefined): string[] {
  const masks = masksIn(configuration).map(
    (path) => `${path} holds a mask instead of the value: give the value itself, or leave the field out.`,
  );
  const fields = template?.configuration;
  if (template === undefined || !fields) return masks;
  const known = knownPolicy(template);
  const names = new Set(fields.map(({ propertyName }) => propertyName));
  const unknown = Object.keys(configuration)
    .filter((name) => !names.has(name))
    .map((name) => unknownField(name, fields));
  const wrong = fields.flatMap((field) => fieldProblems(field, configuration[field.propertyName], known));
  // What depends on a wrong value is wrong, too.
  const demands = wrong.length > 0 ? [] : (known?.demands?.(configuration) ?? []).filter((one) => one !== undefined);
  return [...masks, ...unknown, ...wrong, ...demands];
}

/** What is wrong with a configuration that is applied. Secrets that the platform holds and does not return are right. */
export function appliedProblems(configuration: Readonly<JsonObject>, template: Template | undefined): string[] {
  return configurationProblems(withHeldAsValid(configuration), template);
}

/** What is allowed but rarely meant, and the fields whose inside could not be checked; a sentence for each. */
export function configurationCautions(configuration: Readonly<JsonObject>, template: Template): string[] {
  const known = knownPolicy(template);
  const fields = template.configuration ?? [];
  const open = fields.filter(
    (field) =>
      typeof configuration[field.propertyName] === 'object' &&
      configuration[field.propertyName] !== null &&
      isOpenShape(shapeOf(field, known)),
  );
  return [
    ...(known?.cautions?.(configuration) ?? []).filter((one) => one !== undefined),
    ...(template.configuration ? [] : ['The template lists no fields, so the configuration was not checked.']),
    ...(open.length === 0
      ? []
      : [
          `Only the platform knows the inside of ${open.map(({ propertyName }) => word(propertyName)).join(', ')}; it was not checked.`,
        ]),
  ];
}

/** A configuration that a policy accepts, to write another one after; text in angle brackets has to be replaced. */
export function exampleConfiguration(template: Template): JsonObject {
  const fields = template.configuration ?? [];
  const known = knownPolicy(template);
  const names = new Set(fields.map(({ propertyName }) => propertyName));
  if (known !== undefined && Object.keys(known.example).every((name) => names.has(name))) return known.example;
  return Object.fromEntries(
    fields
      .filter(({ optional }) => optional !== true)
      .map((field) => [field.propertyName, hasDefault(field) ? field.defaultValue : exampleOf(shapeOf(field, known))]),
  );
}

/** Requires a configuration that is valid for its template. @throws Failure (input) that names every invalid field */
export function requireConfiguration(configuration: Readonly<JsonObject>, template: PolicyTemplate): void {
  const problems = configurationProblems(configuration, template);
  if (problems.length === 0) return;
  throw inputFailure({
    what: `The configuration is invalid for policy ${template.assetId} ${template.version}: ${problems.join(' ')}`,
    why: `For example: ${JSON.stringify(exampleConfiguration(template))}`,
    next: advice`Nothing was sent. Correct the argument configuration; ${tool('policyTemplate.list')} with policy ${template.assetId} shows its fields.`,
  });
}

function fieldProblems(field: TemplateField, value: unknown, known: KnownPolicy | undefined): string[] {
  const { propertyName: name } = field;
  const shape = shapeOf(field, known);
  const isMissing = value === undefined || value === null || (value === '' && shape.kind === 'text');
  if (!isMissing) return shapeProblems(name, value, shape);
  return field.optional === true ? [] : [`${word(name)} is missing (required, ${shapeText(shape)}).`];
}

/**
 * The shape of a field: what is known of its inside, with the options and limits of its template, which win. A field
 * that the template gives another type is of another version, so that only the template counts.
 */
function shapeOf(field: TemplateField, known: KnownPolicy | undefined): Shape {
  const declared = declaredShape(field);
  const inside = known?.fields[field.propertyName];
  if (inside === undefined || (declared.kind !== 'any' && !isSameKind(declared, inside))) return declared;
  if (inside.kind === 'integer' || inside.kind === 'number') {
    return withoutUndefined<Extract<Shape, { kind: 'integer' | 'number' }>>({
      ...inside,
      minimum: field.minimumValue ?? inside.minimum,
      maximum: field.maximumValue ?? inside.maximum,
    });
  }
  return inside.kind === 'text' && field.options?.length ? { ...inside, options: field.options } : inside;
}

function isSameKind(declared: Shape, inside: Shape): boolean {
  return declared.kind === inside.kind || (declared.kind === 'number' && inside.kind === 'integer');
}

/** What the template itself says of a field: its type on the first level, options and limits. */
function declaredShape({ type, allowMultiple, options, minimumValue, maximumValue }: TemplateField): Shape {
  const kind = typeNames[type?.toLowerCase() ?? ''];
  const choice = options?.length ? { options } : {};
  const single: Shape =
    kind === 'text'
      ? { kind, ...choice }
      : kind === 'integer' || kind === 'number'
        ? withoutUndefined({ kind, minimum: minimumValue, maximum: maximumValue, ...choice })
        : kind === 'boolean'
          ? { kind }
          : kind === undefined && options?.length
            ? { kind: 'text', ...choice }
            : { kind: 'any', called: kind === 'list' ? undefined : type };
  if (kind === 'list' || (kind !== undefined && allowMultiple === true)) return { kind: 'list', items: single };
  return single;
}

/** The platform's names of types that have one meaning; others, such as `rateLimits` or `radio`, are known by their policy or not at all. */
const typeNames: Readonly<Record<string, 'text' | 'integer' | 'number' | 'boolean' | 'list'>> = {
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

function typeText(field: TemplateField, known: KnownPolicy | undefined): string {
  const shape = shapeOf(field, known);
  // Options and limits of a field stand beside its type.
  return shape.kind === 'list' || shape.kind === 'object' || (shape.kind === 'text' && shape.format !== undefined)
    ? shapeText(shape)
    : (shape.kind === 'any' && shape.called) || shape.kind;
}

function exampleOf(shape: Shape): unknown {
  switch (shape.kind) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return shape.options?.[0] ?? shape.minimum ?? shape.maximum ?? 1;
    case 'list':
      return [exampleOf(shape.items)];
    case 'object':
      return Object.fromEntries(
        shape.required.map((name) => [name, exampleOf(shape.members[name] ?? { kind: 'any' })]),
      );
    case 'text':
      return shape.options?.[0] ?? '<text>';
    case 'any':
      return '<value>';
  }
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
