import { tool } from '../../../core/operations.ts';
import { advice } from '../../../platform/advice.ts';
import { inputFailure } from '../../../platform/errors.ts';
import type { JsonObject } from '../../../platform/json.ts';
import type { PolicyTemplate } from '../policy-templates-client.ts';

/** HTTP Basic Authentication - Simple [docs/platform/policies.md#basic-auth]. */
export const basicAuthAssetId = 'http-basic-authentication';

/**
 * Requires credentials that are not guessed at the first try, whichever tool sets them. Other policies hold passwords of other
 * systems, which are not ours to judge.
 * @throws Failure (input)
 */
export function requirePassword(
  { username, password }: Readonly<JsonObject>,
  { assetId }: Pick<PolicyTemplate, 'assetId'>,
): void {
  if (assetId !== basicAuthAssetId || typeof username !== 'string') return;
  // An expression, or a value that the platform keeps, is not known here.
  if (typeof password === 'string' && password.startsWith('#[')) return;
  requireLogin(username, typeof password === 'string' ? password : undefined);
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
    next: advice`Nothing was sent. Give another password; ${tool('policy.applyBasicAuth')} without password generates a strong one and shows it once.`,
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
