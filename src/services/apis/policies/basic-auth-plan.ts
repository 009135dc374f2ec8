import { randomBytes } from 'node:crypto';
import { tool } from '../../../core/operations.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { advice } from '../../../platform/advice.ts';
import { Failure, inputFailure } from '../../../platform/errors.ts';
import { apiName, resolveApi } from '../instances.ts';
import { muleSoftGroupId, type PolicyTemplate } from '../policy-templates-client.ts';
import { type ApplyIntent, applyPolicy, type KeepSecret, policyPlan } from './apply-plan.ts';
import { findTemplate } from './catalog.ts';
import { requireConfiguration } from './configuration.ts';
import { type PolicyFacts, type PolicyListing, readPolicies, requireNotApplied } from './policies.ts';

/** HTTP Basic Authentication - Simple [docs/platform/policies.md#basic-auth]. */
export const basicAuthAssetId = 'http-basic-authentication';
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
  const listing = await readPolicies(api, ctx);
  // Without readable templates the known version is sent, and the platform checks it.
  const template = listing.templates.length === 0 ? knownTemplate : await newestTemplate(listing, ctx);
  requireNotApplied(template, listing);
  const generate = password === undefined;
  const configuration = { username, ...(generate ? {} : { password }) };
  requireConfiguration({ ...configuration, password: password ?? 'generated on apply' }, template);
  const intent: ApplyIntent = { api, template, configuration, pointcut: null, order: undefined };
  const extra = generate ? [{ setting: 'configuration.password', after: 'generated, 24 characters, shown once' }] : [];
  const plan = policyPlan(intent, listing, extra);
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
    throw new Failure(error.kind, {
      what: error.message,
      why: error.why,
      next: advice`If ${tool('policy.list')} shows the policy on API ${apply.api.id}, its password is lost: set a new one with ${tool('policy.update')}. Otherwise call again.`,
      http: error.http,
      retryable: error.retryable,
      mayHaveHappened: true,
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

const minPassword = 8;

/** Passwords that tutorials, defaults and lists of leaks have in common. */
const commonPasswords = new Set(
  'password passw0rd password1 password123 p@ssw0rd p@ssword admin123 administrator changeme changeit change-me letmein welcome1 welcome123 qwertyuiop qwerty123 iloveyou mulesoft mulesoft1 mulesoft123 anypoint anypoint1 anypoint123 testtest test1234 demodemo foobarbaz foobar123 secret123 topsecret default1 trustno1 abcd1234 abc12345 a1b2c3d4 1q2w3e4r choose-your-own your-password yourpassword mypassword apipassword'.split(
    ' ',
  ),
);

/**
 * Refuses weak credentials. The texts never repeat the password.
 * @throws Failure (input)
 */
export function requireLogin(username: string, password: string | undefined): void {
  const wrongName = usernameProblem(username);
  if (wrongName !== undefined) {
    throw inputFailure({
      what: wrongName,
      next: 'Nothing was sent. Give another user name in the argument username.',
    });
  }
  const reason = password === undefined ? undefined : passwordProblem(username, password);
  if (reason === undefined) return;
  throw inputFailure({
    what: reason,
    next: 'Nothing was sent. Give another password, or leave the argument password out to have a strong one generated and shown once.',
  });
}

function usernameProblem(username: string): string | undefined {
  if (username.trim() === '') return 'The user name is empty.';
  // RFC 7617, section 2: the colon ends the user name, and control characters are not allowed.
  if (username.includes(':')) return 'The user name holds a colon, which HTTP Basic Authentication cannot send.';
  return hasControl(username) ? 'The user name holds control characters.' : undefined;
}

function passwordProblem(username: string, password: string): string | undefined {
  const folded = password.toLowerCase();
  const name = username.toLowerCase();
  if (hasControl(password))
    return 'The password holds control characters, which HTTP Basic Authentication cannot send.';
  if (folded === name) return 'The password equals the user name.';
  if (['foo', 'bar', 'foobar', 'admin', 'user', 'test', 'demo', 'root', 'guest', 'secret'].includes(folded)) {
    return 'This user name and password come from tutorials; attackers try them first.';
  }
  if (password.length < minPassword) return `The password is too short: it needs at least ${minPassword} characters.`;
  if (commonPasswords.has(folded)) return 'The password is a common one that attackers try first.';
  if (name.length >= 3 && folded.replace(name, '').length < 4)
    return 'The password is the user name with little added.';
  if (new Set(folded).size < 4) return 'The password repeats the same few characters.';
  return isSequence(folded) ? 'The password is a sequence of neighbouring characters.' : undefined;
}

function isSequence(text: string): boolean {
  const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm'];
  const backwards = [...text].reverse().join('');
  return rows.some((row) => row.includes(text) || row.includes(backwards));
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f');
}
