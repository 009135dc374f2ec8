import type { Platform } from '../../../core/platform.ts';
import { recordOf } from '../../../core/requests.ts';
import { privateSpaces, tcpPorts } from '../../runtime-fabric/index.ts';
import type { AmcDeployment } from '../model.ts';
import { amcDeployments } from './deployment.ts';
import { amcError as fail } from './errors.ts';

/** How many TCP ports one application may have [docs/platform/runtime-fabric.md#tcp-ports]. */
const maxPorts = 10;

/** The TCP ports of its space that a deployment listens on. */
function portsOf({ target }: Pick<AmcDeployment, 'target'>): number[] {
  const { inbound } = recordOf(recordOf(target['deploymentSettings'])['tcp']);
  const ports = recordOf(inbound)['ports'];
  return Array.isArray(ports) ? ports.map((one) => Number(recordOf(one)['portNumber'])) : [];
}

/** The TCP ports of a private space that its applications have leased, except one of these. */
export function leasedPortsIn({ store }: Platform, spaceId: string, exceptId?: string): number[] {
  const leased: number[] = [];
  for (const [id, deployment] of store.look(amcDeployments)) {
    if (id !== exceptId && deployment.targetId === spaceId) leased.push(...portsOf(deployment));
  }
  return leased;
}

/** Refuses TCP ports that a deployment cannot lease [docs/platform/runtime-fabric.md#tcp-ports]. @throws PlatformError */
export function requireFreePorts(platform: Platform, deployment: AmcDeployment): void {
  const ports = portsOf(deployment);
  if (ports.length === 0) return;
  if (!platform.store.of(privateSpaces).has(deployment.targetId)) {
    throw fail(400, 'tcp.inbound.ports: only private spaces have TCP ports');
  }
  if (ports.length > maxPorts) throw fail(400, `tcp.inbound.ports: an application has at most ${maxPorts} ports`);
  const outside = ports.find((port) => port < tcpPorts.first || port > tcpPorts.last);
  if (outside !== undefined) {
    throw fail(400, `tcp.inbound.ports: ${outside} is not between ${tcpPorts.first} and ${tcpPorts.last}`);
  }
  const leased = new Set(leasedPortsIn(platform, deployment.targetId, deployment.id));
  const taken = ports.find((port, index) => leased.has(port) || ports.indexOf(port) !== index);
  if (taken !== undefined) throw fail(409, `tcp.inbound.ports: port ${taken} is in use`);
}
