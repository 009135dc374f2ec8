import type { Clock } from './clock.ts';
import { commandLine } from './command-line.ts';
import { configurationFailure, type Failure, type HttpFacts, platformFailure, platformSaid } from './errors.ts';
import type { Secrets } from './masking/secrets.ts';
import { defineOperations, type Operation } from './operations.ts';
import { readErrorText, readJson, readText } from './reading.ts';
import type { HttpAnswer } from './transport/http.ts';

/** How the server signs in; exactly one of these follows from the settings. */
export type Credentials =
  | { kind: 'access-token'; accessToken: string }
  | { kind: 'connected-app'; clientId: string; clientSecret: string }
  | { kind: 'connected-app-for-user'; clientId: string; clientSecret: string; username: string; password: string }
  | { kind: 'user'; username: string; password: string }
  /** Nothing usable is configured; `problem` says what is missing and is shown on the first call. */
  | { kind: 'none'; problem: { what: string; next: string } };

/** A token in hand. Times are ms since the epoch; `expiresAt` is absent for a ready token, whose end is unknown. */
export interface Token {
  value: string;
  obtainedAt: number;
  expiresAt?: number;
}

/**
 * Sends the sign-in operation without a token and returns the platform's answer; the sender retries what is safe.
 */
export type SendSignIn = (
  operation: Operation<string>,
  json: Record<string, string>,
) => Promise<{ answer: HttpAnswer; http: HttpFacts }>;

/** User sessions last 60 minutes unless the organization says otherwise, and the login answer does not [docs/platform/authentication.md#token-life]. */
const userSessionMs = 60 * 60 * 1000;
/** Renewed this long before it expires, so that it does not expire during a call; at most a tenth of its life. */
const renewalMarginMs = 60_000;

/**
 * The one token of the process. It is obtained when first needed, once for all callers that wait for it, and renewed
 * before it expires; it lives in memory only.
 */
export class TokenSource {
  readonly #credentials: Credentials;
  readonly #send: SendSignIn;
  readonly #clock: Clock;
  readonly #secrets: Secrets;
  #token: Token | undefined;
  #pending: Promise<Token> | undefined;

  constructor(options: { credentials: Credentials; send: SendSignIn; clock: Clock; secrets: Secrets }) {
    this.#credentials = options.credentials;
    this.#send = options.send;
    this.#clock = options.clock;
    this.#secrets = options.secrets;
  }

  /** The way this source signs in. */
  get kind(): Credentials['kind'] {
    return this.#credentials.kind;
  }

  /** A token with some life left. @throws Failure when signing in fails */
  async get(): Promise<Token> {
    const token = this.#token;
    if (token !== undefined && !this.#isEnding(token)) return token;
    this.#pending ??= this.#obtain().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /**
   * Called after a 401 on `refused`: forgets that token, unless another caller has replaced it already.
   * @throws Failure (configuration) when there is no way to get another one
   */
  discard(refused: Token, http: HttpFacts): void {
    if (this.#credentials.kind === 'access-token') throw refusedReadyToken(http);
    if (this.#token?.value === refused.value) this.#token = undefined;
  }

  #isEnding(token: Token): boolean {
    if (token.expiresAt === undefined) return false;
    const margin = Math.min(renewalMarginMs, (token.expiresAt - token.obtainedAt) / 10);
    return this.#clock.now() >= token.expiresAt - margin;
  }

  async #obtain(): Promise<Token> {
    const now = this.#clock.now();
    const credentials = this.#credentials;
    if (credentials.kind === 'none') throw configurationFailure(credentials.problem);
    const token =
      credentials.kind === 'access-token'
        ? { value: credentials.accessToken, obtainedAt: now }
        : await this.#signIn(credentials, now);
    this.#secrets.add(token.value);
    this.#token = token;
    return token;
  }

  async #signIn(credentials: Exclude<Credentials, { kind: 'none' | 'access-token' }>, now: number): Promise<Token> {
    const { answer, http } = await this.#send(
      credentials.kind === 'user' ? signInOperations.login : signInOperations.token,
      signInBody(credentials),
    );
    const body = readJson(answer);
    if (answer.status !== 200 || body === undefined) {
      throw signInFailure(credentials.kind, answer, platformSaid(readErrorText(answer, this.#secrets)), http);
    }
    const value = readText(body, 'access_token');
    if (value === undefined) throw secondStepFailure(body, http);
    const seconds = Number(body['expires_in']);
    const lifeMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : userSessionMs;
    return { value, obtainedAt: now, expiresAt: now + lifeMs };
  }
}

/** The operations that sign in. Who signs in needs no permission. */
export const signInOperations = defineOperations(
  { base: '/accounts', source: { document: 'access-management' }, read: [], write: [] },
  {
    // The document has /accounts/api/login instead; the official CLI and the Maven plugin send this one.
    login: { call: 'POST /login', source: { unpublished: 'docs/platform/disagreements.md#login-path' } },
    token: 'POST /api/v2/oauth2/token',
  },
);

/** The body of the operation that signs in, by kind of credentials. */
function signInBody(credentials: Exclude<Credentials, { kind: 'none' | 'access-token' }>): Record<string, string> {
  if (credentials.kind === 'user') return { username: credentials.username, password: credentials.password };
  const app = { client_id: credentials.clientId, client_secret: credentials.clientSecret };
  return credentials.kind === 'connected-app'
    ? { ...app, grant_type: 'client_credentials' }
    : { ...app, grant_type: 'password', username: credentials.username, password: credentials.password };
}

function refusedReadyToken(http: HttpFacts): Failure {
  return configurationFailure({
    what: 'The platform no longer accepts the access token in ANYPOINT_ACCESS_TOKEN. A token lives about an hour, and this server cannot renew a given one.',
    next: 'Set a new one, or set ANYPOINT_CLIENT_ID and ANYPOINT_CLIENT_SECRET of a connected app, with which the server renews its token.',
    http,
  });
}

function signInFailure(
  kind: Credentials['kind'],
  answer: HttpAnswer,
  why: string | undefined,
  http: HttpFacts,
): Failure {
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 404 && answer.status !== 429) {
    const user = kind === 'user';
    return configurationFailure({
      what:
        user && answer.status === 403
          ? 'The platform refused to sign in: this user is disabled.'
          : `The platform refused to sign in with the configured ${user ? 'user name and password' : 'connected app'}.`,
      why,
      next: user
        ? 'Check ANYPOINT_USERNAME and ANYPOINT_PASSWORD. An account with single sign-on cannot sign in this way: use a connected app (ANYPOINT_CLIENT_ID, ANYPOINT_CLIENT_SECRET).'
        : 'Check ANYPOINT_CLIENT_ID, ANYPOINT_CLIENT_SECRET and the region, and that the app is enabled for this grant (Access Management > Connected Apps).',
      http,
    });
  }
  return platformFailure({
    what: `Signing in failed: ${http.method} ${http.path} answered ${answer.status} without a token.`,
    why,
    next: `Check ANYPOINT_BASE_URL or ANYPOINT_REGION; \`${commandLine('doctor')}\` tests the connection. If they are right, try again later.`,
    http,
    retryable: true,
  });
}

/** A login that is not over: the platform answers with the address of its second step [docs/platform/authentication.md#user-name-and-password]. */
function secondStepFailure(body: Record<string, unknown>, http: HttpFacts): Failure {
  const secondStep = 'url' in body || 'body' in body || 'redirectUrl' in body;
  return configurationFailure({
    what: 'The sign-in is incomplete: the platform asks for a second step.',
    why: secondStep
      ? 'This account uses multi-factor authentication or single sign-on, which needs a person at a browser.'
      : 'The answer held no access token.',
    next: 'Use a connected app instead: set ANYPOINT_CLIENT_ID and ANYPOINT_CLIENT_SECRET, or pass a token in ANYPOINT_ACCESS_TOKEN.',
    http,
  });
}
