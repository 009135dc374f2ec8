import { ExtensionPoint } from '../extensions.ts';
import type { Platform } from '../platform.ts';
import { dataPlanePath } from './hosts.ts';
import { notFound } from './requests.ts';

/** An address of its own at which something on the data plane answers: `https://api.example.com/orders`. */
export interface PublicAddress {
  host: string;
  /** what the paths of its requests begin with: empty, or `/orders` */
  path: string;
  /** takes the place of `path` in the request that arrives; default: the path arrives as it was sent */
  rewrite?: string | undefined;
  /** what answers, below the path of the data plane: `/apps/orders-app-f20a11` */
  answeredBy: string;
}

/** The public addresses of applications and gateways. */
export const publicAddresses = new ExtensionPoint<(platform: Platform, host: string) => Iterable<PublicAddress>>(
  'public addresses on the data plane',
);

/**
 * A request to a public address, as it is sent to the data plane of the emulator; undefined for a request to the emulator
 * itself. Callers reach such an address by its `Host` header, or where its name leads to this machine. Nothing but the
 * data plane can be reached under its name.
 */
export function addressed(platform: Platform, request: Request): Request | Response | undefined {
  const host = hostOf(request.url);
  if (isOwn(host)) return undefined;
  const known = publicAddresses.of(platform).flatMap((addresses) => [...addresses(platform, host)]);
  if (known.length === 0) return undefined;
  const url = new URL(request.url);
  const found = known
    .filter(({ path }) => `${url.pathname}/`.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (found === undefined) return notFound(`Nothing answers at ${host}${url.pathname}`);
  const { path, rewrite, answeredBy } = found;
  const arriving = rewrite === undefined ? url.pathname : `${rewrite}${url.pathname.slice(path.length)}`;
  url.pathname = `${dataPlanePath}${answeredBy}${arriving}`;
  const { method, headers, body } = request;
  // `duplex` is required with a stream, and unknown to the types of Node.js 20.
  const sent: RequestInit & { duplex: 'half' } = { method, headers, body, duplex: 'half' };
  return new Request(url, sent);
}

/** The host of an absolute URL in lower case, without its port. */
function hostOf(url: string): string {
  const start = url.indexOf('//') + 2;
  const end = url.indexOf('/', start);
  return (end < 0 ? url.slice(start) : url.slice(start, end)).replace(/:\d+$/, '').toLowerCase();
}

function isOwn(host: string): boolean {
  return host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
}

/** The host and path of an address that was given as a URL, with or without its scheme; undefined where it is none. */
export function addressOf(given: string): Pick<PublicAddress, 'host' | 'path'> | undefined {
  const text = given.includes('://') ? given.trim() : `https://${given.trim()}`;
  if (!URL.canParse(text)) return undefined;
  const { hostname, pathname } = new URL(text);
  return { host: hostname, path: pathname.replace(/\/+$/, '') };
}
