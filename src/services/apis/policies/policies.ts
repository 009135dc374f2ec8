import { matching, type NamedBy } from '../../../core/matching.ts';
import { call, tool } from '../../../core/operations.ts';
import type { PlanValue, ThingSettings } from '../../../core/plan/plan.ts';
import { ifReadable } from '../../../core/reading/partial.ts';
import { choiceOf, forNamesakes } from '../../../core/resolve.ts';
import { quote } from '../../../core/text/quote.ts';
import { compareVersions } from '../../../core/text/versions.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { advice } from '../../../platform/advice.ts';
import { type Failure, inputFailure } from '../../../platform/errors.ts';
import { type JsonObject, withoutUndefined } from '../../../platform/json.ts';
import type { PlatformText } from '../../../platform/text.ts';
import { type ApiFacts, apiName } from '../instances.ts';
import type { AppliedPolicy, Pointcut } from '../policies-client.ts';
import type { PolicyTemplate } from '../policy-templates-client.ts';
import { applicableTemplates, newestOf, templateOf } from './catalog.ts';
import { withHeldSecrets } from './held-secrets.ts';
import { maskConfiguration } from './masking.ts';
import { httpMethods } from './shape.ts';

/** A policy of an API instance as results show it: secrets are masked. */
export interface PolicyFacts {
  id: string;
  assetId: string;
  name?: PlatformText | undefined;
  version?: string | undefined;
  order?: number | undefined;
  enabled: boolean;
  /** `all requests`, or methods and paths ([docs/platform/policies.md#apply], pointcutData). */
  appliesTo: string;
  configuration: JsonObject;
  /** A newer version that the instance can have. */
  newerVersion?: string | undefined;
}

/** The policies of an instance as the platform has them, with what is known of their templates. */
export interface PolicyListing {
  api: ApiFacts;
  /** In their order, disabled ones too, with masks for secrets that the platform holds. They may hold others: show {@link policyFacts}. */
  policies: AppliedPolicy[];
  /** Every version that the instance can have; empty when they cannot be read. */
  templates: PolicyTemplate[];
}

/** Reads them. Without the templates only names and newer versions are missing. @throws Failure */
export async function readPolicies(api: ApiFacts, ctx: EnvironmentContext): Promise<PolicyListing> {
  const { platform, place, signal } = ctx;
  const [policies, templates] = await Promise.all([
    platform.apiPolicies.policies(place, api.id, signal),
    ifReadable(applicableTemplates(api, ctx), ctx),
  ]);
  const known = templates ?? [];
  return { api, policies: policies.map((policy) => withHeldSecrets(policy, known)), templates: known };
}

/** A policy with its secrets masked. */
export function policyFacts(applied: AppliedPolicy, templates: readonly PolicyTemplate[]): PolicyFacts {
  const policy = withHeldSecrets(applied, templates);
  const template = templateOf(policy, templates);
  const newest = template && newestOf(templates.filter(({ assetId }) => assetId === template.assetId))[0];
  const newer = newest && compareVersions(newest.version, policy.assetVersion ?? '0') > 0 ? newest.version : undefined;
  return withoutUndefined<PolicyFacts>({
    id: policy.id,
    assetId: policy.assetId ?? 'unknown',
    name: template?.name,
    version: policy.assetVersion,
    order: policy.order,
    enabled: policy.disabled !== true,
    appliesTo: pointcutText(policy.pointcutData),
    configuration: maskConfiguration(policy.configurationData, template?.configuration ?? undefined),
    newerVersion: newer,
  });
}

/**
 * What is set on a policy, to be compared; its configuration is masked. Its position is left out: policies before it come
 * and go.
 */
export function policySettings(
  {
    assetId,
    assetVersion,
    disabled,
    pointcutData,
  }: Pick<AppliedPolicy, 'assetId' | 'assetVersion' | 'disabled'> & {
    pointcutData?: Parameters<typeof pointcutText>[0];
  },
  configuration: JsonObject,
): ThingSettings {
  const set = Object.entries(configuration).filter(([, value]) => value !== null && value !== undefined);
  return {
    policy: assetId ?? null,
    version: assetVersion ?? null,
    enabled: disabled !== true,
    'applies to': pointcutText(pointcutData),
    // Configurations are JSON.
    configuration: Object.fromEntries(set) as { [key: string]: PlanValue },
  };
}

/** The same of all policies of an API, each under its asset id; the second one of an asset is `rate-limiting #2`. */
export function allPolicySettings(policies: readonly PolicyFacts[]): ThingSettings {
  const names = policies.map(({ assetId }, index) => {
    const before = policies.slice(0, index).filter((other) => other.assetId === assetId).length;
    return before === 0 ? assetId : `${assetId} #${before + 1}`;
  });
  return Object.fromEntries(
    policies.map(({ version = null, enabled, appliesTo, configuration }, index) => [
      names[index],
      // Configurations are JSON.
      { version, enabled, 'applies to': appliesTo, configuration } as { [key: string]: PlanValue },
    ]),
  );
}

/** `"rate-limiting" (19870101)`, for sentences. */
export function policyName({ id, assetId }: { id: string; assetId?: string | undefined }): string {
  return `${quote(assetId ?? 'unknown')} (${id})`;
}

/**
 * Resolves an applied policy by id, asset id, name or label, as a whole: it is to be changed or removed. @throws Failure (input) with the applied policies when none or several match
 */
export function findPolicy(reference: string, { api, policies, templates }: PolicyListing): AppliedPolicy {
  const text = quote(reference);
  const namedBy = (policy: AppliedPolicy): NamedBy => {
    const { id, groupId, assetId = 'unknown', label } = policy;
    const names = [assetId, templateOf(policy, templates)?.name, label].filter((name) => name !== undefined);
    // How a link of its page in Exchange names it.
    return { ids: [id, `${groupId}/${assetId}`], names: [names], titles: [policyName(policy)] };
  };
  const found = matching(reference, policies, namedBy, 'exact');
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw found.length > 1
    ? unclear(`${text} matches ${found.length} policies of`, api, found)
    : unclear(`Policy ${text} was not found on`, api, policies, reference);
}

function unclear(what: string, api: ApiFacts, policies: readonly AppliedPolicy[], unknown?: string): Failure {
  const options = policies.map((policy) => ({ ...policy, name: policy.label ?? policy.assetId ?? 'unknown' }));
  return inputFailure({
    what: `${what} API ${apiName(api)}.`,
    why: policies.length === 0 ? 'It has no policies.' : `It has ${policies.map(policyName).join(', ')}.`,
    next:
      policies.length === 0
        ? advice`${tool('policy.apply')} applies one; ${tool('policyTemplate.list')} lists the choices.`
        : 'Give the id of one of these in the argument policy.',
    choice: choiceOf(`${what} API ${apiName(api)}. Which one do you mean?`, options, {
      kind: 'policy',
      detail: forNamesakes(options, ({ pointcutData }) => pointcutText(pointcutData)),
    }),
    ...(unknown === undefined
      ? {}
      : { unknown: { noun: 'policy', text: unknown, listed: call('policy.list', { api: api.id }) } }),
  });
}

/** Refuses a policy that is applied already: the platform allows two of a kind, but that is rarely intended [docs/platform/policies.md#operations]. @throws Failure (input) */
export function requireNotApplied(
  template: { groupId: string; assetId: string },
  { api, policies, templates }: PolicyListing,
): void {
  const applied = policies.find(
    ({ groupId, assetId }) => assetId === template.assetId && (groupId ?? template.groupId) === template.groupId,
  );
  if (applied === undefined) return;
  const isDisabled = applied.disabled === true;
  throw inputFailure({
    what: `Policy ${template.assetId} is already applied to API ${apiName(api)}: policy ${applied.id}, version ${applied.assetVersion ?? 'unknown'}.${isDisabled ? ' It is disabled.' : ''}`,
    next: advice`${call('policy.update', { api: api.id, policy: applied.id, configuration: '<the settings to change>' })} changes it, and keeps the other settings.${
      isDisabled
        ? advice` ${call('policy.update', { api: api.id, policy: applied.id, enabled: true })} enables it.`
        : ''
    }`,
    isThere: settingsOf(policyFacts(applied, templates)),
  });
}

/** Under the names of the arguments that set them. */
function settingsOf({ version, enabled, configuration }: PolicyFacts): Readonly<Record<string, unknown>> {
  return { version, enabled, configuration };
}

/** The requests that a policy covers, from the arguments: undefined is unspecified, an empty list means all. @throws Failure (input) */
export function pointcutFrom(
  methods: readonly string[] | undefined,
  paths: readonly string[] | undefined,
): Pointcut | undefined {
  if (methods === undefined && paths === undefined) return undefined;
  const verbs = (methods ?? []).map((method) => method.trim().toUpperCase());
  const wrong = verbs.find((verb) => !httpMethods.some((method) => method === verb));
  if (wrong !== undefined) {
    throw inputFailure({
      what: `${quote(wrong)} is not an HTTP method.`,
      next: `Give one method per entry: ${httpMethods.join(', ')}.`,
    });
  }
  for (const path of paths ?? []) requirePathRegex(path);
  if (verbs.length === 0 && (paths ?? []).length === 0) return null;
  const methodRegex = verbs.length === 0 ? '.*' : verbs.join('|');
  const patterns = paths?.length ? paths : ['.*'];
  return patterns.map((uriTemplateRegex) => ({ methodRegex, uriTemplateRegex }));
}

function requirePathRegex(path: string): void {
  let valid = path.trim() !== '';
  try {
    new RegExp(path);
  } catch {
    valid = false;
  }
  // One that matches no path would leave everything open. It may be a secret in the wrong place, so it is not repeated.
  if (valid && /^(\^?\\?\/|\^?[.([])/.test(path)) return;
  throw inputFailure({
    what: valid
      ? 'An entry of paths matches no path, because paths begin with /: the policy would cover nothing.'
      : `${quote(path)} is not a valid regular expression for paths.`,
    next: 'Write paths like /orders/.* or /orders.',
  });
}

/** `GET|POST /orders/.*`, or `all requests`. */
export function pointcutText(
  pointcut: readonly { methodRegex?: string | undefined; uriTemplateRegex?: string | undefined }[] | null | undefined,
): string {
  if (!pointcut?.length) return 'all requests';
  return pointcut
    .map(({ methodRegex = '.*', uriTemplateRegex = '.*' }) =>
      [
        methodRegex === '.*' ? 'all methods' : methodRegex,
        uriTemplateRegex === '.*' ? 'all paths' : uriTemplateRegex,
      ].join(' '),
    )
    .join(', ');
}
