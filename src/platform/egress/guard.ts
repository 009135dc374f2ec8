import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-addresses.ts';
import { reachOf } from './reach.ts';

/** The code of the error with which the guard refuses an address. */
export const privateAddressCode = 'ERR_PRIVATE_ADDRESS';

/** The guard refused an address: it is not public. */
export class PrivateAddressError extends Error {
  readonly code = privateAddressCode;

  constructor(host: string) {
    super(`${host} is not a public address`);
    this.name = 'PrivateAddressError';
  }
}

/** All addresses of a name, as the system resolves it. @throws Error with a code such as ENOTFOUND */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

const systemResolve: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

export interface EgressOptions {
  /** Origin of a platform on this machine, whose APIs answer there too; undefined for one that is elsewhere. */
  local?: string | undefined;
  /** Replaces the system's resolver, for tests. */
  resolve?: Resolve;
}

/**
 * Decides which addresses that others have chosen may be called. Every way out asks it: direct connections, those through a
 * proxy, and those that are excluded from one. A name on the platform must not lead into the operator's own network.
 */
export class EgressGuard {
  readonly #local: URL | undefined;
  readonly #resolve: Resolve;

  constructor({ local, resolve = systemResolve }: EgressOptions = {}) {
    this.#local = local === undefined ? undefined : new URL(local);
    this.#resolve = resolve;
  }

  /**
   * Admits the origin of a request, before anything is sent. A name that this machine cannot resolve is admitted: behind a
   * proxy only the proxy may know it, and without one the connection fails by itself.
   * @throws PrivateAddressError
   */
  async admit(origin: string): Promise<void> {
    // URLs without a host, such as file:, have the origin "null".
    if (!URL.canParse(origin)) throw new PrivateAddressError(origin);
    const url = new URL(origin);
    if (this.isLocal(origin)) return;
    const host = url.hostname;
    if ((url.protocol !== 'https:' && url.protocol !== 'http:') || reachOf(host) !== 'public') {
      throw new PrivateAddressError(host);
    }
    if (isIP(host.replace(/[[\]]/g, '')) !== 0) return;
    const addresses = await this.#resolve(host).catch(() => undefined);
    if (addresses !== undefined) requirePublic(host, addresses);
  }

  /** Whether an origin is the platform on this machine, under whichever name of loopback. */
  isLocal(origin: string): boolean {
    if (this.#local === undefined) return false;
    const { protocol, hostname, port } = new URL(origin);
    return (
      protocol === this.#local.protocol &&
      port === this.#local.port &&
      isLoopbackName(hostname) &&
      isLoopbackName(this.#local.hostname)
    );
  }

  /**
   * `dns.lookup` for connecting: judges the very addresses that are connected to, so that a name cannot lead elsewhere
   * after it was admitted.
   */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.#resolve(hostname).then(
      (addresses) => {
        try {
          requirePublic(hostname, addresses);
        } catch (error) {
          // Only requirePublic throws here.
          callback(error as NodeJS.ErrnoException, '');
          return;
        }
        const usable = addresses.filter(({ family }) => !options.family || options.family === family);
        const [first] = usable;
        if (options.all) callback(null, [...usable]);
        else callback(null, first?.address ?? '', first?.family ?? 4);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

/** True for the host of an URL that is this machine. */
export function isLoopbackName(hostname: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function requirePublic(host: string, addresses: readonly { address: string }[]): void {
  if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
    throw new PrivateAddressError(host);
  }
}
