import * as z from 'zod';
import { count } from '../../../core/text/quote.ts';
import { cell } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { shortText } from '../../../core/tools/params.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData, oneLine } from '../../../platform/text.ts';
import { apiName, resolveApi } from '../instances.ts';
import { applicableTemplates, directionOf, findTemplate, newestOf } from '../policies/catalog.ts';
import { exampleConfiguration, fieldFacts } from '../policies/configuration.ts';
import type { PolicyTemplate } from '../policy-templates-client.ts';
import { apiNameSchema } from './api-output.ts';
import { api } from './arguments.ts';

const fieldSchema = z.object({
  name: platformText,
  type: z.string(),
  required: z.boolean(),
  sensitive: z.boolean(),
  options: z.array(z.string()).optional(),
  default: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  description: z.string().optional(),
});

/** Only for one template in detail: for all of them it would cost four times the tokens. */
const detailSchema = z.object({
  groupId: z.string(),
  description: z.string().optional(),
  fields: z.array(fieldSchema),
  /** A valid configuration. */
  example: z.looseObject({}),
});

const templateSchema = z.object({
  assetId: z.string(),
  version: z.string(),
  name: platformText,
  category: z.string().optional(),
  direction: z.enum(['inbound', 'outbound']),
  /** Names of the fields that have to be given. */
  requiredFields: z.array(z.string()),
  ...detailSchema.partial().shape,
});
type TemplateFacts = z.output<typeof templateSchema>;

const input = {
  api,
  policy: shortText('Only this policy, in detail: asset id or name').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'policyTemplate.list': typeof input;
  }
}

export const listPolicyTemplates = defineReadTool({
  name: 'anypoint_list_policy_templates',
  title: 'List policies that an API can have',
  toolset: 'apis',
  operation: 'policyTemplate.list',
  effect: 'read',
  description:
    'Lists the policies that can be applied to an API, in their newest versions, with the fields that each requires. With policy it returns every field of one, with type, shape and limits, and an example.',
  scope: 'environment',
  input,
  output: z.object({ templates: z.array(templateSchema), api: apiNameSchema }),
  example: { arguments: { api: 'orders-sandbox' }, answers: 'http-basic-authentication' },
  async run({ api: reference, policy }, ctx) {
    const found = await resolveApi(reference, ctx);
    const templates =
      policy === undefined
        ? newestOf(await applicableTemplates(found, ctx))
        : [await findTemplate({ policy }, found, ctx)];
    const { id, name, label } = found;
    return {
      templates: templates.map((template) => templateFacts(template, templates.length === 1)),
      api: { id, name, ...(label === undefined ? {} : { label }) },
    };
  },
  present: ({ templates, api: found }) => ({
    headline: `${count(templates.length, 'policy template')} for API ${apiName(found)}. ${
      templates.length === 1 ? '* marks required fields.' : 'The last column names the required fields.'
    }`,
    data: templates.map(templateLines).join('\n'),
  }),
});

function templateFacts(template: PolicyTemplate, inDetail: boolean): TemplateFacts {
  const { assetId, groupId, version, name, category, description, configuration } = template;
  const fields = (configuration ?? []).map((field) => fieldFacts(field, template));
  return {
    assetId,
    version,
    name: name ?? assetId,
    ...(category ? { category } : {}),
    direction: directionOf(template),
    requiredFields: fields.filter(({ required }) => required).map(({ name: field }) => field),
    ...(inDetail
      ? { groupId, ...(description ? { description } : {}), fields, example: exampleConfiguration(template) }
      : {}),
  };
}

function templateLines({
  assetId,
  version,
  name,
  category,
  direction,
  requiredFields: requires,
  ...detail
}: TemplateFacts): string {
  const { description, fields, example } = detail;
  const head = [
    `${assetId} ${version}`,
    name,
    ...(category ? [category] : []),
    ...(direction === 'outbound' ? [direction] : []),
  ];
  if (fields === undefined) {
    // Cell by cell: a policy with many fields must not lose any to the length of a cell.
    return [...head.map(cell), requires.map((field) => inData(cell(field))).join(', ') || 'nothing'].join(' | ');
  }
  return [
    cell(head.join(', ')),
    ...(description ? [cell(description)] : []),
    ...fields.map(fieldLine),
    `example: ${JSON.stringify(example)}`,
  ].join('\n');
}

/** The longest known shape has about 600 characters. */
const maxFieldLine = 2000;

function fieldLine({
  name,
  type,
  required,
  sensitive,
  options,
  default: preset,
  minimum,
  maximum,
  description,
}: z.output<typeof fieldSchema>): string {
  const parts = [
    `${inData(name)}${required ? '*' : ''}: ${type}`,
    ...(sensitive ? ['secret'] : []),
    ...(options ? [`one of ${options.join(', ')}`] : []),
    ...(preset === undefined ? [] : [`default ${preset}`]),
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(description ? [description] : []),
  ];
  // A type says everything that is inside, and cutting it would hide members.
  return oneLine(parts.join('; '), maxFieldLine);
}
