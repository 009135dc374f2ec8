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

/**
 * The gatekeeper blocks after a start, until all policies are applied, and while one is malformed
 * [docs/platform/autodiscovery.md#gatekeeper].
 */
export const gatekeeper: Gatekeeper = (platform, process, request) => {
  if (!usesAutodiscovery(platform, process)) return null;
  const isOff = gatekeeperOf(process) === 'disabled';
  const api = trackedApi(platform, process);
  if (api === undefined || platform.clock.now() < process.opensAt) {
    return isOff ? null : unavailable('The gatekeeper is waiting for the policies');
  }
  const isMalformedAtStart = api.policies.some(
    (policy) => !policy.disabled && (policy.updatedAt ?? policy.createdAt) <= process.startedAt && isMalformed(policy),
  );
  if (isMalformedAtStart && !isOff) return unavailable('The gatekeeper blocks: a policy cannot be applied');
  return rejectionByPolicies(platform, api, request);
};

/**
 * The response of the first policy that rejects a request, null when all let it through. Malformed policies are
 * skipped.
 */
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

/** The log lines of a runtime about autodiscovery [docs/platform/autodiscovery.md]. */
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
    const text = `API Manager rejected ${clientId} and ${clientSecret}: unauthorized (401); ${blocks}`;
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
