import { ifReadable } from '../../core/reading/partial.ts';
import { quote } from '../../core/text/quote.ts';
import { compareVersions } from '../../core/text/versions.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { inputFailure } from '../../platform/errors.ts';
import { applicationTitle } from './applications.ts';
import type { ApplicationDetail } from './facts.ts';

const maxNamed = 12;

/**
 * Requires a Mule runtime version that the target of an application has. Where the versions cannot be read, the platform decides.
 * @throws Failure (input) that names the versions
 */
export async function requireRuntimeVersion(
  version: string,
  application: ApplicationDetail,
  ctx: EnvironmentContext,
): Promise<void> {
  const available = await ifReadable(availableVersions(application, ctx), ctx);
  if (available === undefined || available.length === 0) return;
  // `4.9.6` is the newest build of 4.9.6; `4.9.6:6e-java17` is one of its builds [docs/platform/runtime-fabric.md#targets].
  if (available.some((one) => one === version || one.startsWith(`${version}:`) || one === version.split(':')[0]))
    return;
  const sorted = [...new Set(available)].sort((a, b) => compareVersions(b, a));
  const more = sorted.length - maxNamed;
  throw inputFailure({
    what: `Mule runtime ${quote(version)} is not available for application ${applicationTitle(application)} on ${application.runsOn}.`,
    why: `Available: ${sorted.slice(0, maxNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    next: 'Nothing was sent. Give one of these in runtimeVersion.',
  });
}

async function availableVersions(
  { kind, targetId }: ApplicationDetail,
  { platform, place, signal }: EnvironmentContext,
): Promise<string[]> {
  if (kind === 'cloudhub') return platform.cloudHub.muleVersions(place, signal);
  if (targetId === undefined) return [];
  const targets = await platform.applicationManager.targets(place.organizationId, signal);
  return targets.find(({ id }) => id === targetId)?.muleVersions ?? [];
}
