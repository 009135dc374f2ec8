import type { Gatekeeper } from '../../../core/data-plane/gatekeepers.ts';
import type { RuntimeProcess } from '../../../core/data-plane/model.ts';
import { propertyNames } from '../../../core/data-plane/processes.ts';
import { type DataPlaneRequest, unavailable } from '../../../core/data-plane/requests.ts';
import type { Platform } from '../../../core/platform.ts';
import type { ApiInstance } from '../model.ts';
import { isMalformed } from '../policies/configuration-check.ts';
import { enforcedPolicies } from '../policies/propagation.ts';
import { environmentsOfCredentials, gatekeeperOf, trackedApi, usesAutodiscovery } from './autodiscovery.ts';
import { checkPolicies } from './policy-checks.ts';

/** The gatekeeper acts after a start only: until all policies are there, and while one cannot be applied [docs/platform/autodiscovery.md#gatekeeper]. */
export const gatekeeper: Gatekeeper = (platform, process, request) => {
  if (!usesAutodiscovery(platform, process)) return null;
  const isOff = gatekeeperOf(process) === 'disabled';
  const api = trackedApi(platform, process);
  if (api === undefined || platform.clock.now() < process.opensAt) {
    return isOff ? null : unavailable('The gatekeeper waits for the policies');
  }
  const brokenAtStart = api.policies.some(
    (policy) => !policy.disabled && (policy.updatedAt ?? policy.createdAt) <= process.startedAt && isMalformed(policy),
  );
  if (brokenAtStart && !isOff) return unavailable('The gatekeeper blocks: a policy cannot be applied');
  return rejectionByPolicies(platform, api, request);
};

/** Malformed policies are not enforced; the gatekeeper blocks where one was malformed at the start. */
export function rejectionByPolicies(platform: Platform, api: ApiInstance, request: DataPlaneRequest): Response | null {
  const policies = enforcedPolicies(platform, api).filter((policy) => !isMalformed(policy));
  return checkPolicies(policies, request, { platform, api });
}

interface RuntimeLine {
  at: number;
  level: 'INFO' | 'ERROR';
  logger: string;
  message: string;
}

/** What a runtime writes into its log about its pairing with API Manager [docs/platform/autodiscovery.md]. */
export function autodiscoveryLog(platform: Platform, process: RuntimeProcess): RuntimeLine[] {
  const { trackedAt, opensAt } = process;
  const line = (at: number, level: RuntimeLine['level'], message: string): RuntimeLine => {
    return { at, level, logger: 'com.mulesoft.mule.runtime.gw', message };
  };
  if (!usesAutodiscovery(platform, process)) return [];
  const mode = gatekeeperOf(process);
  const blocks = mode === 'disabled' ? 'requests pass without policies' : 'requests are answered with 503';
  if (environmentsOfCredentials(platform, process) === undefined) {
    const { clientId, clientSecret } = propertyNames;
    const text = `API Manager refused ${clientId} and ${clientSecret}: unauthorized (401); ${blocks}`;
    return [line(trackedAt, 'ERROR', text)];
  }
  const api = trackedApi(platform, process);
  if (api === undefined) {
    return [
      line(trackedAt, 'ERROR', `No API with the given id in the environment of the credentials (404); ${blocks}`),
    ];
  }
  const malformed = enforcedPolicies(platform, api).find(isMalformed);
  return [
    line(trackedAt, 'INFO', `API ${api.id} is tracked, gatekeeper is ${mode}`),
    malformed === undefined
      ? line(opensAt, 'INFO', `All policies of API ${api.id} are applied, requests are let through`)
      : line(opensAt, 'ERROR', `Policy ${malformed.assetId} (${malformed.id}) cannot be applied: it is malformed`),
  ];
}
