import * as z from 'zod';
import type { PolicyTemplate } from '../../anypoint/policy-templates.ts';
import { apiName, resolveApi } from '../../domain/apis.ts';
import { directionOf, findTemplate, fittingTemplates, newestOf } from '../../domain/policy-catalogue.ts';
import { fieldFacts } from '../../domain/policy-configuration.ts';
import { defineReadTool } from '../define.ts';
import { api } from '../params.ts';
import { cell, count } from '../present.ts';
import { apiNameSchema } from './api-output.ts';

const fieldSchema = z.object({
  name: z.string(),
  type: z.string(),
  required: z.boolean(),
  sensitive: z.boolean(),
  options: z.array(z.string()).optional(),
  default: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  description: z.string().optional(),
});

const templateSchema = z.object({
  assetId: z.string(),
  groupId: z.string(),
  version: z.string(),
  name: z.string(),
  category: z.string().optional(),
  direction: z.enum(['inbound', 'outbound']),
  description: z.string().optional(),
  fields: z.array(fieldSchema),
});

export const listPolicyTemplates = defineReadTool({
  name: 'anypoint_list_policy_templates',
  title: 'List policies that fit an API',
  toolset: 'apis',
  effect: 'read',
  description: 'Policies that fit an API, newest versions, with their fields; policy shows one in detail.',
  scope: 'environment',
  input: { api, policy: z.string().min(1).describe('Asset id or name').optional() },
  output: z.object({ templates: z.array(templateSchema), api: apiNameSchema }),
  async run({ api: reference, policy }, ctx) {
    const found = await resolveApi(reference, ctx);
    const templates =
      policy === undefined
        ? newestOf(await fittingTemplates(found, ctx))
        : [await findTemplate(policy, undefined, found, ctx)];
    const { id, name, label } = found;
    return {
      templates: templates.map((template) => templateFacts(template, policy !== undefined)),
      api: { id, name, ...(label === undefined ? {} : { label }) },
    };
  },
  present: ({ templates, api: found }) => ({
    headline: `${count(templates.length, 'policy template')} for API ${apiName(found)}. * marks required fields.`,
    data: templates.map((template) => templateLines(template, templates.length === 1)).join('\n'),
  }),
});

function templateFacts(template: PolicyTemplate, inDetail: boolean): z.output<typeof templateSchema> {
  const { assetId, groupId, version, name, category, description, configuration } = template;
  const fields = (configuration ?? []).map(fieldFacts);
  return {
    assetId,
    groupId,
    version,
    name: name ?? assetId,
    ...(category ? { category } : {}),
    direction: directionOf(template),
    ...(inDetail && description ? { description } : {}),
    // Descriptions of fields are long: they come with one policy, not with all.
    fields: inDetail ? fields : fields.map(({ description: _long, ...field }) => field),
  };
}

function templateLines(template: z.output<typeof templateSchema>, inDetail: boolean): string {
  const { assetId, version, name, category, direction, description, fields } = template;
  const head = [
    `${assetId} ${version}`,
    name,
    ...(category ? [category] : []),
    ...(direction === 'outbound' ? [direction] : []),
  ];
  if (!inDetail) {
    const names = fields.map(({ name: field, required }) => `${cell(field)}${required ? '*' : ''}`).join(', ');
    // Cell by cell: a policy with many fields must not lose any to the length of a cell.
    return [...head.map(cell), names || 'no fields'].join(' | ');
  }
  return [cell(head.join(', ')), ...(description ? [cell(description)] : []), ...fields.map(fieldLine)].join('\n');
}

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
    `${name}${required ? '*' : ''}: ${type}`,
    ...(sensitive ? ['secret'] : []),
    ...(options ? [`one of ${options.join(', ')}`] : []),
    ...(preset === undefined ? [] : [`default ${preset}`]),
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(description ? [description] : []),
  ];
  return cell(parts.join('; '));
}
