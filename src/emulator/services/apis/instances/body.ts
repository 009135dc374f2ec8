import * as z from 'zod';
import type { Technology } from '../../exchange/index.ts';
import { deploymentBody } from '../deployments/body.ts';
import { apiManagerViolations, apiManagerError as fail, type Violation } from '../errors.ts';
import type { ApiInstance, ApiRoute, Upstream } from '../model.ts';

/** The CLI sends some flags as text [docs/platform/cli.md#body-of-api-manage]. */
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

/** What a new instance is made from [docs/platform/apis.md#create]. */
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

/** What can be changed of an instance: all of it optional [docs/platform/apis.md#read-change-delete]. */
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

/** A checked endpoint. */
export type EndpointBody = z.output<typeof endpointBody>;

/** Without `technology` a Mule instance is meant, and the endpoint says which Mule [docs/platform/cli.md#body-of-api-manage]. */
export function technologyOf(given: Technology | null | undefined, endpoint: EndpointBody): Technology {
  return given ?? (endpoint.muleVersion4OrAbove === true ? 'mule4' : 'mule3');
}

/** The service requires the keys, with `null` for nothing; with routing there is no `uri` [docs/platform/apis.md#create]. */
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

/** An endpoint as it is kept: with every key the CLI reads, `proxyUri` above all [docs/platform/cli.md#api-instances]. */
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

/** Puts routes into an instance; their upstreams get ids, which outbound policies name [docs/platform/apis.md#upstreams]. */
export function setRouting(api: ApiInstance, routing: z.output<typeof routeBody>[], now: number): void {
  const upstreams: Upstream[] = [];
  const routes: ApiRoute[] = [];
  for (const { label = null, rules, upstreams: targets } of routing) {
    const weights = targets.map(({ weight }) => weight ?? 100);
    if (targets.length > 0 && weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
      throw fail(400, `routing: the weights of the upstreams of route ${label ?? routes.length} must sum up to 100`);
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
