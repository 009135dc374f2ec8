import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { isObject } from '../../platform/json.ts';
import { listIn } from '../../platform/lists.ts';
import { defineOperations } from '../../platform/operations.ts';
import { parseResponse } from '../../platform/reading.ts';
import type { PlatformText } from '../../platform/text.ts';
import { type ApiDeployment, apiDeploymentSchema } from './client.ts';

/** Where an instance is to run. For a Flex Gateway the service requires all of it, although its document does not [docs/platform/apis.md#deployments]. */
export interface GatewayDeployment {
  targetId: string;
  targetName: PlatformText;
  gatewayVersion: string;
}

/** The operations of the service that deploys API instances. */
export const apiDeploymentOperations = defineOperations(
  {
    base: '/proxies/xapi/v1/organizations/{organizationId}/environments/{environmentId}',
    source: { document: 'proxies-xapi' },
    read: 'View APIs Configuration',
    write: 'Manage APIs Configuration',
  },
  {
    deployments: 'GET /apis/{apiId}/deployments',
    deploy: 'POST /apis/{apiId}/deployments',
  },
);

declare module '../../platform/platform.ts' {
  interface Platform {
    apiDeployments: ApiDeployments;
  }
}

/** Deployments of API instances to gateways [docs/platform/apis.md#deployments]. */
export class ApiDeployments {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** The deployments of an instance; there is one at most. */
  async deployments(place: PlaceIds, apiId: string, signal?: AbortSignal): Promise<ApiDeployment[]> {
    const { body, http } = await this.#client.send(apiDeploymentOperations.deployments, {
      parameters: { apiId },
      place,
      signal,
    });
    const isOne = isObject(body) && body['status'] !== undefined;
    const list = isOne ? [body] : listIn(body, http, 'deployments', 'data');
    return list.map((row) => parseResponse(apiDeploymentSchema, row, http)).filter((row) => row !== undefined);
  }

  /** Deploys an instance to a Flex Gateway. */
  async deploy(
    place: PlaceIds,
    apiId: string,
    deployment: GatewayDeployment,
    signal?: AbortSignal,
  ): Promise<ApiDeployment | undefined> {
    const { body, http } = await this.#client.send(apiDeploymentOperations.deploy, {
      parameters: { apiId },
      json: { type: 'HY', environmentId: place.environmentId, overwrite: false, ...deployment },
      place,
      signal,
    });
    return parseResponse(apiDeploymentSchema, isObject(body) ? body : undefined, http);
  }
}
