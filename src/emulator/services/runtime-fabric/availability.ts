import type { Environment, Organization, PrivateSpace, Store } from '../../core/store.ts';

/** Whether a private space is open to an organization: its own, or shared with the group (reference 10). */
export function isOpenToOrganization(space: PrivateSpace, organization: Organization): boolean {
  const { businessGroups } = space.environments;
  const related =
    space.organizationId === organization.id || organization.parentOrganizationIds.includes(space.organizationId);
  return related && (businessGroups.includes('all') || businessGroups.includes(organization.id));
}

/** Whether a private space serves an environment: by the kind of environment it is for (reference 10). */
export function servesEnvironment(space: PrivateSpace, organization: Organization, environment: Environment): boolean {
  const { type } = space.environments;
  const kind = environment.type === 'production' ? 'production' : 'sandbox';
  return isOpenToOrganization(space, organization) && (type === 'all' || type === kind);
}

/** The private spaces a gateway of the environment can be created in. */
export function gatewayTargetsOf(store: Store, organization: Organization, environment: Environment): PrivateSpace[] {
  return [...store.privateSpaces.values()].filter((space) => servesEnvironment(space, organization, environment));
}

/** The part of a public URL that keeps names of different environments apart (reference 4.4). */
export function appUniqueIdOf(environment: Pick<Environment, 'id'>): string {
  return environment.id.replaceAll('-', '').slice(-6);
}
