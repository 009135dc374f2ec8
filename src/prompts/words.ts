import { quote } from '../domain/resolve.ts';

/** Where something is to happen, as the arguments say it. */
export function inPlace({
  organization,
  environment,
}: {
  organization?: string | undefined;
  environment?: string | undefined;
}): string {
  const where =
    environment === undefined ? 'in the configured environment' : `in the environment ${quote(environment)}`;
  return organization === undefined ? where : `${where} of ${quote(organization)}`;
}

/** The names in a list separated by commas. */
export function listedNames(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** ` "name"`, or nothing. */
export function called(name: string | undefined): string {
  return name === undefined ? '' : ` ${quote(name)}`;
}

/** How many things a list of a structured result holds; undefined where there is none. */
export function lengthOf(structured: Record<string, unknown> | undefined, list: string): number | undefined {
  const found = structured?.[list];
  return Array.isArray(found) ? found.length : undefined;
}
