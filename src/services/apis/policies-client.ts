import * as z from 'zod';
import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { isObject, type JsonObject } from '../../platform/json.ts';
import { listIn } from '../../platform/lists.ts';
import { defineOperations } from '../../platform/operations.ts';
import {
  idText,
  lenientBoolean,
  lenientNumber,
  lenientText,
  lenientTime,
  lenientWord,
  parseResponse,
} from '../../platform/reading.ts';

const pointcutSchema = z
  .array(z.looseObject({ methodRegex: lenientText, uriTemplateRegex: lenientText }))
  .nullish()
  .transform((pointcut) => (pointcut?.length ? pointcut : undefined));

const policySchema = z.preprocess(
  bothShapes,
  z.looseObject({
    id: idText,
    groupId: lenientWord,
    assetId: lenientWord,
    assetVersion: lenientWord,
    configurationData: z
      .looseObject({})
      .nullish()
      .transform((configuration): JsonObject => configuration ?? {}),
    pointcutData: pointcutSchema,
    order: lenientNumber,
    disabled: lenientBoolean,
    label: lenientText,
    audit: z
      .object({
        created: z.object({ date: lenientTime }).nullish(),
        updated: z.object({ date: lenientTime }).nullish(),
      })
      .nullish(),
    implementationAsset: z.looseObject({ technology: lenientWord, minRuntimeVersion: lenientWord }).nullish(),
  }),
);

/** A policy of an API instance [docs/platform/policies.md#two-shapes-of-the-list]. After a write the configuration holds passwords as they are. */
export type AppliedPolicy = z.output<typeof policySchema>;

/** Requests a policy is for; null means all of them [docs/platform/policies.md#apply]. */
export type Pointcut = { methodRegex: string; uriTemplateRegex: string }[] | null;

/** A policy to apply [docs/platform/policies.md#apply]. Without `order` it becomes the last one. */
export interface NewPolicy {
  groupId: string;
  assetId: string;
  assetVersion: string;
  configurationData: JsonObject;
  pointcutData: Pointcut;
  order?: number;
  disabled?: true;
}

/** What can be changed of a policy; `configurationData` replaces all of it [docs/platform/policies.md#operations]. */
export interface PolicyChange {
  configurationData?: JsonObject;
  disabled?: boolean;
  pointcutData?: Pointcut;
  assetVersion?: string;
}

/** The operations of API Manager that are about the policies of an instance. */
export const policyOperations = defineOperations(
  {
    base: '/apimanager/api/v1/organizations/{organizationId}/environments/{environmentId}',
    source: { document: 'api-manager' },
    read: 'View Policies',
    write: 'Manage Policies',
  },
  {
    policies: 'GET /apis/{apiId}/policies',
    policy: 'GET /apis/{apiId}/policies/{policyId}',
    apply: 'POST /apis/{apiId}/policies',
    change: 'PATCH /apis/{apiId}/policies/{policyId}',
    reorder: 'PATCH /apis/{apiId}/policies',
    remove: 'DELETE /apis/{apiId}/policies/{policyId}',
  },
);

declare module '../../platform/permissions.ts' {
  interface Permissions {
    'View Policies': true;
    'Manage Policies': true;
  }
}

declare module '../../platform/platform.ts' {
  interface Platform {
    apiPolicies: ApiPolicies;
  }
}

/** Policies of an API instance [docs/platform/policies.md#operations]. */
export class ApiPolicies {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** All of them in their order, disabled ones too: only `fullInfo=false` shows those [docs/platform/policies.md#two-shapes-of-the-list]. */
  async policies(place: PlaceIds, apiId: string, signal?: AbortSignal): Promise<AppliedPolicy[]> {
    const { body, http } = await this.#client.send(policyOperations.policies, {
      parameters: { apiId },
      query: { fullInfo: false },
      place,
      signal,
    });
    const rows = listIn(body, http, 'policies').map((row) => parseResponse(policySchema, row, http));
    return rows.sort((a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER));
  }

  async policy(place: PlaceIds, apiId: string, id: string, signal?: AbortSignal): Promise<AppliedPolicy> {
    return this.#client.read(policyOperations.policy, policySchema, {
      parameters: { apiId, policyId: id },
      place,
      signal,
    });
  }

  async apply(place: PlaceIds, apiId: string, policy: NewPolicy, signal?: AbortSignal): Promise<AppliedPolicy> {
    return this.#client.read(policyOperations.apply, policySchema, {
      parameters: { apiId },
      json: policy,
      place,
      signal,
    });
  }

  async change(
    place: PlaceIds,
    { apiId, policyId }: { apiId: string; policyId: string },
    change: PolicyChange,
    signal?: AbortSignal,
  ): Promise<AppliedPolicy> {
    return this.#client.read(policyOperations.change, policySchema, {
      parameters: { apiId, policyId },
      json: change,
      place,
      signal,
    });
  }

  /** Puts policies into an order; only `order` is honoured by this call [docs/platform/policies.md#operations]. */
  async reorder(
    place: PlaceIds,
    apiId: string,
    orders: readonly { id: string; order: number }[],
    signal?: AbortSignal,
  ): Promise<void> {
    const json = orders.map(({ id, order }) => ({ id: Number(id), order }));
    await this.#client.send(policyOperations.reorder, {
      parameters: { apiId },
      json,
      place,
      signal,
    });
  }

  async remove(place: PlaceIds, apiId: string, id: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send(policyOperations.remove, {
      parameters: { apiId, policyId: id },
      place,
      signal,
    });
  }
}

/** The two shapes of a policy: `policyId, configuration, template` in one are `id, configurationData, …` in the other. */
function bothShapes(row: unknown): unknown {
  if (!isObject(row)) return row;
  const template = isObject(row['template']) ? row['template'] : {};
  return {
    ...template,
    ...row,
    id: row['id'] ?? row['policyId'],
    configurationData: row['configurationData'] ?? row['configuration'],
  };
}
