/** Arguments that tools of several services share: the same argument has the same words everywhere. */
import * as z from 'zod';

/** Longest text of an argument, characters. Nobody reaches it, so no schema shows it. */
const maxText = 1_000;
/** Longest document in an argument, characters. */
const maxDocument = 1_000_000;

/** A name, an address or another short text; blanks around it do not count, and it is not blank. */
export function shortText(description = '') {
  return described(z.string().trim().min(1).max(maxText), description);
}

/** A text that is taken as it is, such as a password; it is not blank. */
export function exactText(description = '') {
  return described(notBlank(maxText), description);
}

/** A text of any content, also none, such as the value of a property. */
export function anyText(description = '') {
  return described(z.string().max(maxDocument), description);
}

/** A whole document; it is not blank. */
export function documentText(description = '') {
  return described(notBlank(maxDocument), description);
}

function notBlank(max: number) {
  return z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', 'expected a text');
}

function described<Schema extends z.ZodType>(schema: Schema, description: string): Schema {
  return description === '' ? schema : schema.describe(description);
}

// Nearly every tool has these, so each word here costs fifty times; that ids, names and links are taken, the instructions say once.
export const organization = shortText('Business group; default the configured one').optional();
export const environment = shortText('Environment; default the configured one').optional();
/** The same for tools that can be about several places. */
export const across = {
  organization: shortText('Business group, * for all; default the configured one').optional(),
  environment: shortText('Environment, * for all; default the configured one').optional(),
};

export const dryRun = z.boolean().describe('Only plan, change nothing').optional();
export const planId = shortText('Plan to apply: planId that dryRun gave for the same arguments').optional();
export const wait = z.boolean().describe('Wait until the work is done; default true').optional();
export const timeoutSeconds = z
  .int()
  .min(1)
  // As a refinement, because a limit nobody reaches is not worth its tokens in every schema.
  .refine((seconds) => seconds <= 3600, 'expected 3600 at most')
  .describe('Seconds to wait at most; default 45')
  .optional();

export const nameContains = shortText('Only names that contain this text').optional();
export const newName = shortText('The new name');
