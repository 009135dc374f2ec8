import { matching, type NamedBy } from '../../core/matching.ts';
import { tool } from '../../core/operations.ts';
import { placeName } from '../../core/place/place.ts';
import type { StepThing } from '../../core/plan/plan.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { choiceOf, titlesOf } from '../../core/resolve.ts';
import { closest, nearest } from '../../core/text/nearest.ts';
import { count, quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import { type Failure, inputFailure, isNotFound } from '../../platform/errors.ts';
import { withoutUndefined } from '../../platform/json.ts';
import type { PlatformText } from '../../platform/text.ts';
import { inData } from '../../platform/text.ts';
import { applicationKinds, listApplications, namesApi, readApplication } from '../applications/index.ts';
import type { ApiInstance } from './client.ts';

/** Whether a runtime or a gateway tracks an instance now, did once, or never did [docs/platform/apis.md#active-and-inactive]. */
export const apiStatuses = ['active', 'inactive', 'never tracked'] as const;
export type ApiStatus = (typeof apiStatuses)[number];

/** An API instance as a listing returns it. `id` is what goes into the application's `api.id`. */
export interface ApiFacts {
  id: string;
  /** The name of its asset in Exchange. */
  name: PlatformText;
  groupId?: string | undefined;
  assetId?: string | undefined;
  version?: string | undefined;
  label?: PlatformText | undefined;
  /** `mule4`, `flexGateway`, … as API Manager has it. */
  technology?: string | undefined;
  status: ApiStatus;
  /** When it was last seen active, ISO 8601. */
  lastActiveAt?: string | undefined;
  /** Where consumers call it, as far as somebody said so. */
  endpoint?: string | undefined;
  /** When it was last changed, or else made, ISO 8601. */
  updatedAt?: string | undefined;
}

/** More than any environment has; a listing is read whole, so that names are found wherever they stand. */
const maxApis = 5_000;
const maxCandidates = 5;

/**
 * The platform's own values are not all published; whether it was ever active distinguishes "inactive" from "never tracked" [docs/platform/apis.md#active-and-inactive].
 */
export function statusOf({
  status,
  lastActiveDate,
  lastActiveDelta,
}: Pick<ApiInstance, 'status' | 'lastActiveDate' | 'lastActiveDelta'>): ApiStatus {
  if (status?.toLowerCase() === 'active') return 'active';
  return lastActiveDate === undefined && lastActiveDelta === undefined ? 'never tracked' : 'inactive';
}

/** The facts of an instance, in the words of {@link ApiFacts}. */
export function apiFacts(instance: ApiInstance): ApiFacts {
  const { asset } = instance;
  const assetId = instance.assetId ?? asset?.assetId;
  const named = [instance.exchangeAssetName, asset?.exchangeAssetName, instance.assetName, asset?.name, assetId];
  return withoutUndefined<ApiFacts>({
    id: instance.id,
    name: named.find((name) => name !== undefined && name !== '') ?? instance.id,
    groupId: instance.groupId ?? asset?.groupId,
    assetId,
    version: instance.assetVersion,
    label: instance.instanceLabel === '' ? undefined : instance.instanceLabel,
    technology: instance.technology,
    status: statusOf(instance),
    lastActiveAt: instance.lastActiveDate,
    endpoint: instance.endpointUri === '' ? undefined : instance.endpointUri,
    updatedAt: instance.audit?.updated?.date ?? instance.audit?.created?.date,
  });
}

/** Every instance of the environment, by name. @throws Failure */
export async function listApis({ platform, place, signal }: EnvironmentContext): Promise<ApiFacts[]> {
  const { items } = await platform.apiManager.instances(place, {}, maxApis, signal);
  return items.map(apiFacts).sort((a, b) => a.name.localeCompare(b.name) || Number(a.id) - Number(b.id));
}

/** `"Orders API" (19870001, label "orders-sandbox")`, for sentences. */
export function apiName({ id, name, label }: Pick<ApiFacts, 'id' | 'name' | 'label'>): string {
  return `${quote(name)} (${id}${label === undefined ? '' : `, label ${quote(label)}`})`;
}

/** The instance as the thing of a step; its label tells it from others of the same asset, so it is its name. */
export function apiThing({ id, name, label }: Pick<ApiFacts, 'id' | 'name' | 'label'>): StepThing {
  return { kind: 'API instance', id, name: label ?? name };
}

/**
 * Resolves an instance by its id, its label, or the name or id of its asset; a label wins over the others. A read also takes the beginning of these.
 * @throws Failure (input) with the candidates when it is ambiguous or unknown
 */
export async function resolveApi(text: string, ctx: EnvironmentContext): Promise<ApiFacts> {
  const reference = text.trim();
  const isId = /^\d+$/.test(reference);
  const byId = isId ? await apiById(reference, ctx) : undefined;
  if (byId !== undefined) return byId;
  const apis = await listApis(ctx);
  // Once the instance with that id is gone, a write must not go on to one that is only called so.
  const found = isId && ctx.naming === 'exact' ? [] : matching(reference, apis, namesOf, ctx.naming);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  // A suggestion is for reading: a write acts on what was named, and an application is no API.
  const paired = found.length === 0 && !isId && ctx.naming !== 'exact' ? await pairedWith(reference, apis, ctx) : [];
  const [api] = paired;
  if (api !== undefined && paired.length === 1) return api;
  throw found.length > 1 ? ambiguous(reference, found, ctx) : unknown(reference, apis, ctx);
}

/** The instances whose id is in the properties of an application of that name. */
async function pairedWith(
  reference: string,
  apis: readonly ApiFacts[],
  ctx: EnvironmentContext,
): Promise<readonly ApiFacts[]> {
  const listing = await ifReadable(listApplications(applicationKinds, ctx), ctx);
  const application = listing?.applications.find(({ id, name }) => id === reference || name === reference);
  if (application === undefined) return [];
  const properties = (await ifReadable(readApplication(application, ctx), ctx))?.properties;
  return properties === undefined ? [] : apis.filter(({ id }) => namesApi(properties, id));
}

/** What names an instance. */
export function namesOf(api: ApiFacts): NamedBy {
  const { id, name, label, groupId, assetId, version } = api;
  const asset = assetId === undefined || version === undefined ? undefined : `${assetId}:${version}`;
  return {
    ids: [id],
    names: [
      label === undefined ? [] : [label],
      assetId === undefined ? [name] : [name, assetId],
      // As Maven and Exchange write the version of an asset.
      asset === undefined ? [] : [asset, `${groupId}:${asset}`],
    ],
    // As results write it, with or without the label.
    titles: [apiName(api), ...titlesOf(api)],
  };
}

/** Instances that a text names, for {@link Findable}: by id without listing. */
export async function apisNamed(text: string, ctx: EnvironmentContext): Promise<readonly ApiFacts[]> {
  const reference = text.trim();
  if (!/^\d+$/.test(reference)) return matching(reference, await listApis(ctx), namesOf, 'exact');
  const found = await apiById(reference, ctx);
  return found === undefined ? [] : [found];
}

/** The instance as the single read has it. @throws Failure */
export async function readInstance(
  api: ApiFacts,
  { platform, place, signal }: EnvironmentContext,
): Promise<ApiInstance> {
  try {
    return await platform.apiManager.instance(place, api.id, signal);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw inputFailure({
      what: `API ${apiName(api)} existed a moment ago and is gone.`,
      next: advice`Somebody deleted it just now. ${tool('api.list')} lists the others.`,
    });
  }
}

async function apiById(id: string, { platform, place, signal }: EnvironmentContext): Promise<ApiFacts | undefined> {
  try {
    return apiFacts(await platform.apiManager.instance(place, id, signal));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function ambiguous(reference: string, found: readonly ApiFacts[], { place }: EnvironmentContext): Failure {
  return inputFailure({
    what: `${quote(reference)} matches ${found.length} APIs in ${placeName(place)}: ${listed(found)}.`,
    next: 'Give the id or the label of the right one.',
    choice: choiceOf(`Which API do you mean by ${quote(reference)}?`, titled(found), { kind: 'api' }),
  });
}

function unknown(reference: string, apis: readonly ApiFacts[], { place }: EnvironmentContext): Failure {
  // Ids that are near each other have nothing in common.
  const named = /^\d+$/.test(reference) ? [] : apis;
  const near = nearest(
    reference,
    named.flatMap((api) => [api.label, api.name, api.assetId].flatMap((name) => (name ? [{ ...api, name, api }] : []))),
  );
  const candidates = [...new Map(near.map(({ api }) => [api.id, api])).values()];
  return inputFailure({
    what: `API ${quote(reference)} was not found in ${placeName(place)}.`,
    why:
      closest(candidates.map(apiName), 'API') ??
      (apis.length === 0 ? 'It has no APIs.' : `It has ${count(apis.length, 'API')}, none with a similar name.`),
    next: advice`${tool('api.list')} lists all; ${tool('api.create')} creates a new one.`,
    choice: choiceOf(
      `API ${quote(reference)} was not found in ${placeName(place)}. Which one do you mean?`,
      titled(candidates.length > 0 ? candidates : apis),
      { kind: 'api' },
    ),
    unknown: { noun: 'API', text: reference, listed: tool('api.list') },
  });
}

/** Instances of one asset differ by their versions and labels. */
function titled(apis: readonly ApiFacts[]): { id: string; name: string }[] {
  return apis.map((api) => ({ id: api.id, name: titleOf(api, apis) }));
}

function titleOf(api: ApiFacts, apis: readonly ApiFacts[]): string {
  const more = [versionAmong(api, apis), api.label].filter((part) => part !== undefined);
  return more.length === 0 ? api.name : [api.name, ...more].map(inData).join(', ');
}

/** The version, where another one has the same name. */
function versionAmong({ id, name, version }: ApiFacts, apis: readonly ApiFacts[]): string | undefined {
  return apis.some((other) => other.id !== id && other.name === name) ? version : undefined;
}

function listed(apis: readonly ApiFacts[]): string {
  const shown = apis.slice(0, maxCandidates).map((api) => {
    const version = versionAmong(api, apis);
    return version === undefined ? apiName(api) : `${apiName(api)} of version ${version}`;
  });
  const more = apis.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
