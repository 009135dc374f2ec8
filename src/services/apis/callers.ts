import { quote } from '../../core/text/quote.ts';
import { configurationFailure, inputFailure } from '../../platform/errors.ts';
import { appVariablePrefix } from '../applications/index.ts';
import type { Credential, Guard } from './policies/coverage.ts';

/** What a caller of an API may send. Secrets are given as they are, or as the name of a variable of this server. */
export interface CallerRequest {
  username?: string | undefined;
  password?: string | undefined;
  token?: string | undefined;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  headers?: readonly string[] | undefined;
}

/** The headers of a call with credentials. */
export interface Caller {
  headers: Record<string, string>;
  sends: Credential[];
  /** Headers that go along without credentials, too. */
  always: Record<string, string>;
}

/**
 * What a caller sends, with client id and secret where the policies look for them. A variable of this server goes only
 * where a policy asks for what it stands for: otherwise the call would hand the operator's secret to whatever is behind
 * the API.
 * @param keep registers a secret, so that nothing shows it
 * @throws Failure (input)
 */
export function callerOf(
  request: CallerRequest,
  guards: readonly Guard[],
  variables: Readonly<Record<string, string>>,
  keep: (secret: string) => void,
): Caller {
  const secretOf = (given: string | undefined, asked?: Credential): string | undefined => {
    if (given === undefined) return undefined;
    if (given.startsWith(appVariablePrefix)) requireAsking(given, guards, asked);
    const value = fromVariable(given, variables);
    keep(value);
    return value;
  };
  const { username, clientId } = request;
  const password = secretOf(request.password, 'Basic credentials');
  const token = secretOf(request.token, 'a bearer token');
  const clientSecret = secretOf(request.clientSecret, 'a client id');
  if ((username === undefined) !== (password === undefined)) throw incomplete('username', 'password');
  if (clientId === undefined && clientSecret !== undefined) throw incomplete('clientId', 'clientSecret');
  const sends: Credential[] = [];
  const headers: Record<string, string> = {};
  if (username !== undefined && password !== undefined) {
    const value = basicAuthorization({ username, password });
    keep(value.slice('Basic '.length));
    headers['authorization'] = value;
    sends.push('Basic credentials');
  }
  if (token !== undefined) {
    if (headers['authorization'] !== undefined) throw twice();
    headers['authorization'] = `Bearer ${token}`;
    sends.push('a bearer token');
  }
  if (clientId !== undefined) {
    Object.assign(
      headers,
      clientHeaders({ clientId, clientSecret }, guards, headers['authorization'] !== undefined, keep),
    );
    sends.push('a client id');
  }
  return { headers, sends, always: headerLines(request.headers ?? [], secretOf) };
}

/** The value of `Authorization` for Basic Authentication (RFC 7617, UTF-8). */
export function basicAuthorization({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function clientHeaders(
  { clientId, clientSecret }: { clientId: string; clientSecret: string | undefined },
  guards: readonly Guard[],
  isTaken: boolean,
  keep: (secret: string) => void,
): Record<string, string> {
  const guard = guards.find(({ credential }) => credential === 'a client id');
  if (guard?.inAuthorization === true) {
    if (isTaken) throw twice();
    const value = basicAuthorization({ username: clientId, password: clientSecret ?? '' });
    keep(value.slice('Basic '.length));
    return { authorization: value };
  }
  const { clientIdExpression, clientSecretExpression } = guard?.policy.configurationData ?? {};
  return {
    [headerIn(clientIdExpression, 'client_id')]: clientId,
    ...(clientSecret === undefined ? {} : { [headerIn(clientSecretExpression, 'client_secret')]: clientSecret }),
  };
}

/** The header that `#[attributes.headers['client_id']]` reads. */
function headerIn(expression: unknown, preset: string): string {
  if (typeof expression !== 'string' || expression === '') return preset;
  const name = /headers(?:\[\s*['"]|\.)([\w-]+)/.exec(expression)?.[1];
  if (name !== undefined) return name.toLowerCase();
  throw inputFailure({
    what: 'The policy does not read the client id from a header, so this server cannot send it.',
    next: 'Check it with a client of your own.',
  });
}

/** Headers that belong to the connection (RFC 9110), not to the caller. */
const reserved = /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|proxy-.*|keep-alive)$/i;

function headerLines(
  lines: readonly string[],
  secretOf: (given: string) => string | undefined,
): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
      if (name === '' || reserved.test(name) || [...value].some((character) => character < ' ' && character !== '\t')) {
        throw inputFailure({
          what: 'An entry of headers is not a header that a caller can set.',
          next: 'Write each like "x-tenant: acme".',
        });
      }
      return [name.toLowerCase(), (value.startsWith(appVariablePrefix) ? secretOf(value) : value) ?? ''];
    }),
  );
}

/** @param asked undefined for a header of its own: any policy that asks callers who they are may read it */
function requireAsking(variable: string, guards: readonly Guard[], asked: Credential | undefined): void {
  const isAsked = guards.some(({ credential }) =>
    asked === undefined ? credential !== undefined : credential === asked,
  );
  if (isAsked) return;
  throw inputFailure({
    what: `${quote(variable)} was not sent: no enabled policy asks this request for ${asked ?? 'credentials'}, so what is behind the API would get the secret.`,
    next: 'Apply the policy first, or check without credentials.',
  });
}

function fromVariable(given: string, variables: Readonly<Record<string, string>>): string {
  if (!given.startsWith(appVariablePrefix)) return given;
  const value = Object.hasOwn(variables, given) ? variables[given] : undefined;
  if (value !== undefined) return value;
  throw configurationFailure({
    what: `The environment variable ${quote(given)} is not set in the server's process.`,
    next: 'The operator sets it and restarts the server; or give the value itself.',
  });
}

function incomplete(one: string, other: string): Error {
  return inputFailure({ what: `${one} and ${other} belong together, and one of them is missing.`, next: 'Give both.' });
}

function twice(): Error {
  return inputFailure({
    what: 'Two of the credentials travel in the header Authorization, which a request has once.',
    next: 'Give only the one that the policy asks for.',
  });
}
