import { isDeepStrictEqual } from 'node:util';
import type { OperationArguments } from '../../core/operations.ts';
import { back, backFromFirst, type Undo } from '../../core/plan/undo.ts';
import { names, secretsToGive, secretToGive, undoBy } from '../../core/plan/undo-parts.ts';
import { called, count, listed, quote } from '../../core/text/quote.ts';
import { isObject, type JsonObject } from '../../platform/json.ts';
import { holdsSecretShape } from '../../platform/masking/secret-shapes.ts';
import type { PlatformText, Sentence } from '../../platform/text.ts';
import type { ApiDeployment, ApiInstance } from './client.ts';
import { endpointOf, instanceDefinition, withoutNulls } from './definition.ts';
import { type ApiFacts, apiName } from './instances.ts';
import { type PolicyListing, policyName } from './policies/policies.ts';
import { reapplied } from './policies/undo.ts';

/** An instance and what is deleted with it. */
export interface DeletedApi {
  api: ApiFacts;
  instance: ApiInstance;
  deployment: ApiDeployment | undefined;
  listing: PolicyListing;
  /** The names of their applications. */
  contracts: readonly PlatformText[];
  tiers: readonly PlatformText[];
  /** Parts that could not be read. */
  unreadable: readonly Sentence[];
  /** Applications whose properties name the instance. */
  paired: readonly { id: string; name: PlatformText }[];
}

type CreateArguments = OperationArguments<'api.create'>;

/** The way back from deleting an instance: another one of the same asset, with the same policies in the same order. */
export function undoOfDelete(deleted: DeletedApi): Undo {
  const { api, instance, listing } = deleted;
  const created = createdAgain(deleted);
  if (created === undefined) {
    return {
      lost: `API instance ${apiName(api)} with all that belongs to it: this server cannot create one like it again.`,
    };
  }
  const policies = listing.policies.map((policy) => ({ policy, again: reapplied(policy, listing.templates) }));
  const lost = policies.filter(({ again }) => again === undefined).map(({ policy }) => policyName(policy));
  return undoBy(
    [
      back('api.create', created),
      ...policies.flatMap(({ again }) =>
        again === undefined ? [] : [backFromFirst('policy.apply', again.args, { api: 'api.id' })],
      ),
    ],
    [
      'The API instance gets a new id, and so do its policies, upstreams and deployment.',
      created.upstream === secretToGive ? secretsToGive(['upstream'], `API ${apiName(api)}`) : undefined,
      ...policies.flatMap(({ again }) => again?.said ?? []),
      lost.length === 0 ? undefined : `Only API Manager can apply ${listed(lost)} again.`,
      otherSettings(instance, created),
      // For a Mule application the type is sent by that of the asset, which the instance does not say.
      api.technology === 'mule4' && instance.endpoint?.['type'] === 'http'
        ? 'The type of its endpoint is then that of its asset.'
        : undefined,
      ...goneWithIt(deleted),
    ],
  );
}

/** Undefined where the arguments of a creation cannot say what the instance was. */
function createdAgain({ api, instance, deployment }: DeletedApi): CreateArguments | undefined {
  const { name, groupId, assetId, version, label, technology } = api;
  if (groupId === undefined || assetId === undefined || version === undefined) return undefined;
  const asset = { name, assetId: `${groupId}/${assetId}`, version, ...(label === undefined ? {} : { label }) };
  if (technology === 'mule4') return asset;
  const endpoint = endpointOf(instance);
  const gateway = deployment?.targetId;
  if (technology !== 'flexGateway' || endpoint === undefined || gateway === undefined) return undefined;
  const { upstream, port, basePath } = endpoint;
  return { ...asset, upstream: holdsSecret(upstream) ? secretToGive : upstream, gateway, port, basePath };
}

function holdsSecret(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return (url?.password ?? '') !== '' || (url?.username ?? '') !== '' || holdsSecretShape(address);
}

/** What a creation sets to a default; the type follows from the asset. */
function otherSettings(instance: ApiInstance, { label }: CreateArguments): Sentence | undefined {
  const endpoint = instance.technology === 'flexGateway' ? endpointOf(instance) : undefined;
  const asset = { kind: 'existing', groupId: '', assetId: '', version: '', type: '', why: '' } as const;
  const made = instanceDefinition(asset, label, endpoint);
  const { type: _type, ...madeEndpoint } = objectIn(made['endpoint']);
  const other = names([
    ...differing(['approvalMethod', 'providerId', 'endpointUri'], instance, made),
    ...differing(Object.keys(madeEndpoint), objectIn(instance.endpoint), madeEndpoint).map((key) => `endpoint.${key}`),
    ...(isDeepStrictEqual(routesOf(instance.routing), routesOf(made['routing'])) ? [] : ['routing']),
    ...(Array.isArray(instance['tags']) && instance['tags'].length > 0 ? ['tags'] : []),
  ]);
  return other === undefined ? undefined : `It gets the defaults of a new instance for ${other}.`;
}

function objectIn(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The keys whose values differ; null and missing are the same. */
function differing(keys: readonly string[], before: JsonObject, made: JsonObject): string[] {
  return keys.filter((key) => !isDeepStrictEqual(before[key] ?? null, made[key] ?? null));
}

/** Routes without their ids and empty members. */
function routesOf(routing: unknown): unknown[] {
  return (Array.isArray(routing) ? routing : []).filter(isObject).map(({ label, rules, upstreams }) => ({
    label,
    rules: withoutNulls(objectIn(rules)),
    upstreams: (Array.isArray(upstreams) ? upstreams : [])
      .filter(isObject)
      .map((upstream) => ({ weight: upstream['weight'], uri: upstream['uri'], label: upstream['label'] })),
  }));
}

/** What nothing brings back. */
function goneWithIt({ api, contracts, tiers, unreadable, paired }: DeletedApi): (Sentence | undefined)[] {
  return [
    contracts.length === 0
      ? undefined
      : `Lost: ${count(contracts.length, 'contract')} (${listed(contracts.map(quote))}); consumers have to request access again.`,
    tiers.length === 0 ? undefined : `Lost: ${count(tiers.length, 'SLA tier')} (${listed(tiers.map(quote))}).`,
    unreadable.length === 0 ? undefined : `Could not be read, and is lost: ${unreadable.join(', ')}.`,
    paired.length === 0
      ? undefined
      : `Paired by the old id ${api.id}, and to be given the new one: ${listed(paired.map((one) => `application ${called(one)}`))}.`,
  ];
}
