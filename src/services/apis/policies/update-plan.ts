import { isDeepStrictEqual } from 'node:util';
import { call } from '../../../core/operations.ts';
import type { Change, Plan, Step, StepThing } from '../../../core/plan/plan.ts';
import { listed } from '../../../core/text/quote.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { advice } from '../../../platform/advice.ts';
import { inputFailure } from '../../../platform/errors.ts';
import type { JsonObject } from '../../../platform/json.ts';
import { type Sentence, word } from '../../../platform/text.ts';
import { type ApiFacts, apiName, apiThing, resolveApi } from '../instances.ts';
import { afterSteps } from '../partial.ts';
import type { AppliedPolicy, Pointcut, PolicyChange } from '../policies-client.ts';
import type { PolicyTemplate } from '../policy-templates-client.ts';
import { type KeepSecret, keepSecrets } from './apply-plan.ts';
import { findTemplate, templateOf } from './catalog.ts';
import { configurationCautions, requireConfiguration, withDefaults } from './configuration.ts';
import { narrows } from './coverage.ts';
import { coverageWarnings, readContracts } from './coverage-warnings.ts';
import { uncertainSecrets, withHeldAsValid, withHeldSecrets } from './held-secrets.ts';
import { requirePassword } from './login-rule.ts';
import { configurationChanges, isMask, masksIn } from './masking.ts';
import {
  findPolicy,
  type PolicyFacts,
  type PolicyListing,
  pointcutFrom,
  pointcutText,
  policyFacts,
  policyName,
  readPolicies,
} from './policies.ts';
import { undoOfPolicyUpdate } from './undo.ts';

/** The requested changes of an applied policy; everything else stays. */
export interface PolicyUpdate {
  api: string;
  policy: string;
  /** Merged over the present one, field by field. */
  configuration?: JsonObject | undefined;
  order?: number | undefined;
  enabled?: boolean | undefined;
  methods?: readonly string[] | undefined;
  paths?: readonly string[] | undefined;
  version?: string | undefined;
}

/** What the calls need; `seen` is the policy as the plan saw it. */
export interface UpdateIntent {
  api: ApiFacts;
  seen: AppliedPolicy;
  change: PolicyChange;
  orders: { id: string; order: number }[];
  templates: PolicyTemplate[];
}

/** Plans the changes. @throws Failure */
export async function planPolicyUpdate(
  update: PolicyUpdate,
  ctx: EnvironmentContext,
  keep: KeepSecret,
): Promise<Plan<UpdateIntent>> {
  keepSecrets(update.configuration ?? {}, undefined, keep);
  const api = await resolveApi(update.api, ctx);
  const [listing, contracts] = await Promise.all([readPolicies(api, ctx), readContracts(api.id, ctx)]);
  const policy = findPolicy(update.policy, listing);
  requireSomething(update);
  // The argument policy names an applied policy here, so no other template is offered.
  const template =
    update.version === undefined
      ? templateOf(policy, listing.templates)
      : await findTemplate(
          {
            policy: `${policy.groupId ?? ''}/${policy.assetId ?? ''}`,
            version: update.version,
            canBeMeant: () => false,
          },
          api,
          ctx,
        );
  keepSecrets(update.configuration ?? {}, template?.configuration, keep);
  const { change, changes } = changesOf(update, policy, template);
  const { orders, step } = reordering(update.order, policy, listing, apiThing(api));
  const steps: Step[] = [
    ...(changes.length > 0
      ? [
          {
            kind: change.disabled === true || uncovers(policy, change) ? 'stop' : 'update',
            thing: apiThing(api),
            action: changeAction(policy, change),
            changes,
          } as const,
        ]
      : []),
    ...(step ? [step] : []),
  ];
  return {
    summary:
      steps.length === 0
        ? `policy ${policyName(policy)} of API ${apiName(api)} already has these values.`
        : `update policy ${policyName(policy)} of API ${apiName(api)}.`,
    steps,
    warnings: [
      ...(change.disabled === true ? ['While it is disabled, requests that it refused get through.'] : []),
      ...(change.configurationData === undefined
        ? []
        : template === undefined
          ? ['The template cannot be read, so the configuration was not checked.']
          : configurationCautions(change.configurationData, template)),
      ...lostSecrets(change, template),
      ...coverageWarnings({
        before: listing.policies,
        after: listing.policies.map((one) => (one.id === policy.id ? { ...one, ...change } : one)),
        changed: policy.id,
        contracts,
      }),
    ],
    undo: steps.length === 0 ? 'nothing' : undoOfPolicyUpdate(policy, listing, { change, reorders: orders.length > 0 }),
    intent: { api, seen: policy, change, orders, templates: listing.templates },
  };
}

/** Whether requests get through then that this policy refused: for them it ends protection as disabling it does. */
function uncovers({ disabled, pointcutData: before }: AppliedPolicy, { pointcutData: after }: PolicyChange): boolean {
  return disabled !== true && after !== undefined && narrows(before, after);
}

/** What the change does, and which secrets stay though nobody can read them. */
function changeAction(policy: AppliedPolicy, { configurationData, assetVersion }: PolicyChange): Sentence {
  const kept = assetVersion === undefined || configurationData !== undefined ? [] : masksIn(policy.configurationData);
  const keeping = kept.length === 0 ? '' : ` The platform keeps ${listed(kept.map(word))}.`;
  return `Change policy ${policyName(policy)}.${keeping}`;
}

/** A warning for optional secrets: those that are not sent are gone, and the platform does not say whether it has them. */
function lostSecrets({ configurationData }: PolicyChange, template: PolicyTemplate | undefined): Sentence[] {
  if (configurationData === undefined) return [];
  return uncertainSecrets(configurationData, template)
    .map(word)
    .map(
      (name) =>
        `If the policy has a value for ${name}, this change removes it: the platform does not return it, and the configuration is replaced as a whole. Give ${name} as well to keep one.`,
    );
}

function requireSomething({ api: _api, policy: _policy, ...changes }: PolicyUpdate): void {
  if (Object.values(changes).some((value) => value !== undefined)) return;
  throw inputFailure({
    what: 'No change was requested.',
    next: 'Give at least one of configuration, enabled, version, order, methods and paths.',
  });
}

/**
 * Sends it. A configuration is replaced as a whole by this call, so it is sent only when the policy is still the one
 * that the plan saw.
 * @throws Failure
 */
export async function updatePolicy(intent: UpdateIntent, ctx: EnvironmentContext): Promise<PolicyFacts> {
  const { platform, place, signal } = ctx;
  const { api, seen, change, orders, templates } = intent;
  if (change.configurationData !== undefined) {
    const now = await platform.apiPolicies.policy(place, api.id, seen.id, signal);
    requireSame(seen, withHeldSecrets(now, templates), templates);
  }
  if (Object.keys(change).length > 0)
    await platform.apiPolicies.change(place, { apiId: api.id, policyId: seen.id }, change, signal);
  if (orders.length > 0) {
    try {
      await platform.apiPolicies.reorder(place, api.id, orders, signal);
    } catch (error) {
      const done = Object.keys(change).length > 0 ? `Policy ${policyName(seen)} is changed.` : '';
      throw afterSteps(error, done, 'Call again with the argument order alone.');
    }
  }
  try {
    return policyFacts(await platform.apiPolicies.policy(place, api.id, seen.id, signal), templates);
  } catch (error) {
    const read = call('policy.list', { api: api.id });
    throw afterSteps(
      error,
      `Policy ${policyName(seen)} is changed as planned.`,
      advice`${read} shows what is there now.`,
    );
  }
}

function requireSame(seen: AppliedPolicy, now: AppliedPolicy, templates: readonly PolicyTemplate[]): void {
  const fields = templateOf(seen, templates)?.configuration ?? undefined;
  // Secrets that are not returned cannot be compared; the time of the last change can.
  const isRewritten = masksIn(seen.configurationData).length > 0 && changedAt(seen) !== changedAt(now);
  if (!isRewritten && isDeepStrictEqual(seen.configurationData, now.configurationData)) return;
  const names = configurationChanges(seen.configurationData, now.configurationData, fields).map(
    ({ setting }) => setting,
  );
  throw inputFailure({
    what: `The configuration of policy ${policyName(seen)} was changed by somebody else meanwhile; nothing was sent.`,
    why:
      names.length === 0
        ? `The policy was changed at ${changedAt(now) ?? 'an unknown time'}, and its secrets cannot be compared.`
        : `Changed meanwhile: ${listed(names.map(word))}.`,
    next: 'Call again to plan from the new state; dryRun shows the plan first.',
  });
}

function changedAt({ audit }: AppliedPolicy): string | undefined {
  return audit?.updated?.date;
}

function changesOf(
  update: PolicyUpdate,
  policy: AppliedPolicy,
  template: PolicyTemplate | undefined,
): { change: PolicyChange; changes: Change[] } {
  const change: PolicyChange = {};
  const changes: Change[] = [];
  const { enabled, version } = update;
  const isEnabled = policy.disabled !== true;
  if (enabled !== undefined && enabled !== isEnabled) {
    change.disabled = !enabled;
    changes.push({ setting: 'enabled', before: isEnabled, after: enabled });
  }
  if (version !== undefined && version !== policy.assetVersion) {
    change.assetVersion = version;
    changes.push({ setting: 'version', before: policy.assetVersion ?? 'unknown', after: version });
  }
  const pointcut = pointcutFor(update, policy);
  if (pointcut !== undefined && pointcutText(pointcut) !== pointcutText(policy.pointcutData)) {
    change.pointcutData = pointcut;
    changes.push({ setting: 'applies to', before: pointcutText(policy.pointcutData), after: pointcutText(pointcut) });
  }
  // Another version may have other fields, so the present configuration is checked, too.
  if (update.configuration !== undefined || change.assetVersion !== undefined) {
    const configuration = mergedConfiguration(update.configuration ?? {}, policy, template);
    const differences = configurationChanges(
      policy.configurationData,
      configuration,
      template?.configuration ?? undefined,
    );
    if (differences.length > 0) change.configurationData = configuration;
    changes.push(...differences);
  }
  return { change, changes };
}

/** The present configuration with the changes over it. A mask means that the value stays. */
function mergedConfiguration(
  changes: JsonObject,
  policy: AppliedPolicy,
  template: PolicyTemplate | undefined,
): JsonObject {
  const given = Object.entries(changes).filter(
    ([name, value]) => !(isMask(value) && Object.hasOwn(policy.configurationData, name)),
  );
  const fields = template?.configuration ?? undefined;
  // A null removes a field.
  const merged = { ...policy.configurationData, ...Object.fromEntries(given) };
  const configuration = withDefaults(
    Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)),
    fields,
  );
  const hidden = masksIn(configuration);
  // What is not sent stays on the platform as it is.
  if (hidden.length > 0 && !isDeepStrictEqual(configuration, policy.configurationData)) {
    throw inputFailure({
      what: `The platform does not return the current value of ${hidden.join(', ')} of policy ${policyName(policy)}, and this change replaces the whole configuration.`,
      next: `Nothing was sent. Give ${hidden.join(', ')} again in the argument configuration.`,
    });
  }
  if (template === undefined) return configuration;
  requireConfiguration(withHeldAsValid(configuration), template);
  if (Object.hasOwn(changes, 'username') || Object.hasOwn(changes, 'password'))
    requirePassword(configuration, template);
  return configuration;
}

/** Methods or paths alone leave the others as they are. */
function pointcutFor({ methods, paths }: PolicyUpdate, { pointcutData }: AppliedPolicy): Pointcut | undefined {
  if (methods === undefined && paths === undefined) return undefined;
  const present = pointcutData ?? [];
  const presentPaths = present.map(({ uriTemplateRegex = '.*' }) => uriTemplateRegex).filter((path) => path !== '.*');
  const [first] = present;
  const presentMethods =
    first?.methodRegex === undefined || first.methodRegex === '.*' ? [] : first.methodRegex.split('|');
  return pointcutFrom(methods ?? presentMethods, paths ?? presentPaths);
}

/** The policy at its new place and every other one that moves for it. */
function reordering(
  order: number | undefined,
  policy: AppliedPolicy,
  { policies }: PolicyListing,
  thing: StepThing,
): { orders: { id: string; order: number }[]; step?: Step } {
  if (order === undefined || policy.order === order) return { orders: [] };
  const others = policies.filter(({ id }) => id !== policy.id);
  const at = Math.min(order, policies.length) - 1;
  const sorted = [...others.slice(0, at), policy, ...others.slice(at)];
  const moves = sorted
    .map((moved, index) => ({ moved, order: index + 1 }))
    .filter(({ moved, order: place }) => moved.order !== place);
  if (moves.length === 0) return { orders: [] };
  return {
    orders: sorted.map(({ id }, index) => ({ id, order: index + 1 })),
    step: {
      kind: 'update',
      thing,
      action: 'Put the policies into a new order.',
      changes: moves.map(({ moved, order: place }) => ({
        setting: `order of ${policyName(moved)}`,
        ...(moved.order === undefined ? {} : { before: moved.order }),
        after: place,
      })),
    },
  };
}
