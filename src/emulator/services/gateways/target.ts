import { hostIn } from '../../core/data-plane/hosts.ts';
import { organizations } from '../../core/identity/organizations.ts';
import type { Platform } from '../../core/platform.ts';
import { privateSpaces, type SharedSpace, sharedSpacesFor } from '../runtime-fabric/index.ts';
import type { ManagedGateway } from './model.ts';

/** The space that a managed gateway runs in [docs/platform/gateways.md#target-and-public-url]. */
export interface GatewayTarget {
  name: string;
  type: 'private-space' | 'shared-space';
  /** what hosts in the domains of the platform end with */
  domains: readonly string[];
}

/** The space of a gateway; undefined when it is not there any more. */
export function targetOfGateway(
  { store }: Pick<Platform, 'store'>,
  { targetId, organizationId }: Pick<ManagedGateway, 'targetId' | 'organizationId'>,
): GatewayTarget | undefined {
  const space = store.of(privateSpaces).get(targetId);
  if (space !== undefined) {
    const domains = space.domains.map((domain) => domain.replace(/^\*/, ''));
    return { name: space.name, type: 'private-space', domains };
  }
  const organization = store.of(organizations).get(organizationId);
  const shared = organization && sharedSpacesFor({ store }, organization).find(({ id }) => id === targetId);
  return shared && { name: shared.name, type: 'shared-space', domains: [`.${shared.host}.cloudhub.io`] };
}

/** The public URL that the platform gives a gateway in a shared space. */
export function assignedUrl({ host }: SharedSpace, gateway: Pick<ManagedGateway, 'name' | 'environmentId'>): string {
  return `https://${hostIn(gateway)}.${host}.cloudhub.io`;
}
