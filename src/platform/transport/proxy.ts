import { commandLine } from '../command-line.ts';
import { configurationFailure, type Failure } from '../errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy for requests of one scheme. */
export interface Proxy {
  /** Of the requests, not of the proxy. */
  scheme: 'http' | 'https';
  /** Where it was set. */
  variable: string;
  /** With its scheme, and with user info: not to be shown. */
  address: string;
}

/** What undici speaks to a proxy. */
const protocols = new Set(['http:', 'https:', 'socks:', 'socks5:']);

/** A name or an address. URLs also take others, such as a `${VARIABLE}` that nobody has filled in. */
const hostPattern = /^([\w.-]+|\[[\da-f:.]+\])$/i;

/**
 * The proxies of the environment: HTTP_PROXY and HTTPS_PROXY in lower or upper case, the lower case first, as curl has it.
 * @throws Failure (configuration) that names a variable which holds no address of a proxy
 */
export function proxiesIn(env: Environment): Proxy[] {
  return (['http', 'https'] as const).flatMap((scheme) => {
    const names = [`${scheme}_proxy`, `${scheme}_proxy`.toUpperCase()];
    const variable = names.find((name) => (env[name] ?? '').trim() !== '');
    if (variable === undefined) return [];
    const address = withScheme(env[variable] ?? '');
    if (!isProxyAddress(address)) throw unreadable(variable);
    return [{ scheme, variable, address }];
  });
}

/** An address with its scheme; without one it is http, as for curl. `proxy.example.com:8080` alone would be one of the scheme `proxy.example.com`. */
export function withScheme(address: string): string {
  const given = address.trim();
  return given.includes('://') ? given : `http://${given}`;
}

function isProxyAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(address);
  // An @ behind the host: a password with a slash or the like in it, the beginning of which would be taken for the host.
  const isCut = `${pathname}${search}${hash}`.includes('@');
  return protocols.has(protocol) && hostPattern.test(hostname) && !isCut && [username, password].every(isDecodable);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function unreadable(variable: string): Failure {
  return configurationFailure({
    what: `The value of ${variable} is not the address of a proxy, so nothing was sent.`,
    why: 'It has to be like http://proxy.example.com:8080. Special characters in a user name or password have to be percent-encoded, such as %40 for @.',
    next: `Correct ${variable} and restart the server; \`${commandLine('doctor')}\` tests the connection.`,
  });
}
