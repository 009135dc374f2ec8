import * as z from 'zod';

// Fields that entries of many sections have.

/** The name or id of an object. */
export const reference = z.string().min(1);

/** A name. */
export const name = z.string().min(1);

/** A UUID as the id of an object. */
export const guid = z.guid('must be a UUID').optional().describe('Default: derived from the names');

/** A number as the id of an object. */
export const number = z.int().min(1).optional().describe('Default: the next free id');

/** A time. */
export const time = z.iso.datetime('must be a time such as 2025-06-01T08:00:00Z').optional();

/** When something was created and last changed. */
export const times = { createdAt: time, updatedAt: time };

/** The organization of an entry. */
export const organization = reference.optional().describe('Name or id; default: the first organization');

/** The organization and environment of an entry. */
export const place = {
  organization,
  environment: reference
    .optional()
    .describe('Name or id; default: the first sandbox of the organization, else its first environment'),
};
