import { isDeepStrictEqual } from 'node:util';
import type { OperationArguments } from '../../../core/operations.ts';
import { back, backFromResult, type Undo } from '../../../core/plan/undo.ts';
import { names, secretsToGive, undoBy } from '../../../core/plan/undo-parts.ts';
import { quote } from '../../../core/text/quote.ts';
import { Failure } from '../../../platform/errors.ts';
import type { JsonObject } from '../../../platform/json.ts';
import { type Sentence, word } from '../../../platform/text.ts';
import type { ApiFacts } from '../instances.ts';
import type { AppliedPolicy, PolicyChange } from '../policies-client.ts';
import type { PolicyTemplate } from '../policy-templates-client.ts';
import { directionOf, templateOf } from './catalog.ts';
import { withDefaults } from './configuration.ts';
import { uncertainSecrets } from './held-secrets.ts';
import { maskConfiguration, masksIn } from './masking.ts';
import { type PolicyListing, pointcutFrom, pointcutText, policyName } from './policies.ts';

/** The way back from applying a policy before or behind others. */
export function undoOfApplying(api: ApiFacts, moved: number): Undo {
  return undoBy(
    [backFromResult('policy.remove', { api: api.id }, { policy: 'policy.id' })],
    [moved === 0 ? undefined : 'The policies behind it may keep their new positions; their order is as before.'],
  );
}

/** How a policy that is gone can be applied again: arguments without the API, and what is not as before. */
export interface Reapplied {
  args: Omit<OperationArguments<'policy.apply'>, 'api'>;
  said: Sentence[];
}

/** Undefined: this server cannot apply it. Secrets are masked. */
export function reapplied(policy: AppliedPolicy, templates: readonly PolicyTemplate[]): Reapplied | undefined {
  const { groupId, assetId, order, disabled, label } = policy;
  const template = templateOf(policy, templates);
  const isOutbound = template !== undefined && directionOf(template) === 'outbound';
  const isOffered = template !== undefined || templates.length === 0;
  if (assetId === undefined || isOutbound || !isOffered) return undefined;
  const configuration = shownConfiguration(policy, templates);
  const covered = pointcutBefore(policy);
  const version = template?.version ?? policy.assetVersion;
  return {
    args: {
      policy: groupId === undefined ? assetId : `${groupId}/${assetId}`,
      ...(version === undefined ? {} : { version }),
      configuration: JSON.stringify(configuration),
      ...(order === undefined ? {} : { order }),
      ...(disabled === true ? { enabled: false } : {}),
      ...(policy.pointcutData ? covered : {}),
    },
    said: [
      secretsToGive(masksIn(configuration), `policy ${word(assetId)}`),
      notRestored(uncertainSecrets(configuration, template), word(assetId)),
      version === policy.assetVersion
        ? undefined
        : `Policy ${word(assetId)} gets version ${word(version ?? '')}: that of before is no longer offered.`,
      covered === undefined
        ? `Policy ${word(assetId)} then covers all requests; before, ${quote(pointcutText(policy.pointcutData))}.`
        : undefined,
      label === undefined || label === '' ? undefined : `Policy ${word(assetId)} loses its label ${quote(label)}.`,
    ].filter((one) => one !== undefined),
  };
}

/** The way back from removing a policy. */
export function undoOfRemoval(policy: AppliedPolicy, { api, policies, templates }: PolicyListing): Undo {
  const again = reapplied(policy, templates);
  if (again === undefined) return { lost: `Policy ${policyName(policy)}; only API Manager can apply it again.` };
  const { id, assetId, order = 0 } = policy;
  if (policies.some((other) => other.id !== id && other.assetId === assetId)) {
    return {
      lost: `Policy ${policyName(policy)}; the API has another one of its kind, and this server applies no second.`,
    };
  }
  const moves = policies.some((other) => other.id !== id && (other.order ?? 0) > order);
  return undoBy(
    [back('policy.apply', { api: api.id, ...again.args })],
    [
      'The policy gets a new id.',
      moves ? 'The policies behind it may get other positions; their order is as before.' : undefined,
      ...again.said,
    ],
  );
}

/** The way back from a change of a policy, or of the order of all of them. */
export function undoOfPolicyUpdate(
  policy: AppliedPolicy,
  { api, policies, templates }: PolicyListing,
  { change, reorders }: { change: PolicyChange; reorders: boolean },
): Undo {
  const configuration = configurationBefore(policy, change, templates);
  const covered = change.pointcutData === undefined ? {} : pointcutBefore(policy);
  const versionBefore = change.assetVersion === undefined ? undefined : offeredVersion(policy, templates);
  const isNumbered = policies.every(({ order }, index) => order === index + 1);
  const args = {
    ...(change.disabled === undefined ? {} : { enabled: policy.disabled !== true }),
    ...(versionBefore === undefined ? {} : { version: versionBefore }),
    ...configuration.args,
    ...covered,
    ...(reorders ? { order: policies.findIndex(({ id }) => id === policy.id) + 1 } : {}),
  };
  return undoBy(
    Object.keys(args).length === 0 ? [] : [back('policy.update', { api: api.id, policy: policy.id, ...args })],
    [
      ...configuration.said,
      change.assetVersion !== undefined && versionBefore === undefined
        ? `It keeps version ${word(change.assetVersion)}: that of before is no longer offered.`
        : undefined,
      covered === undefined
        ? `Not set back, because this server has no arguments for it: the requests that it covers, ${quote(pointcutText(policy.pointcutData))}.`
        : undefined,
      reorders && !isNumbered
        ? 'The policies are then numbered from 1 without gaps, in the order of before.'
        : undefined,
    ],
  );
}

/** The version of a policy, if the API can have it still. Without templates the platform decides. */
function offeredVersion(policy: AppliedPolicy, templates: readonly PolicyTemplate[]): string | undefined {
  const { assetVersion } = policy;
  const isOffered = templates.length === 0 || templateOf(policy, templates)?.version === assetVersion;
  return isOffered ? assetVersion : undefined;
}

/** The fields that change as they were; a null removes one. */
function configurationBefore(
  policy: AppliedPolicy,
  { configurationData: after }: PolicyChange,
  templates: readonly PolicyTemplate[],
): { args: { configuration?: string }; said: (Sentence | undefined)[] } {
  if (after === undefined) return { args: {}, said: [] };
  const before = policy.configurationData;
  const shown = shownConfiguration(policy, templates);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    // A change replaces the whole configuration, so that secrets that nobody can read have to be given with every one.
    (name) => !isDeepStrictEqual(before[name], after[name]) || masksIn(before[name]).length > 0,
  );
  const configuration = Object.fromEntries(changed.map((name) => [name, shown[name] ?? null]));
  const fields = templateOf(policy, templates)?.configuration ?? undefined;
  const filledIn = Object.keys(withDefaults(before, fields)).filter((name) => !Object.hasOwn(before, name));
  const kept = names(filledIn);
  return {
    args: { configuration: JSON.stringify(configuration) },
    said: [
      secretsToGive(masksIn(configuration), `policy ${policyName(policy)}`),
      notRestored(uncertainSecrets(before, templateOf(policy, templates)), policyName(policy)),
      kept === undefined ? undefined : `Set to their defaults, which the template requires: ${kept}.`,
    ],
  };
}

/** What is said of optional secrets that the platform did not return: it may have had them or not. */
function notRestored(fields: readonly string[], policy: Sentence): Sentence | undefined {
  const named = names(fields);
  return named === undefined
    ? undefined
    : `Not restored, if policy ${policy} had values for them, because the platform did not return any: ${named}.`;
}

function shownConfiguration(policy: AppliedPolicy, templates: readonly PolicyTemplate[]): JsonObject {
  return maskConfiguration(policy.configurationData, templateOf(policy, templates)?.configuration ?? undefined);
}

/** The arguments for the requests that a policy covers; undefined where there are none that say so. */
function pointcutBefore({ pointcutData }: AppliedPolicy): { methods: string[]; paths: string[] } | undefined {
  const [first] = pointcutData ?? [];
  if (pointcutData === undefined || first === undefined) return { methods: [], paths: [] };
  const { methodRegex = '.*' } = first;
  const all = pointcutData.map(({ uriTemplateRegex = '.*' }) => uriTemplateRegex);
  const paths = all.every((path) => path === '.*') ? [] : all;
  const methods = methodRegex === '.*' ? [] : methodRegex.split('|');
  return isSame(pointcutData, methods, paths) ? { methods, paths } : undefined;
}

function isSame(pointcut: AppliedPolicy['pointcutData'], methods: string[], paths: string[]): boolean {
  try {
    return pointcutText(pointcutFrom(methods, paths)) === pointcutText(pointcut);
  } catch (error) {
    // What the platform holds may be more than the arguments take.
    if (error instanceof Failure) return false;
    throw error;
  }
}
