import { call, tool } from '../../core/operations.ts';
import { type Place, placeName } from '../../core/place/place.ts';
import { advice } from '../../platform/advice.ts';
import { Failure, inputFailure, permissionFailure } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import type { PlatformText } from '../../platform/text.ts';
import { type ApiFacts, apiName } from './instances.ts';

/** Names of the properties that connect a Mule runtime to API Manager [docs/platform/autodiscovery.md#properties]. */
export const autodiscoveryProperties = {
  clientId: 'anypoint.platform.client_id',
  clientSecret: 'anypoint.platform.client_secret',
  gatekeeper: 'anypoint.platform.gatekeeper',
  baseUri: 'anypoint.platform.base_uri',
  analyticsBaseUri: 'anypoint.platform.analytics_base_uri',
} as const;

/** Values of the gatekeeper for Mule 4; `flexible` is the default from 4.1.0 on [docs/platform/autodiscovery.md#properties]. */
export const gatekeepers = ['flexible', 'strict', 'disabled'] as const;
export type Gatekeeper = (typeof gatekeepers)[number];

/** The property that tutorials and most applications keep the API instance id in; an application may use any name. */
export const defaultApiIdProperty = 'api.id';

/** Runtime credentials of an environment. `clientSecret` is a secret: it goes to an application, never into a result. */
export interface EnvironmentCredentials {
  clientId: string;
  clientSecret?: string;
  /** Why there is no secret. */
  reason?: PlatformText;
}

const maxEnvironments = 5_000;

/**
 * Client id and, where the platform hands it out, secret of an environment [docs/platform/access.md#runtime-credentials]. The secret is registered
 * before it gets here, so that no log line, error or result of an ordinary tool shows it.
 * @throws Failure when the client id cannot be read
 */
export async function environmentCredentials(
  place: Place,
  platform: Pick<Platform, 'accessManagement' | 'environmentClients'>,
  signal: AbortSignal,
): Promise<EnvironmentCredentials> {
  const { items } = await platform.accessManagement.environments(place.organizationId, maxEnvironments, signal);
  const clientId = items.find(({ id }) => id === place.environmentId)?.clientId;
  if (clientId === undefined) {
    throw permissionFailure({
      what: `The platform returned no client id for ${placeName(place)}.`,
      why: 'The list of environments has no client id for it.',
      next: 'Ask an administrator of the business group: Access Management > Business Groups > the group > Environments > the environment shows the client id and the secret that an application needs.',
    });
  }
  try {
    const clientSecret = await platform.environmentClients.secret(place.organizationId, clientId, signal);
    return clientSecret === undefined
      ? { clientId, reason: 'the platform does not return it to this principal' }
      : { clientId, clientSecret };
  } catch (error) {
    if (!(error instanceof Failure) || (error.kind !== 'permission' && error.kind !== 'input')) throw error;
    return { clientId, reason: `the platform refuses it (HTTP ${error.http?.status ?? 'unknown'})` };
  }
}

/**
 * Addresses of the control plane that a runtime needs to be told outside of the US one. The analytics address follows
 * the pattern of the EU plane, the only one that is documented [docs/platform/autodiscovery.md#properties]; other hosts get none.
 */
export function baseUriProperties(baseUrl: string): { name: string; value: string }[] {
  if (baseUrl === 'https://anypoint.mulesoft.com') return [];
  const base = { name: autodiscoveryProperties.baseUri, value: baseUrl };
  const host = /^https:\/\/([a-z0-9]+\.anypoint\.mulesoft\.com)$/.exec(baseUrl)?.[1];
  if (host === undefined) return [base];
  return [base, { name: autodiscoveryProperties.analyticsBaseUri, value: `https://analytics-ingest.${host}` }];
}

/** Requires a property name without spaces, `=` and `:`. @throws Failure (input) */
export function requirePropertyName(name: string): void {
  if (/^[^\s=:#!]+$/.test(name) && !name.startsWith('anypoint.platform.')) return;
  throw inputFailure({
    what: `${JSON.stringify(name)} cannot be the property of an API instance id.`,
    next: 'Give the placeholder that apiId of the <api-gateway:autodiscovery> element refers to, for example api.id.',
  });
}

/** Requires an instance that a Mule application can be paired with. @throws Failure (input) for one of a Flex Gateway */
export function requireMuleApi(api: Pick<ApiFacts, 'id' | 'name' | 'label' | 'technology'>): void {
  if (api.technology !== 'flexGateway') return;
  throw inputFailure({
    what: `API ${apiName(api)} runs on a Flex Gateway, which needs no autodiscovery.`,
    why: 'The gateway enforces its policies.',
    next: advice`${call('api.get', { api: api.id })} shows where it is deployed. For a Mule application, create another instance with ${tool('api.create')}.`,
  });
}
