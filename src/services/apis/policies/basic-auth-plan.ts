import { randomBytes } from 'node:crypto';
import { tool } from '../../../core/operations.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { advice } from '../../../platform/advice.ts';
import { Failure } from '../../../platform/errors.ts';
import { apiName, resolveApi } from '../instances.ts';
import { muleSoftGroupId, type PolicyTemplate } from '../policy-templates-client.ts';
import { type ApplyIntent, applyPolicy, type KeepSecret, policyPlan } from './apply-plan.ts';
import { findTemplate } from './catalog.ts';
import { requireConfiguration } from './configuration.ts';
import { readContracts } from './coverage-warnings.ts';
import { basicAuthAssetId, requireLogin } from './login-rule.ts';
import { type PolicyFacts, type PolicyListing, readPolicies, requireNotApplied } from './policies.ts';

/** The version of the official provider, for a platform that does not list its templates [docs/platform/unknown.md#versions-that-move]. */
const fallbackVersion = '1.3.2';

/** The credentials. Without a password one is generated. */
export interface BasicAuthRequest {
  api: string;
  username: string;
  password?: string | undefined;
}

/** What applying needs; with `username` the password is still to be generated. */
export interface BasicAuthIntent {
  apply: ApplyIntent;
  generate: boolean;
}

/** Plans it. The password appears nowhere. @throws Failure */
export async function planBasicAuth(
  request: BasicAuthRequest,
  ctx: EnvironmentContext,
  keep: KeepSecret,
): Promise<Plan<BasicAuthIntent>> {
  const { username, password } = request;
  if (password !== undefined) keep(password);
  requireLogin(username, password);
  const api = await resolveApi(request.api, ctx);
  const [listing, contracts] = await Promise.all([readPolicies(api, ctx), readContracts(api.id, ctx)]);
  // Without readable templates the known version is sent, and the platform checks it.
  const template = listing.templates.length === 0 ? knownTemplate : await newestTemplate(listing, ctx);
  requireNotApplied(template, listing);
  const generate = password === undefined;
  const configuration = { username, ...(generate ? {} : { password }) };
  requireConfiguration({ ...configuration, password: password ?? 'generated on apply' }, template);
  const intent: ApplyIntent = { api, template, configuration, pointcut: null, order: undefined, enabled: true };
  const generated = generate ? { password: 'generated, 24 characters, shown once' } : {};
  const plan = policyPlan(intent, { listing, contracts }, generated);
  return {
    ...plan,
    summary: `apply Basic Authentication (${template.assetId} ${template.version}) to API ${apiName(api)} for user ${JSON.stringify(username)}.`,
    warnings: [
      ...plan.warnings,
      ...(listing.templates.length === 0
        ? [`The platform does not list its policy templates to this principal, so version ${fallbackVersion} is used.`]
        : []),
      ...(api.status === 'active'
        ? ['Within seconds, requests without these credentials are answered with 401.']
        : [`The API is ${api.status}: nothing enforces the policy until a runtime or gateway tracks the API.`]),
    ],
    intent: { apply: intent, generate },
  };
}

/** Sends it; returns `password` only if it was generated here. @throws Failure */
export async function applyBasicAuth(
  { apply, generate }: BasicAuthIntent,
  ctx: EnvironmentContext,
  keep: KeepSecret,
): Promise<{ policy: PolicyFacts; password?: string }> {
  if (!generate) return { policy: await applyPolicy(apply, ctx) };
  const password = randomBytes(18).toString('base64url');
  keep(password);
  try {
    const policy = await applyPolicy({ ...apply, configuration: { ...apply.configuration, password } }, ctx);
    return { policy, password };
  } catch (error) {
    if (!(error instanceof Failure) || !error.mayHaveHappened) throw error;
    throw error.with({
      next: advice`If ${tool('policy.list')} shows the policy on API ${apply.api.id}, its password is lost: set a new one with ${tool('policy.update')}. Otherwise call again.`,
    });
  }
}

const knownTemplate: PolicyTemplate = {
  groupId: muleSoftGroupId,
  assetId: basicAuthAssetId,
  version: fallbackVersion,
  name: 'Basic authentication - Simple',
  description: undefined,
  category: undefined,
  applicable: true,
  configuration: ['username', 'password'].map((propertyName) => ({
    propertyName,
    name: undefined,
    description: undefined,
    type: 'string',
    optional: false,
    sensitive: propertyName === 'password',
    allowMultiple: false,
    options: undefined,
    minimumValue: undefined,
    maximumValue: undefined,
  })),
};

async function newestTemplate({ api }: PolicyListing, ctx: EnvironmentContext): Promise<PolicyTemplate> {
  return findTemplate({ policy: `${muleSoftGroupId}/${basicAuthAssetId}` }, api, ctx);
}
