import { ifReadable, type Missing } from '../reading/partial.ts';
import type { Directory } from './directory.ts';
import type { Place } from './place.ts';

/** Names or ids of a business group and an environment, as calls take them. */
export interface PlaceNames {
  organization: string;
  environment: string;
}

/** Letters, digits and punctuation of ordinary names; anything else may be misread, or be a link. */
const plainName = /^[\p{L}\p{N}][\p{L}\p{N} ._&()+-]{0,59}$/u;

/**
 * The arguments with which any call reaches a place, whatever the default environment is: names where they are unique, otherwise ids.
 */
export async function argumentsFor(
  place: Place,
  { directory, missing }: Missing & { directory: Pick<Directory, 'organizations' | 'environments'> },
): Promise<PlaceNames> {
  const { organizationId, organizationName, environmentId, environmentName } = place;
  const group = { id: organizationId, name: organizationName };
  const [organization, environments] = await Promise.all([
    groupArgument(group, { directory, missing }),
    ifReadable(directory.environments(group), { missing }),
  ]);
  return {
    organization,
    environment: referenceTo({ id: environmentId, name: environmentName }, environments),
  };
}

/** The argument with which any call reaches a business group: its name where that is unique, otherwise its id. */
export async function groupArgument(
  group: { id: string; name: string },
  { directory, missing }: Missing & { directory: Pick<Directory, 'organizations'> },
): Promise<string> {
  return referenceTo(group, await ifReadable(directory.organizations(), { missing }));
}

function referenceTo(
  { id, name }: { id: string; name: string },
  all: readonly { id: string; name: string }[] | undefined,
): string {
  const namesakes = all?.filter((other) => other.id === name || other.name.toLowerCase() === name.toLowerCase());
  return namesakes?.length === 1 && plainName.test(name) ? name : id;
}
