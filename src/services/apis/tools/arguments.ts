import * as z from 'zod';
import { jsonObject } from '../../../core/tools/open-arguments.ts';
import { exactText, shortText } from '../../../core/tools/params.ts';

export const api = shortText('API instance: id, label, name or console link');
export const appliedPolicy = shortText('Policy of the API: its id, or its asset id');
export const policyVersion = shortText('Version of the policy; default the newest').optional();
export const policyConfiguration = jsonObject(
  'Configuration: JSON object, as text, with the fields of the policy template',
)
  .meta({ strays: 'A field of the policy goes into configuration.' })
  .optional();
export const policyOrder = z.int().min(1).describe('Position among the policies; 1 runs first').optional();
export const methods = z
  .array(shortText())
  .describe('HTTP methods that it covers; default all')
  .meta({ separable: true })
  .optional();
export const paths = z
  .array(exactText())
  .describe('Regular expressions of paths that it covers, such as /orders/.*; default all')
  .optional();
