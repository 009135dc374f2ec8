import type { LoadContext } from '../scenario/load-context.ts';
import type { Organization } from './model.ts';
import { environments, organizations } from './organizations.ts';

/** The organization and environment of a scenario entry. */
export interface ScenarioPlace {
  organizationId: string;
  environmentId: string;
}

/** The organization of an entry: the one that it names, else the first. */
export function organizationIn(at: LoadContext, reference: string | undefined): string {
  return reference === undefined
    ? at.first(organizations, '')
    : at.at('organization').find([organizations], '', reference);
}

/** The organization and environment of an entry. */
export function placeIn(
  at: LoadContext,
  given: { organization?: string | undefined; environment?: string | undefined },
): ScenarioPlace {
  const organizationId = organizationIn(at, given.organization);
  if (given.environment !== undefined) {
    const environmentId = at.at('environment').find([environments], organizationId, given.environment);
    return { organizationId, environmentId };
  }
  for (const { id, type, organizationId: owner } of at.store.of(environments).values()) {
    if (owner === organizationId && type === 'sandbox') return { organizationId, environmentId: id };
  }
  return { organizationId, environmentId: at.first(environments, organizationId) };
}

/** The organization with an id that was resolved before. */
export function organizationOf({ store }: LoadContext, id: string): Organization {
  const found = store.of(organizations).get(id);
  if (found === undefined) throw new Error(`organization ${id} was resolved but does not exist`);
  return found;
}
