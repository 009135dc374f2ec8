/** Arguments that tools of several services share: the same argument has the same words everywhere. */
import * as z from 'zod';

export const organization = z
  .string()
  .trim()
  .min(1)
  .describe('Business group: id, name or console link; default the configured one')
  .optional();
export const environment = z
  .string()
  .trim()
  .min(1)
  .describe('Environment: id, name or console link; default the configured one')
  .optional();

export const dryRun = z.boolean().describe('true: only return the plan, change nothing').optional();
export const wait = z.boolean().describe('Wait until the work is done; default true').optional();
export const timeoutSeconds = z
  .int()
  .min(1)
  // As a refinement, because a limit nobody reaches is not worth its tokens in every schema.
  .refine((seconds) => seconds <= 3600, 'expected 3600 at most')
  .describe('Seconds to wait at most; default 45')
  .optional();

export const nameContains = z.string().trim().min(1).describe('Only names that contain this text').optional();
export const newName = z.string().trim().min(1).describe('The new name');
