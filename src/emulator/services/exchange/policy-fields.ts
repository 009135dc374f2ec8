import type { Technology } from './model.ts';

/** The type of a field. */
export type FieldType = 'string' | 'int' | 'bool' | 'array' | 'string_array' | 'object';

/** A field of a policy's configuration, or a value inside of one, as the schema of the policy has it. */
export interface PolicyField {
  type: FieldType;
  required?: boolean;
  sensitive?: boolean;
  min?: number;
  max?: number;
  options?: readonly (string | number)[];
  /** What each entry of an array has to be; without it anything. */
  items?: PolicyField;
  /** The fewest entries of an array. */
  minItems?: number;
  /** The members of an object; others are refused. */
  members?: Readonly<Record<string, PolicyField>>;
}

/** A policy that can be applied, with all its versions. */
export interface PolicyTemplate {
  assetId: string;
  /** its id in the older API without Exchange coordinates [docs/platform/policies.md#templates] */
  templateId: string;
  name: string;
  description: string;
  category: string;
  /** newest first; the first is the one that the official Terraform provider knows, the older ones are made up */
  versions: readonly [string, ...string[]];
  technologies: readonly Technology[];
  direction: 'inbound' | 'outbound';
  fields: Readonly<Record<string, PolicyField>>;
}

export const both = ['mule4', 'flexGateway'] as const;
export const text: PolicyField = { type: 'string' };
export const secret: PolicyField = { type: 'string', required: true, sensitive: true };
export const flag: PolicyField = { type: 'bool' };
export const whole: PolicyField = { type: 'int' };
export const positive: PolicyField = { type: 'int', min: 1 };
export const texts: PolicyField = { type: 'string_array' };
export const needed = (field: PolicyField): PolicyField => ({ ...field, required: true });
const listOf = (members: Readonly<Record<string, PolicyField>>, minItems = 0): PolicyField => ({
  type: 'array',
  minItems,
  items: { type: 'object', members },
});

// What is inside of lists [docs/platform/policies.md#inside-of-configurations].
export const rateLimits = needed(
  listOf({ maximumRequests: needed(positive), timePeriodInMilliseconds: needed(positive) }, 1),
);
export const addressList: PolicyField = { type: 'string_array', required: true, minItems: 1 };
export const claims = listOf({ key: needed(text), value: needed(text) });
export const headers = listOf({ key: needed(text), value: needed(text) });
export const originGroups = needed(
  listOf({
    name: text,
    originGroupName: text,
    origins: texts,
    plainOrigins: texts,
    accessControlMaxAge: whole,
    allowedMethods: listOf({ methodName: needed(text), isAllowed: flag, allowed: flag }),
    headers: texts,
    exposedHeaders: texts,
  }),
);
export const loggingConfiguration = needed(
  listOf(
    {
      itemName: needed(text),
      itemData: needed({
        type: 'object',
        members: {
          message: needed(text),
          conditional: text,
          category: text,
          level: { ...needed(text), options: ['INFO', 'WARN', 'ERROR', 'DEBUG'] },
          firstSection: flag,
          secondSection: flag,
        },
      }),
    },
    1,
  ),
);
