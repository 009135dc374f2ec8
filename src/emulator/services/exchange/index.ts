import { defineService } from '../../core/service.ts';
import { exchangeApis } from './api.ts';
import { assets, assetsSection, publications, retiredAssets } from './asset.ts';
import { assetRoutes, fileRoutes } from './asset-routes.ts';
import { graphRoutes } from './graph-routes.ts';
import { policyDefinitionRoutes } from './policy-definition.ts';
import { publishRoutes } from './publish-routes.ts';

/** @internal */
export { assets, compareVersions, findAsset } from './asset.ts';
/** @internal */
export { assetInstances } from './instances.ts';
export type { Asset, Technology } from './model.ts';
export { findTemplate, muleSoftGroupId, policyCatalog } from './policy-catalog.ts';
/** @internal */
export { fieldView } from './policy-definition.ts';
export type { FieldType, PolicyField, PolicyTemplate } from './policy-fields.ts';

/**
 * Exchange with its files and its GraphQL API; MuleSoft's policies are among its assets [docs/platform/exchange.md].
 */
export const exchange = defineService({
  name: 'exchange',
  product: 'Exchange',
  emulates: [
    {
      subject: 'Exchange',
      has: {
        'publish (also asynchronously)': 'GET /publication/status/{publicationId}',
        'search, also at its older address': 'GET /exchange/api/v2/assets',
        search: 'GET /exchange/api/v2/assets/search',
        read: 'GET /exchange/api/v2/assets/{groupId}/{assetId}/{version}',
        change: 'PATCH /exchange/api/v2/assets/{groupId}/{assetId}',
        download: 'GET /exchange/files/{key}/{name}',
        delete: 'DELETE /exchange/api/v2/assets/{groupId}/{assetId}/{version}',
        'the GraphQL queries of the CLI': 'POST /graph/api/v2/graphql',
      },
      lacks:
        'client applications (only scenarios create them), portals, reviews; API specifications are stored after a check that they are OpenAPI, and not read further',
      facts: ['exchange.md'],
    },
  ],
  scopes: {
    'read:exchange': { name: 'Exchange Viewer', level: 'organization' },
    'contribute:exchange': { name: 'Exchange Contributor', level: 'organization' },
    'admin:exchange': { name: 'Exchange Administrator', level: 'organization' },
  },
  state: [assets, retiredAssets, publications],
  scenario: [assetsSection],
  routes: [
    ...exchangeApis.flatMap((api) => [...publishRoutes(api), ...assetRoutes(api)]),
    ...policyDefinitionRoutes,
    ...fileRoutes,
    ...graphRoutes,
  ],
});
