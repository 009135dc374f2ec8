import type { PlatformClient, ScopeIds } from '../../platform/client.ts';
import { isObject } from '../../platform/json.ts';
import { type ApiPath, apiPath } from '../../platform/paths.ts';
import { listIn, understand } from '../../platform/reading.ts';
import { type ApiDeployment, apiDeploymentSchema } from './client.ts';

/** Where an instance is to run. For a Flex Gateway the service wants all of it, whatever its document says (reference 5.4). */
export interface GatewayDeployment {
  targetId: string;
  targetName: string;
  gatewayVersion: string;
}

/** Deployments of API instances to gateways (`[spec:proxies]`, reference 5.4). */
export class ApiDeployments {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** The deployments of an instance; there is one at most. */
  async deployments(scope: ScopeIds, apiId: string, signal?: AbortSignal): Promise<ApiDeployment[]> {
    const { body, http } = await this.#client.call({
      method: 'GET',
      path: deploymentsPath(scope, apiId),
      scope,
      signal,
    });
    const rows = isObject(body) && body['status'] !== undefined ? [body] : listIn(body, 'deployments', 'data');
    const list = Array.isArray(body) ? listIn(body) : rows;
    return list.map((row) => understand(apiDeploymentSchema, row, http)).filter((row) => row !== undefined);
  }

  /** Deploys an instance to a Flex Gateway. */
  async deploy(
    scope: ScopeIds,
    apiId: string,
    deployment: GatewayDeployment,
    signal?: AbortSignal,
  ): Promise<ApiDeployment | undefined> {
    const { body, http } = await this.#client.call({
      method: 'POST',
      path: deploymentsPath(scope, apiId),
      json: { type: 'HY', environmentId: scope.environmentId, overwrite: false, ...deployment },
      scope,
      signal,
    });
    return understand(apiDeploymentSchema, isObject(body) ? body : undefined, http);
  }
}

function deploymentsPath({ organizationId, environmentId }: ScopeIds, apiId: string): ApiPath {
  return apiPath`/proxies/xapi/v1/organizations/${organizationId}/environments/${environmentId}/apis/${apiId}/deployments`;
}
