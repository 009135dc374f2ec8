import * as z from 'zod';
import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { isObject } from '../../platform/json.ts';
import { listIn } from '../../platform/lists.ts';
import { defineOperations } from '../../platform/operations.ts';
import {
  lenientBoolean,
  lenientNumber,
  lenientText,
  lenientWord,
  nameText,
  parseResponse,
  wordText,
} from '../../platform/reading.ts';

/** The group of every policy that MuleSoft provides [docs/platform/policies.md#basic-auth]. */
export const muleSoftGroupId = '68ef9520-24e9-4cf2-b2f5-620025690913';

const fieldSchema = z.looseObject({
  propertyName: nameText,
  name: lenientText,
  description: lenientText,
  type: lenientWord,
  optional: lenientBoolean,
  sensitive: lenientBoolean,
  allowMultiple: lenientBoolean,
  // Options come as values or as `{name, value}`.
  options: z
    .array(z.unknown())
    .nullish()
    .transform((options) => options?.map((option) => (isObject(option) ? option['value'] : option))),
  minimumValue: lenientNumber,
  maximumValue: lenientNumber,
  defaultValue: z.unknown().optional(),
});

/** A template in any of the forms in which it comes. */
export const policyTemplateSchema = z.preprocess(
  // The document says `assetVersion`, recorded answers say `version` [docs/platform/disagreements.md#template-version-field].
  (row) => (isObject(row) ? { ...row, version: row['version'] ?? row['assetVersion'] } : row),
  z.looseObject({
    groupId: wordText,
    assetId: wordText,
    version: wordText,
    name: lenientText,
    description: lenientText,
    category: lenientWord,
    applicable: lenientBoolean,
    interfaceScope: z.array(wordText).nullish(),
    supportedTechnologies: z.array(wordText).nullish(),
    configuration: z.array(fieldSchema).nullish(),
  }),
);

/** A field of a policy's configuration [docs/platform/policies.md#templates]. */
export type TemplateField = z.output<typeof fieldSchema>;
/** One version of a policy that can be applied [docs/platform/policies.md#templates]. */
export type PolicyTemplate = z.output<typeof policyTemplateSchema>;

/** The operations of the facade of API Manager that knows policy templates. */
export const policyTemplateOperations = defineOperations(
  {
    base: '/apimanager/xapi/v1',
    source: { document: 'api-portal-xapi' },
    read: 'View Policies',
    write: 'Manage Policies',
  },
  {
    templates: 'GET /organizations/{organizationId}/exchange-policy-templates',
  },
);

declare module '../../platform/platform.ts' {
  interface Platform {
    policyTemplates: PolicyTemplates;
  }
}

/** Policy templates with their Exchange coordinates [docs/platform/policies.md#templates]. */
export class PolicyTemplates {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** Every version of every template that is available for an API instance; without one, of all templates. */
  async templates(place: PlaceIds, apiId: string | undefined, signal?: AbortSignal): Promise<PolicyTemplate[]> {
    const { body, http } = await this.#client.send(policyTemplateOperations.templates, {
      query: {
        ...(apiId === undefined ? {} : { apiInstanceId: apiId }),
        environmentId: place.environmentId,
        includeConfiguration: true,
      },
      place,
      signal,
    });
    return listIn(body, http)
      .map((row) => parseResponse(policyTemplateSchema, row, http))
      .filter(({ applicable }) => applicable !== false);
  }
}
