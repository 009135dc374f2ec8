import { inputFailure } from '../../platform/errors.ts';
import { isLoopback } from '../../platform/transport/http.ts';
import { quote } from '../text/quote.ts';

/** Hosts of MuleSoft's control planes [docs/platform/conventions.md#base-urls]: US, then EU, Government and others below it, then Hyperforce. */
const controlPlane = /^([a-z0-9-]+\.)*anypoint\.mulesoft\.com$|^[a-z0-9-]+\.platform\.mulesoft\.com$/i;

/**
 * Accepts only links of the web console of the configured control plane: ids in another site's address are not to be trusted, and ids of another control plane may mean something else here.
 * @param where the argument that holds the link
 * @param baseUrl the platform as configured. The embedded one has no web console, so it accepts links of every control plane.
 * @throws Failure (input)
 */
export function requireConsole(link: URL, where: string, baseUrl: string): void {
  const own = new URL(baseUrl);
  const isLocal = isLoopback(baseUrl);
  if (link.host === own.host || (isLocal && isLoopback(link.origin) && link.port === own.port)) return;
  if (!controlPlane.test(link.hostname) || link.port !== '') {
    throw inputFailure({
      what: `The link in ${where} does not lead to Anypoint Platform's web console: its host is ${quote(link.host)}.`,
      next: `Copy the address from the web console at ${isLocal ? 'anypoint.mulesoft.com' : own.host}, or give an id or a name in the argument ${where}.`,
    });
  }
  if (isLocal) return;
  throw inputFailure({
    what: `The link in ${where} belongs to another control plane, ${link.host}. This server is connected to ${own.host}.`,
    why: 'Control planes share no data.',
    next: `Use a link of ${own.host}; or, to work with ${link.host}, set ANYPOINT_BASE_URL to https://${link.host} with credentials of that control plane, and restart this server.`,
  });
}
