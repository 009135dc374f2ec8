import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../core/store.ts';
import { environmentsOfCredentials, gatekeeperOf, isPaired, propertyNames, trackedApi } from '../apis/autodiscovery.ts';
import { isMalformed } from '../apis/policies/check.ts';
import { enforcedPolicies } from '../apis/policies/propagation.ts';
import type { LogLine, RuntimeProcess } from './model.ts';

const container = 'org.mule.runtime.core.internal.logging';
const gateway = 'com.mulesoft.mule.runtime.gw';

/** Writes what a deployment says into a log: that it begins, and after `ms` how it ended. */
export function logDeployment(
  clock: Clock,
  app: { logs: LogLine[]; fault?: string },
  { name, deploymentId, ms }: { name: string; deploymentId: string; ms: number },
): void {
  const { fault } = app;
  app.logs.push({
    at: clock.now(),
    level: 'INFO',
    logger: container,
    message: `Initializing app '${name}'`,
    deploymentId,
  });
  app.logs.push({
    at: clock.after(ms),
    level: fault === undefined ? 'INFO' : 'ERROR',
    logger: container,
    message: fault === undefined ? `Started app '${name}'` : `Failed to deploy artifact '${name}': ${fault}`,
    deploymentId,
  });
}

/** What a runtime says about its pairing with API Manager (reference 9). */
function pairingLines(store: Store, process: RuntimeProcess, now: number): [number, LogLine['level'], string][] {
  const { properties, trackedAt, opensAt } = process;
  if (!isPaired(store, process)) return [];
  const environments = environmentsOfCredentials(store, properties);
  const gatekeeper = gatekeeperOf(process);
  const blocks = gatekeeper === 'disabled' ? 'requests pass without policies' : 'requests are answered with 503';
  if (environments === undefined) {
    return [
      [
        trackedAt,
        'ERROR',
        `API Manager refused ${propertyNames.clientId} and ${propertyNames.clientSecret}: unauthorized (401); ${blocks}`,
      ],
    ];
  }
  const api = trackedApi(store, process);
  if (api === undefined) {
    return [[trackedAt, 'ERROR', `No API with the given id in the environment of the credentials (404); ${blocks}`]];
  }
  const lines: [number, LogLine['level'], string][] = [
    [trackedAt, 'INFO', `API ${api.id} is tracked, gatekeeper is ${gatekeeper}`],
  ];
  const malformed = enforcedPolicies(store, api, now).find(isMalformed);
  if (malformed !== undefined) {
    lines.push([opensAt, 'ERROR', `Policy ${malformed.assetId} (${malformed.id}) cannot be applied: it is malformed`]);
  } else {
    lines.push([opensAt, 'INFO', `All policies of API ${api.id} are applied, requests are let through`]);
  }
  return lines;
}

/** The log of an application up to a moment, oldest first. */
export function logAt(
  store: Store,
  app: { logs: readonly LogLine[]; deployments: readonly { id: string }[] },
  process: RuntimeProcess | null,
  now: number,
): LogLine[] {
  const deploymentId = app.deployments.at(-1)?.id ?? '';
  const pairing = process === null ? [] : pairingLines(store, process, now);
  const lines = pairing.map(([at, level, message]): LogLine => ({ at, level, message, logger: gateway, deploymentId }));
  return [...app.logs, ...lines].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
}

/** A log as text, for downloads. */
export function logText(lines: readonly LogLine[]): string {
  return lines
    .map(({ at, level, logger, message }) => `${new Date(at).toISOString()} ${level} [${logger}] ${message}\n`)
    .join('');
}
