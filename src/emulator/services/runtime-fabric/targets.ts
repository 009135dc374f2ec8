import type { Environment, Organization } from '../../core/identity/model.ts';
import type { Platform } from '../../core/platform.ts';
import { stateAt } from '../../core/transitions.ts';
import type { EgressRuleGroup, PrivateSpace } from './model.ts';
import { isOpenToOrganization, privateSpaces, servesEnvironment } from './private-space.ts';
import { type SharedSpace, sharedSpacesFor } from './shared-space.ts';

/** Where CloudHub 2.0 runs applications [docs/platform/runtime-fabric.md#targets]. */
export interface DeploymentTarget {
  id: string;
  name: string;
  type: 'private-space' | 'shared-space';
  region: string;
  status: string;
  /** of the ingress of a private space; those of a shared space are not listed */
  domains: readonly string[];
  /** the egress rules of a private space */
  egress: readonly EgressRuleGroup[];
  serves: (environment: Environment) => boolean;
}

function privateTarget(space: Readonly<PrivateSpace>, organization: Organization, now: number): DeploymentTarget {
  const { id, name, region, domains } = space;
  return {
    id,
    name,
    type: 'private-space',
    region,
    status: stateAt(space.status, now),
    domains,
    egress: space.egress ?? [],
    serves: (environment) => servesEnvironment(space, organization, environment),
  };
}

function sharedTarget({ id, name, region }: SharedSpace): DeploymentTarget {
  return { id, name, type: 'shared-space', region, status: 'Active', domains: [], egress: [], serves: () => true };
}

/** The targets of an organization: the private spaces open to it, then its shared spaces. */
export function targetsForOrganization(platform: Platform, organization: Organization): DeploymentTarget[] {
  const { store, clock } = platform;
  const now = clock.now();
  const targets: DeploymentTarget[] = [];
  for (const [, space] of store.look(privateSpaces)) {
    if (isOpenToOrganization(space, organization)) targets.push(privateTarget(space, organization, now));
  }
  return [...targets, ...sharedSpacesFor(platform, organization).map(sharedTarget)];
}

/** The targets at which applications of an environment can run. */
export function targetsForEnvironment(
  platform: Platform,
  { organization, environment }: { organization: Organization; environment: Environment },
): DeploymentTarget[] {
  return targetsForOrganization(platform, organization).filter(({ serves }) => serves(environment));
}
