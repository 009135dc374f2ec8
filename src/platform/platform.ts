import type { PlatformClient } from './client.ts';
import type { Endpoints } from './egress/endpoints.ts';

/**
 * Everything of the platform that a call can reach: the shared client, the endpoints of APIs, and the client of each
 * service, which the service adds by declaration merging.
 */
export interface Platform {
  client: PlatformClient;
  endpoints: Endpoints;
}
