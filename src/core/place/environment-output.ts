import * as z from 'zod';
import { platformText } from '../../platform/reading.ts';
import { quote } from '../text/quote.ts';
import type { Place } from './place.ts';

/** The environment that a result is about: with the defaults of the settings a caller may not know it. */
export const environmentOutput = z.object({ id: z.string(), name: platformText, organization: z.string() });

/** The environment of a place, for results. */
export function environmentOf({
  environmentId,
  environmentName,
  organizationName,
}: Place): z.output<typeof environmentOutput> {
  return { id: environmentId, name: environmentName, organization: organizationName };
}

/** `"Sandbox" of "Acme"`, for headlines. */
export function inEnvironment({ name, organization }: z.output<typeof environmentOutput>): string {
  return `${quote(name)} of ${quote(organization)}`;
}
