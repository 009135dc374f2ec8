import { tool } from '../../core/operations.ts';
import { placeName } from '../../core/place/place.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { choiceOf, isWrittenAs } from '../../core/resolve.ts';
import { nearest } from '../../core/text/nearest.ts';
import { quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import { type Failure, inputFailure, isNotFound } from '../../platform/errors.ts';
import { withoutUndefined } from '../../platform/json.ts';
import type { ApiInstance } from './client.ts';

/** Whether a runtime or a gateway tracks an instance now, did once, or never did [docs/platform/apis.md#active-and-inactive]. */
export const apiStatuses = ['active', 'inactive', 'never tracked'] as const;
export type ApiStatus = (typeof apiStatuses)[number];

/** An API instance as a listing returns it. `id` is what goes into the application's `api.id`. */
export interface ApiFacts {
  id: string;
  /** The name of its asset in Exchange. */
  name: string;
  groupId?: string | undefined;
  assetId?: string | undefined;
  version?: string | undefined;
  label?: string | undefined;
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
/** Other environments that are searched for an API that is not in this one. */
const maxEnvironmentsSearched = 12;
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

/**
 * Resolves an instance by its id; otherwise by its label; otherwise by the name or id of its asset; last by a prefix of these.
 * @throws Failure (input) with the candidates when it is ambiguous or unknown; one that is in another environment is
 * named with that environment
 */
export async function resolveApi(text: string, ctx: EnvironmentContext): Promise<ApiFacts> {
  const reference = text.trim();
  const byId = /^\d+$/.test(reference) ? await apiById(reference, ctx) : undefined;
  if (byId !== undefined) return byId;
  const apis = await listApis(ctx);
  for (const matches of stages(reference)) {
    const found = apis.filter(matches);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (found.length > 1) throw ambiguous(reference, found, ctx);
  }
  throw (await elsewhere(reference, ctx)) ?? unknown(reference, apis, ctx);
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

function* stages(reference: string): Generator<(api: ApiFacts) => boolean> {
  const folded = reference.toLowerCase();
  const labels = ({ label }: ApiFacts): string[] => (label === undefined ? [] : [label]);
  const names = ({ name, assetId }: ApiFacts): string[] => (assetId === undefined ? [name] : [name, assetId]);
  for (const texts of [labels, names]) {
    yield (api) => texts(api).includes(reference);
    yield (api) => texts(api).some((text) => text.toLowerCase() === folded);
  }
  // As results write it, with or without the label.
  yield (api) => apiName(api) === reference || isWrittenAs(reference, api);
  if (folded === '') return;
  yield (api) => [...labels(api), ...names(api)].some((text) => text.toLowerCase().startsWith(folded));
}

function ambiguous(reference: string, found: readonly ApiFacts[], { place }: EnvironmentContext): Failure {
  return inputFailure({
    what: `${quote(reference)} matches ${found.length} APIs in ${placeName(place)}: ${listed(found)}.`,
    next: 'Give the id or the label of the right one.',
    choice: choiceOf(`Which API do you mean by ${quote(reference)}?`, titled(found), { kind: 'api' }),
  });
}

function unknown(reference: string, apis: readonly ApiFacts[], { place }: EnvironmentContext): Failure {
  const near = nearest(
    reference,
    apis.flatMap((api) => [api.label, api.name, api.assetId].flatMap((name) => (name ? [{ ...api, name, api }] : []))),
  );
  const candidates = [...new Map(near.map(({ api }) => [api.id, api])).values()];
  return inputFailure({
    what: `API ${quote(reference)} was not found in ${placeName(place)}.`,
    why: apis.length === 0 ? 'It has no APIs.' : `The closest are ${listed(candidates)}.`,
    next: advice`Use one of these, or ${tool('api.list')} to list all; ${tool('api.create')} creates a new one.`,
    choice: choiceOf(
      `API ${quote(reference)} was not found in ${placeName(place)}. Which one do you mean?`,
      titled(candidates),
      { kind: 'api' },
    ),
  });
}

/** Instances of one asset differ by their labels. */
function titled(apis: readonly ApiFacts[]): { id: string; name: string }[] {
  return apis.map(({ id, name, label }) => ({ id, name: label === undefined ? name : `${name}, ${label}` }));
}

function listed(apis: readonly ApiFacts[]): string {
  const shown = apis.slice(0, maxCandidates).map(apiName);
  const more = apis.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Searches the other environments and says in which one it is. Unreadable ones are skipped. */
async function elsewhere(reference: string, ctx: EnvironmentContext): Promise<Failure | undefined> {
  const { platform, directory, organization, place, signal } = ctx;
  const all = await directory.environments(organization);
  const others = all.filter(({ id }) => id !== place.environmentId).slice(0, maxEnvironmentsSearched);
  const finds = await Promise.all(
    others.map(async (environment) => {
      const there = { ...place, environmentId: environment.id };
      const rows = /^\d+$/.test(reference)
        ? [await ifReadable(platform.apiManager.instance(there, reference, signal), ctx)]
        : ((await ifReadable(platform.apiManager.instances(there, { query: reference }, 100, signal), ctx))?.items ??
          []);
      const apis = rows.filter((row) => row !== undefined).map(apiFacts);
      const names = ({ id, label, name, assetId }: ApiFacts) =>
        [id, label, name, assetId].map((text) => text?.toLowerCase());
      const api = apis.find((candidate) => names(candidate).includes(reference.toLowerCase()));
      return api === undefined ? undefined : { api, environment };
    }),
  );
  const found = finds.find((find) => find !== undefined);
  if (found === undefined) return undefined;
  return inputFailure({
    what: `API ${apiName(found.api)} is in environment ${quote(found.environment.name)}, not in ${placeName(place)}.`,
    next: advice`Call again with environment ${quote(found.environment.name)}; or use ${tool('api.list')} to list those in ${quote(place.environmentName)}.`,
    choice: choiceOf(
      `API ${apiName(found.api)} is in environment ${quote(found.environment.name)}, not in ${placeName(place)}. Do you mean this one?`,
      [found.environment],
      { kind: 'environment' },
    ),
  });
}
