import { configurationFailure, inputFailure } from './errors.ts';

/** Control planes by the name an operator uses [docs/platform/conventions.md#base-urls]. Hyperforce regions follow a pattern and need no row. */
const controlPlanes = new Map([
  ['us', 'https://anypoint.mulesoft.com'],
  ['eu', 'https://eu1.anypoint.mulesoft.com'],
  ['eu1', 'https://eu1.anypoint.mulesoft.com'],
  ['gov', 'https://gov.anypoint.mulesoft.com'],
]);

const hyperforceRegion = /^[a-z]{2}\d$/;
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The origin of a region: `us`, `eu`, `gov`, or a Hyperforce region such as `ca1`, `jp1`.
 * @throws Failure (configuration) for an unknown region.
 */
export function regionBaseUrl(region: string): string {
  const name = region.trim().toLowerCase();
  const known = controlPlanes.get(name);
  if (known !== undefined) return known;
  if (hyperforceRegion.test(name)) return `https://${name}.platform.mulesoft.com`;
  throw configurationFailure({
    what: `ANYPOINT_REGION is ${JSON.stringify(region)}, which is not a region of Anypoint Platform.`,
    next: 'Use us, eu, gov, ca1, jp1 or another Hyperforce region code, or set ANYPOINT_BASE_URL.',
  });
}

/**
 * Where a path below the base URL is, if the first segment of the path names a host: a host beside the control plane's on MuleSoft's own planes, the same host elsewhere [docs/platform/conventions.md#base-urls].
 * @throws Failure (input) when the segment is not the name of a host: nothing may be sent to another one
 */
export function ownHostAddress(baseUrl: URL, path: string): { origin: string; path: string } {
  const [, label = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) {
    throw inputFailure({
      what: `${JSON.stringify(label)} is not the name of a host of Anypoint Platform.`,
      next: 'Give the region as the list tool returns it, for example us-east-1.',
    });
  }
  if (!baseUrl.hostname.endsWith('.mulesoft.com')) return { origin: baseUrl.origin, path };
  return { origin: `${baseUrl.protocol}//${label}.${baseUrl.host}`, path: rest };
}

/**
 * Normalizes a base URL, or a bare `host[:port]` as the Anypoint CLI's ANYPOINT_HOST has it, to an origin plus an
 * optional path prefix without a trailing slash. Plain http is taken for loopback only: credentials travel on it.
 * @throws Failure (configuration) when it is not such a URL.
 */
export function normalizeBaseUrl(value: string): string {
  const text = value.includes('://') ? value : `https://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    // What stands before an @ may be a password.
    const shown = value.includes('@') ? '' : ` ${JSON.stringify(value)}`;
    throw configurationFailure({
      what: `The platform's base URL${shown} is not a web address.`,
      next: 'Set ANYPOINT_BASE_URL to something like https://anypoint.mulesoft.com, or use ANYPOINT_REGION.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw configurationFailure({
      what: "The platform's base URL holds a user name or password.",
      next: 'Take them out of ANYPOINT_BASE_URL; use ANYPOINT_USERNAME and ANYPOINT_PASSWORD.',
    });
  }
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
    throw configurationFailure({
      what: `The platform's base URL ${url.origin} is plain http, which would send your credentials unencrypted.`,
      next: 'Use https. Plain http is accepted for 127.0.0.1 and localhost only.',
    });
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}
