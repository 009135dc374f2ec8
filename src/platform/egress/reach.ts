import { isIP } from 'node:net';
import { isMachineAddress } from './machine-addresses.ts';
import { isPublicAddress } from './public-addresses.ts';

/**
 * How far the host of an address reaches, as it is written. `machine`: only the machine that calls it, or what its cloud or
 * its container host tells only that machine. `network`: somebody's own network. `public`: the Internet, unless a name is
 * resolved to something else.
 */
export type Reach = 'machine' | 'network' | 'public';

/** Names of the machine itself. */
const ownNames = /(^|\.)(localhost|localdomain)$|^ip6-(localhost|loopback)$/;

/** The machine around a container, in the words of Docker, Podman, Lima, minikube, k3d and Rancher Desktop. */
const containerHosts = /^(host|gateway|kubernetes)\.(docker|containers|lima|minikube|k3d|rancher-desktop)\.internal$/;

/** Metadata services: of Amazon, Google, Azure, Tencent Cloud and Equinix Metal, and under the short names that a search domain completes. */
const metadataNames =
  /^(metadata|instance-data)(\..+\.internal|\.internal)?$|^(metadata\.(goog|azure\.com|tencentyun\.com|packet\.net|platformequinix\.com))$/;

/** Judges the host of an URL, without resolving it. */
export function reachOf(hostname: string): Reach {
  const host = hostname.toLowerCase().replace(/\.+$/, '');
  const literal = host.replace(/[[\]]/g, '');
  if (isIP(literal) !== 0) {
    if (isMachineAddress(literal)) return 'machine';
    return isPublicAddress(literal) ? 'public' : 'network';
  }
  if (ownNames.test(host) || containerHosts.test(host) || metadataNames.test(host)) return 'machine';
  return isPrivateName(host) ? 'network' : 'public';
}

/**
 * Names that are never public, so that a proxy does not resolve them in its own network: names without a dot, and the
 * special-use domains of RFC 6761, RFC 6762, RFC 8375 and ICANN's `internal`, where clouds keep their metadata services.
 */
function isPrivateName(name: string): boolean {
  return !name.includes('.') || /\.(local|internal|home\.arpa)$/.test(name);
}
