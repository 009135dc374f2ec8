import { call, tool } from '../../../core/operations.ts';
import { ifReadable } from '../../../core/reading/partial.ts';
import { choiceOf, type Named } from '../../../core/resolve.ts';
import { closest, nearest } from '../../../core/text/nearest.ts';
import { quote } from '../../../core/text/quote.ts';
import { compareVersions } from '../../../core/text/versions.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { advice } from '../../../platform/advice.ts';
import { type Failure, inputFailure } from '../../../platform/errors.ts';
import type { ApiFacts } from '../instances.ts';
import { apiName } from '../instances.ts';
import type { PolicyTemplate } from '../policy-templates-client.ts';

/** What a policy acts on: requests to the API, or requests of the API to its upstream services. */
export type PolicyDirection = 'inbound' | 'outbound';

/** The templates for an instance, every version, newest first. @throws Failure */
export async function applicableTemplates(
  api: ApiFacts,
  { platform, place, signal }: EnvironmentContext,
): Promise<PolicyTemplate[]> {
  const templates = await platform.policyTemplates.templates(place, api.id, signal);
  return templates.sort((a, b) => a.assetId.localeCompare(b.assetId) || compareVersions(b.version, a.version));
}

/** The newest version of each template. */
export function newestOf(templates: readonly PolicyTemplate[]): PolicyTemplate[] {
  const newest = new Map<string, PolicyTemplate>();
  for (const template of templates) {
    const key = `${template.groupId}/${template.assetId}`;
    const known = newest.get(key);
    if (known === undefined || compareVersions(template.version, known.version) > 0) newest.set(key, template);
  }
  return [...newest.values()];
}

/** Outbound policies are marked by `interfaceScope` [docs/platform/policies.md#templates]. */
export function directionOf({ interfaceScope }: PolicyTemplate): PolicyDirection {
  return interfaceScope?.length && interfaceScope.every((scope) => scope === 'outbound') ? 'outbound' : 'inbound';
}

/** A reference to a template. */
export interface TemplateRequest {
  /** Its asset id, `groupId/assetId`, or name. */
  policy: string;
  /** Default: the newest. */
  version?: string | undefined;
  /** Which templates may be offered instead of an unknown one; default: all. */
  canBeMeant?: (template: PolicyTemplate) => boolean;
}

/**
 * Finds a template among those that match an API.
 * @throws Failure (input): unknown, with the closest; not available for this kind of gateway; or not in that version
 */
export async function findTemplate(
  { policy: reference, version, canBeMeant = () => true }: TemplateRequest,
  api: ApiFacts,
  ctx: EnvironmentContext,
): Promise<PolicyTemplate> {
  const applicable = await applicableTemplates(api, ctx);
  const found = matching(reference, applicable);
  if (found.length === 0)
    throw await notApplicable(reference, { applicable, offered: applicable.filter(canBeMeant) }, api, ctx);
  const [first] = found;
  const template = version === undefined ? first : found.find((candidate) => candidate.version === version);
  const several = newestOf(found);
  if (several.length > 1) throw ambiguous(reference, several, applicable);
  if (template !== undefined) return template;
  const versions = found.map((candidate) => candidate.version);
  throw inputFailure({
    what: `Policy ${first?.assetId ?? reference} has no version ${quote(version ?? '')} that API ${apiName(api)} can have.`,
    why: `There are ${versions.join(', ')}.`,
    next: 'Leave the argument version out for the newest one, or use one of these.',
    choice: choiceOf(
      `Policy ${first?.assetId ?? reference} has no version ${quote(version ?? '')}. Which one do you mean?`,
      versions.map((one) => ({ id: one, name: one })),
      { kind: 'version' },
    ),
  });
}

/** The template of an applied policy in its own version, otherwise any version; for names and field types. */
export function templateOf(
  policy: { groupId?: string | undefined; assetId?: string | undefined; assetVersion?: string | undefined },
  templates: readonly PolicyTemplate[],
): PolicyTemplate | undefined {
  const own = templates.filter(
    ({ groupId, assetId }) => assetId === policy.assetId && (policy.groupId ?? groupId) === groupId,
  );
  return own.find(({ version }) => version === policy.assetVersion) ?? newestOf(own)[0];
}

/** Templates that match a reference, by the first way of naming that finds any; every version of each. */
function matching(reference: string, templates: readonly PolicyTemplate[]): PolicyTemplate[] {
  const folded = reference.trim().toLowerCase();
  const ways: ((template: PolicyTemplate) => boolean)[] = [
    ({ groupId, assetId }) => `${groupId}/${assetId}`.toLowerCase() === folded,
    ({ assetId }) => assetId.toLowerCase() === folded,
    ({ name }) => name?.toLowerCase() === folded,
    // "rate limit" and "rate limiting" mean rate-limiting, not every policy that begins so.
    ({ assetId }) => stem(assetId) === stem(folded),
    ({ name, assetId }) => folded !== '' && [name, assetId].some((text) => text?.toLowerCase().startsWith(folded)),
  ];
  for (const fits of ways) {
    const found = templates.filter(fits);
    if (found.length > 0) return found;
  }
  return [];
}

/** Words without what inflects the last of them. */
function stem(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, '-')
    .replace(/(ing|s)$/, '');
}

/** Templates as the argument policy takes them. */
function optionsOf(some: readonly PolicyTemplate[], applicable: readonly PolicyTemplate[]): Named[] {
  return some.map(({ groupId, assetId, name }) => {
    // The group only where it distinguishes them: a custom policy may have the asset id of one of MuleSoft's.
    const isShared = applicable.some((other) => other.assetId === assetId && other.groupId !== groupId);
    return { id: isShared ? `${groupId}/${assetId}` : assetId, name: name ?? assetId };
  });
}

function ambiguous(
  reference: string,
  several: readonly PolicyTemplate[],
  applicable: readonly PolicyTemplate[],
): Failure {
  const options = optionsOf(several, applicable);
  return inputFailure({
    what: `${quote(reference)} matches ${several.length} policies: ${options.map(({ id, name }) => `${id} (${quote(name)})`).join(', ')}.`,
    next: 'Give the id of the right one, the part before the brackets, in the argument policy.',
    choice: choiceOf(`Which policy do you mean by ${quote(reference)}?`, options, { kind: 'policy' }),
  });
}

async function notApplicable(
  reference: string,
  { applicable, offered }: Record<'applicable' | 'offered', readonly PolicyTemplate[]>,
  api: ApiFacts,
  ctx: EnvironmentContext,
): Promise<Failure> {
  const { platform, place, signal } = ctx;
  const all = (await ifReadable(platform.policyTemplates.templates(place, undefined, signal), ctx)) ?? [];
  const [other] = newestOf(matching(reference, all));
  const technology = api.technology ?? 'its gateway';
  if (other !== undefined) {
    const on = other.supportedTechnologies?.length ? ` It is for ${other.supportedTechnologies.join(', ')}.` : '';
    return inputFailure({
      what: `Policy ${other.assetId} is not available for API ${apiName(api)}, which runs on ${technology}.${on}`,
      next: advice`Nothing was sent. ${tool('policyTemplate.list')} lists the policies that this API can have.`,
    });
  }
  const near = nearestTemplates(reference, applicable);
  return inputFailure({
    what: `Policy ${quote(reference)} was not found for API ${apiName(api)} (${technology}).`,
    why:
      closest(near.map(({ assetId }) => assetId)) ??
      (applicable.length === 0 ? 'No policy is available for it.' : undefined),
    next: advice`${near.length === 0 ? '' : near.length === 1 ? 'Use it if it is meant. ' : 'Use one of these if it is meant. '}${call('policyTemplate.list', { api: api.id })} lists the policies that this API can have.`,
    choice: choiceOf(
      `Policy ${quote(reference)} was not found for API ${apiName(api)}. Which one do you mean?`,
      optionsOf(nearestTemplates(reference, offered), applicable),
      { kind: 'policy' },
    ),
  });
}

function nearestTemplates(reference: string, templates: readonly PolicyTemplate[]): PolicyTemplate[] {
  return nearest(
    reference,
    newestOf(templates).map((template) => ({ id: template.assetId, name: template.assetId, template })),
  ).map(({ template }) => template);
}
