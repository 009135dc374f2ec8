import type { Clock } from '../../core/clock.ts';
import type { RuntimeProcess } from '../../core/data-plane/model.ts';
import { ExtensionPoint } from '../../core/extensions.ts';
import type { Platform } from '../../core/platform.ts';
import type { LogLine } from './model.ts';

const container = 'org.mule.runtime.core.internal.logging';

/**
 * Lines that a runtime writes into the log of an application. API Manager adds lines about autodiscovery and policies.
 */
export const runtimeLog = new ExtensionPoint<
  (platform: Platform, process: RuntimeProcess) => Omit<LogLine, 'deploymentId'>[]
>('log lines of runtimes');

/** A line of the Mule container about a deployment. */
export function containerLine(line: Pick<LogLine, 'at' | 'message' | 'deploymentId'>, isError = false): LogLine {
  return { level: isError ? 'ERROR' : 'INFO', logger: container, ...line };
}

/** Logs a deployment: its start now, and its result after `ms`. */
export function logDeployment(
  clock: Clock,
  app: { logs: LogLine[]; failure?: string },
  { name, deploymentId, ms, replicaId }: { name: string; deploymentId: string; ms: number; replicaId?: string },
): void {
  const { failure } = app;
  const by = replicaId === undefined ? {} : { replicaId };
  const ending = failure === undefined ? `Started app '${name}'` : `Failed to deploy artifact '${name}': ${failure}`;
  app.logs.push(
    { ...containerLine({ at: clock.now(), message: `Initializing app '${name}'`, deploymentId }), ...by },
    { ...containerLine({ at: clock.after(ms), message: ending, deploymentId }, failure !== undefined), ...by },
  );
}

/** The log of an application until now, oldest first. */
export function logOf(
  platform: Platform,
  app: { logs: readonly LogLine[]; deployments: readonly { id: string }[] },
  process: RuntimeProcess | null,
): LogLine[] {
  const now = platform.clock.now();
  const deploymentId = app.deployments.at(-1)?.id ?? '';
  const own = process === null ? [] : runtimeLog.of(platform).flatMap((lines) => lines(platform, process));
  return [...app.logs, ...own.map((line) => ({ ...line, deploymentId }))]
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at - b.at);
}

/** A log as text, for downloads. */
export function logText(lines: readonly LogLine[]): string {
  return lines
    .map(({ at, level, logger, message }) => `${new Date(at).toISOString()} ${level} [${logger}] ${message}\n`)
    .join('');
}
