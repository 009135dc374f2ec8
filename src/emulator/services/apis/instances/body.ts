import * as z from 'zod';
import type { Technology } from '../../exchange/index.ts';
import { deploymentBody } from '../deployments/body.ts';
import { apiManagerViolations, apiManagerError as fail, type Violation } from '../errors.ts';
import type { ApiInstance, ApiRoute, Upstream } from '../model.ts';

/** The CLI sends some flags as strings [docs/platform/cli.md#body-of-api-manage]. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).nullish();

const endpointBody = z.looseObject({
  type: z.string().nullish(),
  uri: z.string().nullish(),
  proxyUri: z.string().nullish(),
  isCloudHub: flag,
  muleVersion4OrAbove: flag,
  referencesUserDomain: flag,
  deploymentType: z.enum(['HY', 'CH', 'CH2', 'RF', 'SM']).nullish(),
  responseTimeout: z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).nullish(),
});

/** An upstream in a body. */
export const upstreamBody = z.looseObject({
  id: z.string().optional(),
  uri: z.string().optional(),
  label: z.string().nullish(),
  tlsContext: z.unknown().optional(),
});

const routeBody = z.object({
  label: z.string().nullish(),
  rules: z.record(z.string(), z.unknown()).nullish(),
  upstreams: z.array(upstreamBody.extend({ weight: z.number().min(0).max(100).optional() })),
});

const entities = z.looseObject({ allEntities: z.boolean().optional() }).optional();

const technology = z.enum(['mule3', 'mule4', 'flexGateway', 'serviceMesh']);

/** A request to create an instance [docs/platform/apis.md#create]. */
export const createBody = z.looseObject({
  technology: technology.nullish(),
  approvalMethod: z.string().nullish(),
  providerId: z.string().nullish(),
  endpointUri: z.string().nullish(),
  instanceLabel: z.string().nullish(),
  spec: z.object({ groupId: z.string(), assetId: z.string(), version: z.string() }).optional(),
  promote: z.looseObject({ originApiId: z.int(), policies: entities, tiers: entities }).optional(),
  endpoint: endpointBody.optional(),
  routing: z.array(routeBody).nullish(),
  deployment: deploymentBody.nullish(),
});

/** The members of an instance that a PATCH can change [docs/platform/apis.md#read-change-delete]. */
export const patchBody = z.looseObject({
  technology: technology.optional(),
  approvalMethod: z.string().nullish(),
  providerId: z.string().nullish(),
  endpointUri: z.string().nullish(),
  instanceLabel: z.string().nullish(),
  assetVersion: z.string().optional(),
  deprecated: z.boolean().optional(),
  endpoint: endpointBody.optional(),
  routing: z.array(routeBody).optional(),
  upstreams: z.array(upstreamBody).optional(),
  deployment: deploymentBody.optional(),
});

/** A validated endpoint. */
export type EndpointBody = z.output<typeof endpointBody>;

/**
 * The technology of a new instance. Without `technology` it is Mule, and the endpoint determines the version
 * [docs/platform/cli.md#body-of-api-manage].
 */
export function technologyOf(given: Technology | null | undefined, endpoint: EndpointBody): Technology {
  return given ?? (endpoint.muleVersion4OrAbove === true ? 'mule4' : 'mule3');
}

/**
 * Checks an endpoint. The service requires the keys, with `null` for no value; with routing there is no `uri`
 * [docs/platform/apis.md#create]. @throws PlatformError
 */
export function checkEndpoint(endpoint: EndpointBody | undefined, kind: Technology, hasRouting: boolean): void {
  const violations: Violation[] = [];
  const required =
    hasRouting || kind === 'flexGateway' ? ['proxyUri', 'isCloudHub'] : ['uri', 'proxyUri', 'isCloudHub'];
  for (const name of required) {
    if (endpoint === undefined || !Object.hasOwn(endpoint, name)) {
      violations.push({
        dataPath: '.endpoint',
        keyword: 'required',
        message: `should have required property '${name}'`,
      });
    }
  }
  if (kind === 'flexGateway' && endpoint?.isCloudHub === false) {
    violations.push({ dataPath: '.endpoint.isCloudHub', keyword: 'type', message: 'should be null for flexGateway' });
  }
  const { proxyUri } = endpoint ?? {};
  if (typeof proxyUri === 'string' && !URL.canParse(proxyUri)) {
    violations.push({ dataPath: '.endpoint.proxyUri', keyword: 'type', message: 'should be a URI' });
  }
  if (violations.length > 0) throw apiManagerViolations(violations);
}

/**
 * Adds the missing keys of an endpoint: the CLI needs `proxyUri` to be present [docs/platform/cli.md#api-instances].
 */
export function completeEndpoint(endpoint: EndpointBody, deploymentType: string): Record<string, unknown> {
  return {
    type: 'http',
    uri: null,
    proxyUri: null,
    isCloudHub: null,
    referencesUserDomain: null,
    responseTimeout: null,
    muleVersion4OrAbove: null,
    wsdlConfig: null,
    tlsContexts: null,
    ...endpoint,
    deploymentType: endpoint.deploymentType ?? deploymentType,
  };
}

/**
 * Sets the routes of an instance. Their upstreams get ids, which outbound policies refer to
 * [docs/platform/apis.md#upstreams]. @throws PlatformError
 */
export function setRouting(api: ApiInstance, routing: z.output<typeof routeBody>[], now: number): void {
  const upstreams: Upstream[] = [];
  const routes: ApiRoute[] = [];
  for (const { label = null, rules, upstreams: targets } of routing) {
    const weights = targets.map(({ weight }) => weight ?? 100);
    if (targets.length > 0 && weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
      throw fail(400, `routing: the weights of the upstreams of route ${label ?? routes.length} must add up to 100`);
    }
    routes.push({
      label,
      rules: rules ?? {},
      upstreams: targets.map(({ id, uri, label: name = null, tlsContext }, index) => {
        const known = [...api.upstreams, ...upstreams].find((one) => one.id === id);
        if (known === undefined && uri === undefined) throw fail(400, 'routing: an upstream needs an id or a uri');
        const upstream: Upstream = known ?? {
          id: crypto.randomUUID(),
          label: name,
          uri: uri ?? '',
          tlsContext: tlsContext ?? null,
          createdAt: now,
          updatedAt: now,
        };
        if (!upstreams.includes(upstream)) upstreams.push(upstream);
        return { id: upstream.id, weight: weights[index] ?? 100 };
      }),
    });
  }
  api.routing = routes;
  api.upstreams = upstreams;
}
