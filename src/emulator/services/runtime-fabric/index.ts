import { defineService } from '../../core/service.ts';
import { privateSpaces, privateSpacesSection } from './private-space.ts';
import { privateSpaceRoutes } from './private-space-routes.ts';
import { targetRoutes } from './target-routes.ts';

export type { PrivateSpace } from './model.ts';
/** @internal */
export { privateSpaces, servesEnvironment, spaceIn, spacesForEnvironment } from './private-space.ts';

/** @internal */
export { hasMuleVersion } from './target-routes.ts';

/** Deployment targets and private spaces, `/runtimefabric/api` [docs/platform/runtime-fabric.md]. */
export const runtimeFabric = defineService({
  name: 'runtime-fabric',
  state: [privateSpaces],
  scenario: [privateSpacesSection],
  routes: [...targetRoutes, ...privateSpaceRoutes],
});
