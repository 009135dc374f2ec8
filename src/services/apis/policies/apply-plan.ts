import type { Change, Plan, PlanValue } from '../../../core/plan/plan.ts';
import { count } from '../../../core/text/quote.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { inputFailure } from '../../../platform/errors.ts';
import type { JsonObject } from '../../../platform/json.ts';
import { word } from '../../../platform/text.ts';
import type { ApiContract } from '../client.ts';
import { type ApiFacts, apiName, apiThing, resolveApi } from '../instances.ts';
import type { NewPolicy, Pointcut } from '../policies-client.ts';
import type { PolicyTemplate } from '../policy-templates-client.ts';
import { directionOf, findTemplate } from './catalog.ts';
import { configurationCautions, requireConfiguration, withDefaults } from './configuration.ts';
import { coverageWarnings, readContracts } from './coverage-warnings.ts';
import { requirePassword } from './login-rule.ts';
import { maskConfiguration, secretMask, secretsIn } from './masking.ts';
import {
  type PolicyFacts,
  type PolicyListing,
  pointcutFrom,
  pointcutText,
  policyFacts,
  policySettings,
  readPolicies,
  requireNotApplied,
} from './policies.ts';
import { undoOfApplying } from './undo.ts';

/** The request to apply a policy to an API. */
export interface PolicyRequest {
  api: string;
  /** Asset id, `groupId/assetId` or name. */
  policy: string;
  configuration?: JsonObject | undefined;
  version?: string | undefined;
  order?: number | undefined;
  /** Default true. */
  enabled?: boolean | undefined;
  methods?: readonly string[] | undefined;
  paths?: readonly string[] | undefined;
}

/** Registers a secret that nothing in the call may show. */
export type KeepSecret = (secret: string) => void;

/** What applying needs; the configuration holds its secrets. */
export interface ApplyIntent {
  api: ApiFacts;
  template: PolicyTemplate;
  configuration: JsonObject;
  pointcut: Pointcut;
  order: number | undefined;
  enabled: boolean;
}

/**
 * Checks a policy against its template: whether the API can have it, whether it is applied already, and every field of its configuration.
 * @throws Failure
 */
export async function planPolicy(
  request: PolicyRequest,
  ctx: EnvironmentContext,
  keep: KeepSecret,
): Promise<Plan<ApplyIntent>> {
  const pointcut = pointcutFrom(request.methods, request.paths) ?? null;
  // Most secrets are recognized by name before a template is known, and an error may repeat the arguments.
  keepSecrets(request.configuration ?? {}, undefined, keep);
  const api = await resolveApi(request.api, ctx);
  const [template, listing, contracts] = await Promise.all([
    findTemplate({ ...request, canBeMeant: (template) => directionOf(template) === 'inbound' }, api, ctx),
    readPolicies(api, ctx),
    readContracts(api.id, ctx),
  ]);
  if (directionOf(template) === 'outbound') {
    throw inputFailure({
      what: `Policy ${template.assetId} is an outbound policy: it acts on calls from the gateway to upstream services, not on requests to the API.`,
      next: 'Nothing was sent. Apply it in API Manager > the API > Policies > Add outbound policy.',
    });
  }
  requireNotApplied(template, listing);
  const fields = template.configuration ?? undefined;
  const configuration = withDefaults(request.configuration ?? {}, fields);
  keepSecrets(configuration, fields, keep);
  requireConfiguration(configuration, template);
  requirePassword(configuration, template);
  const { order, enabled = true } = request;
  return policyPlan({ api, template, configuration, pointcut, order, enabled }, { listing, contracts });
}

/** Registers every secret of a configuration. */
export function keepSecrets(
  configuration: JsonObject,
  fields: PolicyTemplate['configuration'] | undefined,
  keep: KeepSecret,
): void {
  for (const secret of secretsIn(configuration, fields ?? undefined)) keep(secret);
}

/** What an API has before a policy is applied. */
export interface Present {
  listing: PolicyListing;
  /** Undefined: they cannot be read. */
  contracts: ApiContract[] | undefined;
}

/** The plan of a policy that has been checked; `generated`: secret fields whose value is not known yet, with what is said of it. */
export function policyPlan(
  intent: ApplyIntent,
  { listing, contracts }: Present,
  generated: Readonly<Record<string, string>> = {},
): Plan<ApplyIntent> {
  const { api, template, configuration, pointcut, order, enabled } = intent;
  const shown = maskConfiguration(configuration, template.configuration ?? undefined);
  const moved = listing.policies.filter((policy) => order !== undefined && (policy.order ?? 0) >= order);
  return {
    summary: `apply policy ${template.assetId} ${template.version} to API ${apiName(api)}.`,
    steps: [
      {
        kind: 'create',
        thing: apiThing(api),
        action: `Apply ${word(template.name ?? template.assetId)}${enabled ? '' : ', disabled'}.`,
        changes: [
          { setting: 'policy', after: template.assetId },
          { setting: 'version', after: template.version },
          { setting: 'order', after: order ?? lastOrder(listing) + 1 },
          { setting: 'applies to', after: pointcutText(pointcut) },
          ...(enabled ? [] : [{ setting: 'enabled', after: false }]),
          // What stands in a configuration came from JSON.
          ...Object.entries(shown).map(([key, value]) => ({
            setting: `configuration.${key}`,
            after: value as PlanValue,
          })),
          ...Object.entries(generated).map(([key, after]): Change => ({ setting: `configuration.${key}`, after })),
        ],
      },
    ],
    warnings: [
      ...(moved.length > 0 ? [`It moves ${count(moved.length, 'policy')} back by one.`] : []),
      ...configurationCautions(configuration, template),
      ...coverageWarnings({
        before: listing.policies,
        after: [
          ...listing.policies,
          {
            id: 'new',
            assetId: template.assetId,
            configurationData: configuration,
            pointcutData: pointcut,
            disabled: !enabled,
          },
        ],
        changed: 'new',
        contracts,
      }),
    ],
    undo: undoOfApplying(api, moved.length),
    settings: policySettings(
      { assetId: template.assetId, assetVersion: template.version, disabled: !enabled, pointcutData: pointcut },
      { ...shown, ...Object.fromEntries(Object.keys(generated).map((key) => [key, secretMask])) },
    ),
    intent,
  };
}

/** Sends it. The answer holds the secrets, so it is masked. @throws Failure */
export async function applyPolicy(intent: ApplyIntent, ctx: EnvironmentContext): Promise<PolicyFacts> {
  const { platform, place, signal } = ctx;
  const { api, template, configuration, pointcut, order, enabled } = intent;
  const policy: NewPolicy = {
    groupId: template.groupId,
    assetId: template.assetId,
    assetVersion: template.version,
    configurationData: configuration,
    pointcutData: pointcut,
    ...(order === undefined ? {} : { order }),
    ...(enabled ? {} : { disabled: true }),
  };
  return policyFacts(await platform.apiPolicies.apply(place, api.id, policy, signal), [template]);
}

function lastOrder({ policies }: PolicyListing): number {
  return Math.max(0, ...policies.map(({ order }) => order ?? 0));
}
