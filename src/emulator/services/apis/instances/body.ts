import * as z from 'zod';
import type { Violation } from '../../../core/violations.ts';
import type { Technology } from '../../exchange/index.ts';
import { deploymentBody } from '../deployments/body.ts';
import { apiManagerError as fail } from '../errors.ts';
import type { ApiInstance, ApiRoute, Upstream } from '../model.ts';

/** The CLI sends some flags as strings [docs/platform/cli.md#body-of-api-manage]. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).nullish();

const text = z.string().nullish();

/** Members that the platform sets by itself: the CLI sends back the whole endpoint that it has read. */
const setByPlatform = z.unknown().optional();

const ownMembers: readonly string[] = [
  'id',
  'apiId',
  'apiVersionId',
  'apiGatewayVersion',
  'organizationId',
  'masterOrganizationId',
  'audit',
  'lastActiveDate',
  'proxyRegistrationUri',
];

const endpointBody = z.strictObject({
  type: text,
  uri: text,
  proxyUri: text,
  isCloudHub: flag,
  muleVersion4OrAbove: flag,
  referencesUserDomain: flag,
  deploymentType: z.enum(['HY', 'CH', 'CH2', 'RF', 'SM']).nullish(),
  responseTimeout: z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).nullish(),
  proxyTemplate: z.strictObject({ assetId: text, assetVersion: text, groupId: text }).nullish(),
  validation: z.enum(['NOT_APPLICABLE', 'DISABLED', 'ENABLED', 'STRICT_QUERY_PARAMS']).nullish(),
  wsdlConfig: z.record(z.string(), z.unknown()).nullish(),
  tlsContexts: z.record(z.string(), z.unknown()).nullish(),
  ...Object.fromEntries(ownMembers.map((name) => [name, setByPlatform])),
});

const upstreamFields = {
  id: z.string().optional(),
  uri: text,
  label: text,
  tlsContext: z.record(z.string(), z.unknown()).nullish(),
  connection: z.record(z.string(), z.unknown()).nullish(),
};

/** An upstream in a body. A label alone is taken. */
export const upstreamBody = z.strictObject({ ...upstreamFields, audit: setByPlatform });

const routeBody = z.strictObject({
  label: text,
  rules: z.record(z.string(), z.unknown()).nullish(),
  upstreams: z.array(z.strictObject({ ...upstreamFields, weight: z.number().min(0).max(100).optional() })),
});

const entities = z.strictObject({ allEntities: z.boolean() }).optional();

const technology = z.enum(['mule3', 'mule4', 'flexGateway', 'serviceMesh']);

const common = {
  approvalMethod: text,
  providerId: text,
  endpointUri: text,
  instanceLabel: text,
  description: text,
  metadata: z.record(z.string(), z.unknown()).nullish(),
  endpoint: endpointBody.optional(),
  upstreams: z.array(upstreamBody).optional(),
  // Null is refused [docs/platform/apis.md#create].
  deployment: deploymentBody.optional(),
};

/** A request to create an instance [docs/platform/apis.md#create]. */
export const createBody = z.strictObject({
  ...common,
  technology: technology.nullish(),
  spec: z.strictObject({ groupId: z.string(), assetId: z.string(), version: z.string() }).optional(),
  promote: z
    .strictObject({
      originApiId: z.int(),
      policies: entities,
      tiers: entities,
      alerts: entities,
      contracts: entities,
    })
    .optional(),
  routing: z.array(routeBody).nullish(),
});

/** The members of an instance that a PATCH can change [docs/platform/apis.md#read-change-delete]. */
export const patchBody = z.strictObject({
  ...common,
  technology: technology.optional(),
  assetVersion: z.string().optional(),
  deprecated: z.boolean().optional(),
  routing: z.array(routeBody).optional(),
  id: setByPlatform,
});

/** A validated request to create an instance. */
export type CreateBody = z.output<typeof createBody>;

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
      const [path, property] = endpoint === undefined ? [[], 'endpoint'] : [['endpoint'], name];
      const message = `must have required property '${property}'`;
      violations.push({ part: 'body', path, keyword: 'required', message, property });
      if (endpoint === undefined) break;
    }
  }
  const inEndpoint = (name: string, keyword: Violation['keyword'], message: string): Violation => {
    return { part: 'body', path: ['endpoint', name], keyword, message };
  };
  if (kind === 'flexGateway' && endpoint?.isCloudHub === false) {
    violations.push(inEndpoint('isCloudHub', 'type', 'must be null for flexGateway'));
  }
  const { proxyUri } = endpoint ?? {};
  if (typeof proxyUri === 'string' && !URL.canParse(proxyUri)) {
    violations.push(inEndpoint('proxyUri', 'format', 'must match format "uri"'));
  }
  if (violations.length > 0) throw fail.invalid(violations);
}

/**
 * Adds the missing keys of an endpoint: the CLI needs `proxyUri` to be present [docs/platform/cli.md#api-instances].
 */
export function completeEndpoint(sent: EndpointBody, deploymentType: string): Record<string, unknown> {
  const endpoint = withoutOwnMembers(sent);
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
    deploymentType: sent.deploymentType ?? deploymentType,
  };
}

/** An endpoint without the members that the platform sets by itself. */
export function withoutOwnMembers(endpoint: EndpointBody): Record<string, unknown> {
  return Object.fromEntries(Object.entries(endpoint).filter(([name]) => !ownMembers.includes(name)));
}

/**
 * Upstreams and a route of an instance that was created without routing: from upstreams at the top level, or from the
 * address of a Flex endpoint, which becomes one upstream without a label [docs/platform/apis.md#create].
 */
export function defaultRouting({ endpoint, upstreams = [] }: z.output<typeof createBody>, kind: Technology) {
  const uri = endpoint?.uri;
  const sent = upstreams.length > 0 || kind !== 'flexGateway' || uri == null ? upstreams : [{ uri }];
  if (sent.length === 0) return undefined;
  const each = Math.floor(100 / sent.length);
  const weightOf = (index: number): number => (index === 0 ? 100 - each * (sent.length - 1) : each);
  return [
    { upstreams: sent.map(({ audit: _audit, ...one }: UpstreamBody, index) => ({ ...one, weight: weightOf(index) })) },
  ];
}

type UpstreamBody = z.output<typeof upstreamBody>;

/**
 * Sets the routes of an instance. Their upstreams get ids, which outbound policies refer to
 * [docs/platform/apis.md#upstreams]. @throws PlatformError
 */
export function setRouting(api: ApiInstance, routing: z.output<typeof routeBody>[], now: number): void {
  let upstreams: Upstream[] = [];
  const routes: ApiRoute[] = [];
  for (const { label = null, rules, upstreams: targets } of routing) {
    const weights = targets.map(({ weight }) => weight ?? 100);
    if (targets.length > 0 && weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
      throw fail(400, `routing: the weights of the upstreams of route ${label ?? routes.length} must add up to 100`);
    }
    routes.push({
      label,
      rules: rules ?? {},
      upstreams: targets.map(({ id, uri, label: name, tlsContext, connection }, index) => {
        if (id === undefined && uri == null && name == null) {
          throw fail(400, 'routing: an upstream needs a uri, a label or an id');
        }
        const known = [...api.upstreams, ...upstreams].find((one) => one.id === id);
        if (known === undefined && id !== undefined) {
          throw fail(400, `Upstream ${id} does not exist for this API instance`);
        }
        const upstream: Upstream = {
          id: known?.id ?? crypto.randomUUID(),
          label: name ?? known?.label ?? null,
          uri: uri ?? known?.uri ?? null,
          tlsContext: tlsContext ?? known?.tlsContext ?? null,
          ...(connection == null ? {} : { connection }),
          createdAt: known?.createdAt ?? now,
          updatedAt: now,
        };
        upstreams = upstreams.filter((one) => one.id !== upstream.id);
        if (!upstreams.includes(upstream)) upstreams.push(upstream);
        return { id: upstream.id, weight: weights[index] ?? 100 };
      }),
    });
  }
  api.routing = routes;
  api.upstreams = upstreams;
}
