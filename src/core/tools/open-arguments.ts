/**
 * Arguments whose members can have any name. Several hosts refuse a schema with an object that does not list its
 * members, or drop the argument; so these are declared as a list or as JSON text. Calls may give a plain object all the
 * same: the conversion before validation turns it into the declared form.
 */
import * as z from 'zod';
import { isObject, type JsonObject } from '../../platform/json.ts';
import { quote } from '../text/quote.ts';
import { anyText, documentText, exactText } from './params.ts';

/**
 * Texts by name, declared as a list of `{name, value}`.
 * @param thing what has the name, such as `property`
 */
export function namedValues(thing: string, description: string) {
  return z
    .array(z.strictObject({ name: exactText(`Name of the ${thing}`), value: anyText(`Value of the ${thing}`) }))
    .transform((list, ctx) => {
      const values = new Map<string, string>();
      for (const { name, value } of list) {
        // Neither the message nor the path may hold the value: it can be a secret.
        if (values.has(name)) ctx.addIssue({ code: 'custom', message: `${quote(name)} is in the list twice` });
        values.set(name, value);
      }
      return values;
    })
    .describe(description);
}

/** An object of any content, declared as JSON text. */
export function jsonObject(description: string) {
  return documentText()
    .transform((text, ctx): JsonObject => {
      const value = parsed(text);
      if (isObject(value)) return value;
      ctx.addIssue({ code: 'custom', message: 'expected a JSON object as text, such as {"name":"value"}' });
      return z.NEVER;
    })
    .describe(description)
    .meta({ contentMediaType: jsonText });
}

/** Marks a string as JSON text in our own schemas; clients are not shown it, because some refuse the keyword. */
export const jsonText = 'application/json';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats the text, which may hold a secret.
    return undefined;
  }
}
