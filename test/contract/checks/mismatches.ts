import { Ajv2019, type ErrorObject, type ValidateFunction } from 'ajv/dist/2019.js';
import type { JsonSchema } from '../documents/json-schema.ts';
import { listOf } from '../json.ts';
import type { Mismatch } from './problems.ts';

// Most schemas are used a few times only: compiling costs more than checking, and optimizing is half of it.
const options = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  logger: false,
  code: { optimize: false },
} as const;
const ajv = new Ajv2019(options);
const coercingAjv = new Ajv2019({ ...options, coerceTypes: 'array' });
const coercingValidators = new Map<JsonSchema, ValidateFunction>();

/** What is wrong with a JSON value. */
export function mismatchesIn(schema: JsonSchema, value: unknown): Mismatch[] {
  const validate = ajv.compile(schema);
  return validate(value) ? [] : mismatchesOf(validate.errors ?? []);
}

/** The same for a value that came as text: of a path, a query, a header, a form. */
export function mismatchesInText(schema: JsonSchema, value: unknown): Mismatch[] {
  // Ajv writes the converted value into its parent, so the value needs one. Compiled once for each schema.
  const validate =
    coercingValidators.get(schema) ?? coercingAjv.compile({ type: 'object', properties: { value: schema } });
  coercingValidators.set(schema, validate);
  const found = validate({ value }) ? [] : mismatchesOf(validate.errors ?? []);
  return found.map((mismatch) => ({ ...mismatch, at: mismatch.at.replace(/^\/value/, '') }));
}

function mismatchesOf(errors: readonly ErrorObject[]): Mismatch[] {
  // That no branch of a union matches says more than what is wrong with each of them.
  const outer = errors.filter(({ schemaPath }) => !/\/(anyOf|not)\/./.test(schemaPath));
  const found = (outer.length > 0 ? outer : errors).map(mismatchOf);
  return [...new Map(found.map((mismatch) => [`${mismatch.at} ${mismatch.rule}`, mismatch])).values()];
}

function mismatchOf({ instancePath, keyword, message = '', params }: ErrorObject): Mismatch {
  const at = instancePath.replace(/\/\d+(?=\/|$)/g, '/*');
  const unknown = params['unevaluatedProperty'] ?? params['additionalProperty'];
  if (unknown !== undefined) return { at: `${at}/${unknown}`, rule: 'undocumented', message: 'is not documented' };
  if (keyword === 'required') return { at: `${at}/${params['missingProperty']}`, rule: keyword, message: 'is missing' };
  const allowed = keyword === 'enum' ? ` (${listOf(params['allowedValues']).join(', ')})` : '';
  return { at, rule: keyword, message: message + allowed };
}
