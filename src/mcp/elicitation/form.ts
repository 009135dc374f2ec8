import type { ElicitRequestFormParams } from '@modelcontextprotocol/server';
import { hasTitledOptions } from '../revisions.ts';

/** A form for the user, in the terms of no revision. It is flat, as the protocol has it, and never asks for a secret. */
export interface Form {
  /** One line above the fields. */
  message: string;
  /** By key, in the order in which they are shown. */
  fields: Readonly<Record<string, Field>>;
}

/** One entry of a form. */
export type Field = FieldHead & (ChoiceField | YesNoField | TextField);

interface FieldHead {
  title: string;
  description?: string;
  /** It may be left empty. */
  isOptional?: boolean;
}

interface ChoiceField {
  kind: 'choice';
  options: readonly Option[];
}

interface YesNoField {
  kind: 'yes-no';
  /** What is filled in at first; nothing unless given. */
  default?: boolean;
}

interface TextField {
  kind: 'text';
  /** In characters. */
  maxLength: number;
}

/** One of the values to choose from, and how it is shown. */
export interface Option {
  id: string;
  title: string;
}

type RequestedSchema = ElicitRequestFormParams['requestedSchema'];
type FieldSchema = RequestedSchema['properties'][string];

/** The form as the clients of a revision take it. */
export function requestedSchema({ fields }: Form, revision: string): RequestedSchema {
  const entries = Object.entries(fields);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, field]) => [key, fieldSchema(field, revision)])),
    required: entries.filter(([, { isOptional }]) => !isOptional).map(([key]) => key),
  };
}

function fieldSchema(field: Field, revision: string): FieldSchema {
  const { title, description } = field;
  const head = { title, ...(description === undefined ? {} : { description }) };
  if (field.kind === 'choice') return { type: 'string', ...head, ...optionsOf(field, revision) };
  if (field.kind === 'text') return { type: 'string', ...head, maxLength: field.maxLength };
  return { type: 'boolean', ...head, ...(field.default === undefined ? {} : { default: field.default }) };
}

/** Titles stood in a list of their own before they could stand beside the values. */
function optionsOf({ options }: ChoiceField, revision: string) {
  if (hasTitledOptions(revision)) return { oneOf: options.map(({ id, title }) => ({ const: id, title })) };
  return { enum: options.map(({ id }) => id), enumNames: options.map(({ title }) => title) };
}
