import { defineService } from '../../core/service.ts';
import { privateSpaces, privateSpacesSection } from './private-space.ts';
import { privateSpaceRoutes } from './private-space-routes.ts';
import { controlPlane, controlPlaneSection } from './shared-space.ts';
import { targetRoutes } from './target-routes.ts';

export type { PrivateSpace } from './model.ts';
/** @internal */
export { hasMuleVersion, supportOf } from './mule-runtimes.ts';
/** @internal */
export { privateSpaces, servesEnvironment, spaceIn, spacesForEnvironment } from './private-space.ts';
/** @internal */
export { sharedSpacesFor } from './shared-space.ts';
/** @internal */
export { type DeploymentTarget, targetsForEnvironment } from './targets.ts';

/** Deployment targets and private spaces, `/runtimefabric/api` [docs/platform/runtime-fabric.md]. */
export const runtimeFabric = defineService({
  name: 'runtime-fabric',
  emulates: [
    {
      subject: 'Shared spaces',
      has: 'those of a control plane (`controlPlane` in a scenario) as targets of applications and proxies, by the entitlement to deploy globally',
      lacks: 'managed gateways there, domains',
      facts: ['runtime-fabric.md#shared-spaces'],
    },
    {
      subject: 'Private spaces',
      has: 'list, read, create, change, delete, domains, targets',
      lacks: 'VPN, transit gateways, TLS contexts, upgrades',
      facts: ['runtime-fabric.md'],
    },
  ],
  scopes: {
    'read:private_spaces': { name: 'CloudHub Network Viewer', level: 'organization' },
    'manage:private_spaces': { name: 'CloudHub Network Administrator', level: 'organization' },
  },
  state: [controlPlane, privateSpaces],
  scenario: [controlPlaneSection, privateSpacesSection],
  routes: [...targetRoutes, ...privateSpaceRoutes],
});
