import { tool } from '../../core/operations.ts';
import { quote } from '../../core/text/quote.ts';
import { advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import { word } from '../../platform/text.ts';
import type { ReleaseChannel } from './client.ts';

/** Published versions by release channel, newest first [docs/platform/gateways.md#versions]. */
export interface PublishedVersions {
  channels: ReleaseChannel[];
  defaultChannel: string | undefined;
}

/** A version with the channel it comes from. */
export interface ChosenVersion {
  releaseChannel: string;
  runtimeVersion: string;
}

/** Words for the newest version of a channel. */
const newest = /^(newest|latest)$/i;

/** The default channel: long-term support. */
const preferredChannel = 'lts';

/**
 * The version to run: the requested one, otherwise the newest of the channel. Without a channel, the version says which one it is
 * (`lts` before others); without both it is the newest of `lts`, or of the platform's default when there is no `lts`.
 * @throws Failure (input) that lists what there is
 */
export function chooseVersion(
  request: { releaseChannel?: string | undefined; runtimeVersion?: string | undefined },
  published: PublishedVersions,
): ChosenVersion {
  const given = request.runtimeVersion?.trim();
  const runtimeVersion = given !== undefined && newest.test(given) ? undefined : given;
  const channels = [...published.channels].sort(byPreference);
  const name = request.releaseChannel?.trim().toLowerCase();
  const channel =
    name !== undefined
      ? channels.find((candidate) => candidate.name.toLowerCase() === name)
      : runtimeVersion !== undefined
        ? channels.find(({ versions }) => versions.includes(runtimeVersion))
        : (channels.find((candidate) => candidate.name === preferredChannel) ??
          channels.find((candidate) => candidate.name === published.defaultChannel) ??
          channels[0]);
  if (channel === undefined) {
    const what =
      name !== undefined
        ? `Release channel ${quote(request.releaseChannel ?? '')} does not exist.`
        : runtimeVersion !== undefined
          ? `No release channel has version ${quote(runtimeVersion)}.`
          : 'The platform publishes no gateway version.';
    throw unpublished(what, published, name === undefined ? 'runtimeVersion' : 'releaseChannel');
  }
  const version = runtimeVersion ?? channel.versions[0];
  if (version === undefined || !channel.versions.includes(version)) {
    const what =
      version === undefined
        ? `Release channel ${channel.name} has no version.`
        : `Release channel ${channel.name} has no version ${quote(version)}.`;
    const other = channels.find(({ versions }) => version !== undefined && versions.includes(version));
    throw unpublished(what, published, 'runtimeVersion or releaseChannel', other?.name);
  }
  return { releaseChannel: channel.name, runtimeVersion: version };
}

function byPreference(a: ReleaseChannel, b: ReleaseChannel): number {
  return Number(b.name === preferredChannel) - Number(a.name === preferredChannel);
}

function unpublished(what: string, { channels }: PublishedVersions, argument: string, other?: string): Error {
  const listed = channels.map(({ name, versions }) => `${name}: ${versions.join(', ') || 'none'}`).join('; ');
  return inputFailure({
    what,
    why: `Published: ${listed || 'no channels'}.`,
    next: advice`${other === undefined ? '' : `Give releaseChannel ${word(other)} as well: it has that version. Or: `}Change the argument ${argument}; ${tool('gatewayTarget.list')} lists the versions, newest first.`,
  });
}
