import * as z from 'zod';

// Fields that entries of many sections have.

/** A name or an id of something. */
export const reference = z.string().min(1);

/** A name. */
export const name = z.string().min(1);

/** The id of something that has a UUID. */
export const guid = z.guid('must be a UUID').optional().describe('Follows from the names when it is left out');

/** The id of something that has a number. */
export const number = z.int().min(1).optional().describe('The next free one when it is left out');

/** A moment. */
export const time = z.iso.datetime('must be a time such as 2025-06-01T08:00:00Z').optional();

/** When something was created and last changed. */
export const times = { createdAt: time, updatedAt: time };

/** The organization of an entry. */
export const organization = reference.optional().describe('Name or id; the first organization when it is left out');

/** The organization and environment of an entry. */
export const place = {
  organization,
  environment: reference
    .optional()
    .describe('Name or id; the first sandbox of the organization when it is left out, else its first environment'),
};
