import type { Change, Step, StepThing, ThingSettings } from '../../core/plan/plan.ts';
import { quote } from '../../core/text/quote.ts';
import { isObject, type JsonObject } from '../../platform/json.ts';
import { word } from '../../platform/text.ts';
import type { ChosenAsset } from '../exchange/index.ts';
import type { ApiInstance } from './client.ts';
import { type FlexEndpoint, listensOn, proxyUri, type ReadyGateway } from './gateway.ts';
import { upstreamWarning } from './upstream.ts';

/** The addresses of the services behind an instance. */
export function upstreamsOf({ routing, endpoint }: ApiInstance): string[] {
  const routed = routing.flatMap(({ upstreams }) => (upstreams ?? []).map(({ uri }) => uri));
  const direct = endpoint?.['uri'];
  return [...new Set([...routed, typeof direct === 'string' ? direct : undefined])].filter(
    (uri): uri is string => uri !== undefined && uri !== '',
  );
}

/** How an instance for a Flex Gateway is set up; undefined where it does not say so. */
export function endpointOf(instance: ApiInstance): FlexEndpoint | undefined {
  const address = listensOn(instance);
  const [upstream] = upstreamsOf(instance);
  if (address === undefined || upstream === undefined || !URL.canParse(address)) return undefined;
  const { port, protocol, pathname } = new URL(address);
  return { upstream, port: Number(port || (protocol === 'https:' ? 443 : 80)), basePath: pathname };
}

/** The body [docs/platform/apis.md#create]: keys that say nothing are sent as null, as the service wants them. */
export function instanceDefinition(
  chosen: ChosenAsset,
  label: string | undefined,
  endpoint: FlexEndpoint | undefined,
): JsonObject {
  const { groupId, assetId, version, type } = chosen.kind === 'new' ? chosen.asset : chosen;
  const common = {
    technology: endpoint === undefined ? 'mule4' : 'flexGateway',
    approvalMethod: null,
    providerId: null,
    endpointUri: null,
    instanceLabel: label ?? null,
    spec: { groupId, assetId, version },
  };
  const rest = { isCloudHub: null, referencesUserDomain: null, responseTimeout: null };
  if (endpoint === undefined) {
    const kinds: Readonly<Record<string, string>> = { 'rest-api': 'raml', 'soap-api': 'wsdl' };
    return {
      ...common,
      endpoint: {
        deploymentType: 'CH2',
        type: kinds[type] ?? 'http',
        muleVersion4OrAbove: true,
        uri: null,
        proxyUri: null,
        ...rest,
      },
    };
  }
  return {
    ...common,
    endpoint: {
      deploymentType: 'HY',
      type: 'http',
      proxyUri: proxyUri(endpoint),
      muleVersion4OrAbove: null,
      tlsContexts: null,
      ...rest,
    },
    routing: [
      { label: 'default', rules: { path: '/.*' }, upstreams: [{ weight: 100, uri: endpoint.upstream, label: 'main' }] },
    ],
  };
}

/** What is set on an instance, to be compared, with what belongs to it. */
export interface ApiSettings {
  assetId?: string | undefined;
  version?: string | undefined;
  label?: string | undefined;
  endpoint: FlexEndpoint | undefined;
  /** The gateway that it is deployed to. */
  gateway: string | undefined;
  /** What is set on each. */
  policies: ThingSettings;
  contracts: readonly string[];
  tiers: readonly string[];
}

/** The same under the names in which it is kept. */
export function apiSettings({ assetId, version, label, endpoint, gateway, ...parts }: ApiSettings): ThingSettings {
  return {
    assetId: assetId ?? null,
    version: version ?? null,
    label: label ?? null,
    listensOn: endpoint === undefined ? null : proxyUri(endpoint),
    upstream: endpoint?.upstream ?? null,
    gateway: gateway ?? null,
    policies: { ...parts.policies },
    contracts: [...parts.contracts].sort(),
    tiers: [...parts.tiers].sort(),
  };
}

/** Publishing, with every value; of a document only its size. */
export function publishStep({ asset, before }: Extract<ChosenAsset, { kind: 'new' }>): Step {
  const { document, ...rest } = asset;
  const shown: Change[] = [
    { setting: 'name', after: rest.name },
    { setting: 'groupId', after: rest.groupId },
    { setting: 'assetId', after: rest.assetId },
    { setting: 'version', ...(before === undefined ? {} : { before }), after: rest.version },
    { setting: 'type', after: rest.type },
    { setting: 'apiVersion', after: rest.apiVersion },
    { setting: 'description', after: rest.description },
  ];
  return {
    kind: 'create',
    thing: { kind: 'Exchange asset', name: rest.name },
    action: `Publish asset ${rest.assetId} ${word(rest.version)} in Exchange.`,
    changes:
      document === undefined
        ? shown
        : [...shown, { setting: 'document', after: `OpenAPI, ${document.format}, ${document.text.length} characters` }],
  };
}

/** Deploying, with the gateway it goes to. */
export function deployStep({ targetName, targetId, gatewayVersion, kind }: ReadyGateway, thing: StepThing): Step {
  return {
    kind: 'update',
    thing,
    action: `Deploy it to the ${kind} gateway ${quote(targetName)}.`,
    changes: [
      { setting: 'targetId', after: targetId },
      { setting: 'targetName', after: targetName },
      { setting: 'gatewayVersion', after: gatewayVersion },
    ],
  };
}

/** What to know before: that an existing version could be used, who will be able to call it, and that it leads into a private network. */
export function warningsFor(
  chosen: ChosenAsset,
  endpoint: FlexEndpoint | undefined,
  gateway: ReadyGateway | undefined,
): string[] {
  return [
    ...(chosen.kind === 'new' && chosen.before !== undefined
      ? [
          `Version ${chosen.before} exists; give it in the argument version to use it instead of publishing ${word(chosen.asset.version)}.`,
        ]
      : []),
    ...(endpoint === undefined || gateway === undefined ? [] : [exposure(endpoint, gateway)]),
    ...[endpoint && upstreamWarning(endpoint.upstream)].filter((warning) => warning !== undefined),
  ];
}

/** Who can reach a new Flex API, as a sentence. */
export function exposure({ basePath, port }: FlexEndpoint, { publicUrl, targetName }: ReadyGateway): string {
  const where =
    publicUrl === undefined
      ? `port ${port}, path ${basePath} of gateway ${quote(targetName)}`
      : `${publicUrl.replace(/\/+$/, '')}${basePath}`;
  return `Anybody who reaches ${where} can call it until a policy protects it.`;
}

/** A body without empty members, for display. */
export function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, isObject(value) ? withoutNulls(value) : value]),
  );
}
