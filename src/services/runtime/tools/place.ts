import * as z from 'zod';
import type { Place } from '../../../core/place/place.ts';
import { quote } from '../../../core/text/quote.ts';

/** The environment a listing is about: with the defaults of the settings a caller may not know it. */
export const place = z.object({ id: z.string(), name: z.string(), organization: z.string() });

/** The environment of a scope, for results. */
export function placeOf({ environmentId, environmentName, organizationName }: Place): z.output<typeof place> {
  return { id: environmentId, name: environmentName, organization: organizationName };
}

/** `"Sandbox" of "Acme"`, for headlines. */
export function inEnvironment({ name, organization }: z.output<typeof place>): string {
  return `${quote(name)} of ${quote(organization)}`;
}
