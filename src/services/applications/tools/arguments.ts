import * as z from 'zod';
import { shortText } from '../../../core/tools/params.ts';

export const application = shortText(
  'Application: id, name or console link; "cloudhub2:NAME" where several services have the name',
);

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
          ctx.addIssue({ code: 'custom', message: `the value of ${JSON.stringify(name)} must be a string` });
        }
      }
      return texts;
    })
    .describe(description)
    .optional();
