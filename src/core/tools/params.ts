/** Arguments that several tools share: the same argument has the same words everywhere. */
import * as z from 'zod';

export const organization = z.string().trim().min(1).describe('Business group').optional();
export const environment = z.string().trim().min(1).describe('Id or name').optional();
export const server = z.string().trim().min(1).describe('Id or name');
export const cluster = z.string().trim().min(1).describe('Id or name');
export const gateway = z.string().trim().min(1).describe('Id or name');

export const dryRun = z.boolean().describe('Only plan').optional();
export const wait = z.boolean().describe('Default true').optional();
export const timeoutSeconds = z
  .int()
  .min(1)
  // As a refinement, because a limit nobody reaches is not worth its tokens in every schema.
  .refine((seconds) => seconds <= 3600, 'expected 3600 at most')
  .describe('Default 45')
  .optional();

export const nameContains = z.string().trim().min(1).describe('Part of the name').optional();
export const newName = z.string().trim().min(1).describe('New name');

export const application = z.string().trim().min(1).describe('Id or name');

/** Properties by name. Values are texts; numbers and booleans are taken as models write them. */
export const propertyMap = (description: string) =>
  z
    .looseObject({})
    .transform((given, ctx) => {
      const texts = new Map<string, string>();
      for (const [name, value] of Object.entries(given)) {
        if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
          texts.set(name, String(value));
        } else {
          // Neither the message nor the path may hold the value: it can be a secret.
          ctx.addIssue({ code: 'custom', message: `the value of ${JSON.stringify(name)} has to be a text` });
        }
      }
      return texts;
    })
    .describe(description)
    .optional();

export const api = z.string().trim().min(1).describe('Instance id, label or name');
export const appliedPolicy = z.string().trim().min(1).describe('Policy id or asset id');
export const policyVersion = z.string().trim().min(1).describe('Default newest').optional();
export const policyConfiguration = z.looseObject({}).describe('Fields of the template').optional();
export const policyOrder = z.int().min(1).describe('Place, first is 1').optional();
export const methods = z.array(z.string().min(1)).describe('HTTP methods').optional();
export const paths = z.array(z.string().min(1)).describe('Path regexes').optional();
