import { call, tool } from '../../core/operations.ts';
import { leafChanges } from '../../core/plan/diff.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { backFromResult } from '../../core/plan/undo.ts';
import { undoBy } from '../../core/plan/undo-parts.ts';
import { quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import type { JsonObject } from '../../platform/json.ts';
import { type PlatformText, word } from '../../platform/text.ts';
import type { ExchangeAssetDetail } from '../exchange/index.ts';
import {
  type AssetRequest,
  type ChosenAsset,
  chooseAsset,
  coordinatesFrom,
  documentMark,
  readOpenApi,
} from '../exchange/index.ts';
import type { ApiInstance } from './client.ts';
import {
  apiSettings,
  deployStep,
  exposure,
  instanceDefinition,
  publishStep,
  upstreamsOf,
  warningsFor,
  withoutNulls,
} from './definition.ts';
import {
  type FlexEndpoint,
  flexEndpoint,
  listensOn,
  proxyUri,
  type ReadyGateway,
  requireFreePath,
  requireGateway,
} from './gateway.ts';
import { type ApiFacts, apiFacts, apiName, apiThing } from './instances.ts';

/** The request for a new API instance. With `upstream` and `gateway` it is one for a Flex Gateway. */
export interface ApiRequest {
  name: PlatformText;
  label?: PlatformText | undefined;
  assetId?: string | undefined;
  version?: string | undefined;
  openApi?: string | undefined;
  upstream?: string | undefined;
  gateway?: string | undefined;
  port?: number | undefined;
  basePath?: string | undefined;
}

/** The steps to do. An existing instance is not created again. */
export interface CreateIntent {
  name: PlatformText;
  asset: ChosenAsset | undefined;
  instance: { kind: 'existing'; api: ApiFacts } | { kind: 'new'; definition: JsonObject };
  gateway: ReadyGateway | undefined;
}

const maxApis = 5_000;

/**
 * Plans the steps from a name to an API instance: publish the asset, create the instance, deploy it. What an interrupted call left behind is found and used.
 * @throws Failure
 */
export async function planApiCreate(request: ApiRequest, ctx: EnvironmentContext): Promise<Plan<CreateIntent>> {
  const { place, platform, settings, signal } = ctx;
  const flex = requireKind(request);
  const document = request.openApi === undefined ? undefined : readOpenApi(request.openApi);
  const asset: AssetRequest = { name: request.name, assetId: request.assetId, version: request.version, document };
  const coordinates = coordinatesFrom(asset, place.organizationId);
  const endpoint =
    flex && flexEndpoint(flex, { assetId: coordinates.assetId, allowLocal: settings.allowLocalUpstream });
  const [{ items: instances }, gateway] = await Promise.all([
    platform.apiManager.instances(place, {}, maxApis, signal),
    flex && requireGateway(flex.gateway, ctx),
  ]);
  const ofAsset = instances.filter((instance) => {
    const facts = apiFacts(instance);
    return facts.groupId === coordinates.groupId && facts.assetId === coordinates.assetId;
  });
  const own = await ownInstance(request, asset, ofAsset, ctx);
  if (gateway !== undefined && endpoint !== undefined) {
    await requireFreePath({ endpoint, gateway, own: own?.id }, instances, ctx);
  }
  if (own !== undefined) return continued(request, { own, endpoint, gateway }, ctx);

  const isUsed = (detail: ExchangeAssetDetail): boolean =>
    ofAsset.some(({ assetVersion }) => assetVersion === detail.version) ||
    (detail.instances ?? []).some(({ version }) => (version ?? detail.version) === detail.version);
  const chosen = await chooseAsset(asset, isUsed, ctx);
  const definition = instanceDefinition(chosen, request.label, endpoint);
  const { groupId: _group, ...at } = chosen.kind === 'new' ? chosen.asset : chosen;
  return {
    summary: `create an API instance of ${quote(request.name)} (${word(at.assetId)} ${word(at.version)}) ${
      gateway === undefined ? 'for a Mule 4 application' : `on gateway ${quote(gateway.targetName)}`
    }.`,
    steps: [
      ...(chosen.kind === 'new' ? [publishStep(chosen)] : []),
      {
        kind: 'create',
        thing: { kind: 'API instance', name: request.label ?? request.name },
        action:
          chosen.kind === 'new'
            ? 'Create the API instance of that version.'
            : `Create the API instance of the version that exists (${chosen.why}).`,
        changes: leafChanges({}, withoutNulls(definition)),
      },
      ...(gateway === undefined
        ? []
        : [deployStep(gateway, { kind: 'API instance', name: request.label ?? request.name })]),
    ],
    warnings: [
      ...warningsFor(chosen, endpoint, gateway),
      ...(ofAsset.length === 0
        ? []
        : [
            `It is another instance of the asset in this environment; there is ${ofAsset
              .slice(0, 5)
              .map((one) => `${apiName(apiFacts(one))}, version ${word(one.assetVersion ?? 'unknown')}`)
              .join('; ')}.`,
          ]),
    ],
    undo: undoBy(
      [backFromResult('api.delete', {}, { api: 'api.id' })],
      [
        chosen.kind === 'new'
          ? `Asset ${word(at.assetId)} ${word(at.version)} stays published in Exchange.`
          : undefined,
      ],
    ),
    settings: apiSettings({
      ...at,
      ...{ label: request.label, endpoint, gateway: gateway?.targetId },
      ...{ policies: {}, contracts: [], tiers: [] },
    }),
    intent: { name: request.name, asset: chosen, instance: { kind: 'new', definition }, gateway },
  };
}

interface FlexRequest {
  upstream: string;
  gateway: string;
  port: number | undefined;
  basePath: string | undefined;
}

/** The Flex part of the arguments; undefined for a Mule API. */
function requireKind({ upstream, gateway, port, basePath }: ApiRequest): FlexRequest | undefined {
  if (upstream !== undefined && gateway !== undefined) return { upstream, gateway, port, basePath };
  const given = Object.entries({ upstream, gateway, port, basePath }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return undefined;
  const missing = [upstream === undefined ? 'upstream' : '', gateway === undefined ? 'gateway' : ''].filter(Boolean);
  throw inputFailure({
    what: `The argument ${given.map(([argument]) => argument).join(', ')} is for an API on a Flex Gateway, which also needs ${missing.join(' and ')}.`,
    next: advice`Give upstream (the address of the service) and gateway (${tool('gateway.list')} lists them); or none of them for an API of a Mule application.`,
  });
}

/** The instance that an earlier call with the same arguments made: same asset, label and kind, and the same document. */
async function ownInstance(
  { label, version, upstream }: ApiRequest,
  { document }: AssetRequest,
  ofAsset: readonly ApiInstance[],
  { platform, signal }: EnvironmentContext,
): Promise<ApiInstance | undefined> {
  const technology = upstream === undefined ? 'mule4' : 'flexGateway';
  const same = ofAsset.filter((instance) => {
    const facts = apiFacts(instance);
    return (
      facts.label === label && facts.technology === technology && (version === undefined || facts.version === version)
    );
  });
  if (document === undefined) return same.at(-1);
  for (const instance of same) {
    const { groupId, assetId, version: made } = apiFacts(instance);
    const asset = await platform.exchange.asset(groupId ?? '', assetId ?? '', made, signal);
    if (asset?.description?.includes(documentMark(document))) return instance;
  }
  return undefined;
}

/** What remains to be done for an existing instance: deploy it, or nothing. */
async function continued(
  request: ApiRequest,
  {
    own,
    endpoint,
    gateway,
  }: { own: ApiInstance; endpoint: FlexEndpoint | undefined; gateway: ReadyGateway | undefined },
  ctx: EnvironmentContext,
): Promise<Plan<CreateIntent>> {
  const { platform, place, signal } = ctx;
  const api = apiFacts(own);
  const intent: CreateIntent = { name: request.name, asset: undefined, instance: { kind: 'existing', api }, gateway };
  const other =
    'To create another instance of it, give another label. To create the next version of the asset, give openApi, or assetId with version.';
  const there = `API ${apiName(api)}, version ${api.version ?? 'unknown'}, already exists`;
  if (gateway === undefined || endpoint === undefined) {
    return { summary: `${there}.`, steps: [], warnings: [other], undo: 'nothing', intent };
  }
  const detail = await platform.apiManager.instance(place, own.id, signal);
  if (listensOn(detail) !== proxyUri(endpoint) || !upstreamsOf(detail).includes(endpoint.upstream)) {
    throw inputFailure({
      what: `${there}, and listens on ${listensOn(detail) ?? 'an unknown address'} for upstream ${upstreamsOf(detail).join(', ') || 'unknown'}.`,
      next: advice`Give another label to create another instance, or the same upstream, port and basePath to continue with this one; ${call('api.delete', { api: api.id })} removes it.`,
    });
  }
  const deployed = detail.deployment ?? (await platform.apiDeployments.deployments(place, own.id, signal))[0];
  if (deployed?.targetId === gateway.targetId && deployed.expectedStatus !== 'undeployed') {
    return {
      summary: `${there} and is deployed to gateway ${quote(gateway.targetName)}.`,
      steps: [],
      warnings: [other],
      undo: 'nothing',
      intent,
    };
  }
  if (deployed !== undefined && deployed.expectedStatus !== 'undeployed') {
    throw inputFailure({
      what: `${there} and is deployed to gateway ${quote(deployed.targetName ?? deployed.targetId ?? 'unknown')}.`,
      next: `Give another label to create an instance for gateway ${quote(gateway.targetName)}; an instance cannot change its gateway.`,
    });
  }
  return {
    summary: `deploy API ${apiName(api)}, which already exists, to gateway ${quote(gateway.targetName)}.`,
    steps: [deployStep(gateway, apiThing(api))],
    warnings: [exposure(endpoint, gateway)],
    undo: { lost: 'That it was deployed nowhere: this server undeploys no API. API Manager can.' },
    intent,
  };
}
