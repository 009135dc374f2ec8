import { ExtensionPoint } from '../extensions.ts';
import type { Platform } from '../platform.ts';
import type { RuntimeProcess } from './model.ts';
import type { DataPlaneRequest } from './requests.ts';

/**
 * Decides whether a request reaches a process. Returns a response that rejects it, or null to let it through. May
 * change the headers of the request.
 */
export type Gatekeeper = (platform: Platform, process: RuntimeProcess, request: DataPlaneRequest) => Response | null;

/** The gatekeepers in front of applications. API Manager has one in every Mule runtime. */
export const gatekeepers = new ExtensionPoint<Gatekeeper>('gatekeepers of applications');

/** The response of the first gatekeeper that rejects a request; null when all of them let it through. */
export function rejectionBy(platform: Platform, process: RuntimeProcess, request: DataPlaneRequest): Response | null {
  for (const gatekeeper of gatekeepers.of(platform)) {
    const answer = gatekeeper(platform, process, request);
    if (answer !== null) return answer;
  }
  return null;
}
