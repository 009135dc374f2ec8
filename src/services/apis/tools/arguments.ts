import * as z from 'zod';

export const api = z.string().trim().min(1).describe('API instance: id, label, name or console link');
export const appliedPolicy = z.string().trim().min(1).describe('Policy of the API: its id, or its asset id');
export const policyVersion = z.string().trim().min(1).describe('Version of the policy; default the newest').optional();
export const policyConfiguration = z
  .looseObject({})
  .describe('Configuration: fields of the policy template by name')
  .optional();
export const policyOrder = z.int().min(1).describe('Position among the policies; 1 runs first').optional();
export const methods = z.array(z.string().min(1)).describe('HTTP methods that it covers; default all').optional();
export const paths = z
  .array(z.string().min(1))
  .describe('Regular expressions of paths that it covers, such as /orders/.*; default all')
  .optional();
