import { tool } from '../../core/operations.ts';
import type { Place } from '../../core/place/place.ts';
import { choiceOf } from '../../core/resolve.ts';
import { quote } from '../../core/text/quote.ts';
import { advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ExchangeReference } from './cloudhub-client.ts';

/** Types of Exchange assets that can be deployed. */
const deployable = /^(app|template|example)$/;

/**
 * An application in Exchange: `group:asset:version`, or `asset:version` for one of the current business group.
 * @throws Failure (input) when the coordinates are malformed, unknown, or do not name an application
 */
export async function exchangeApplication(
  { platform, place, signal }: { platform: Platform; place: Place; signal: AbortSignal },
  coordinates: string,
): Promise<ExchangeReference> {
  const parts = coordinates.split(':').map((part) => part.trim());
  const [groupId = '', artifactId = '', version = ''] = parts.length === 2 ? [place.organizationId, ...parts] : parts;
  if (parts.length < 2 || parts.length > 3 || [groupId, artifactId, version].includes('')) {
    throw inputFailure({
      what: `${quote(coordinates)} are not the coordinates of an Exchange asset.`,
      next: 'Give group:asset:version, for example com.acme:orders-app:1.2.0; asset:version means the current business group.',
    });
  }
  const asset = await platform.exchange.asset(groupId, artifactId, version, signal);
  if (asset === undefined) throw await unknownAsset(platform, { groupId, artifactId, version }, signal);
  if (asset.type !== undefined && !deployable.test(asset.type)) {
    throw inputFailure({
      what: `The Exchange asset ${quote(`${artifactId}:${version}`)} is of type ${asset.type}, not an application.`,
      next: advice`Give the coordinates of an asset of type app; ${tool('asset.search')} finds them.`,
    });
  }
  return { groupId, artifactId, version };
}

async function unknownAsset(
  platform: Platform,
  { groupId, artifactId, version }: ExchangeReference,
  signal: AbortSignal,
): Promise<Error> {
  const newest = await platform.exchange.asset(groupId, artifactId, undefined, signal);
  const listed = newest === undefined ? [] : [newest.version, ...newest.versions.map((one) => one.version)];
  const versions = [...new Set(listed)];
  return inputFailure({
    what: `Exchange has no ${quote(`${groupId}:${artifactId}:${version}`)}.`,
    why:
      newest === undefined
        ? 'No version of that asset is visible: group or asset is wrong, or it is not shared.'
        : `Versions there: ${versions.slice(0, 8).join(', ')}.`,
    next:
      newest === undefined
        ? advice`${tool('asset.search')} lists the assets; a JAR has to be published to Exchange first.`
        : 'Give one of these versions, or publish the new one to Exchange first.',
    choice: choiceOf(
      `Exchange has no ${quote(`${groupId}:${artifactId}:${version}`)}. Which version do you mean?`,
      versions.map((one) => ({ id: `${groupId}:${artifactId}:${one}`, name: `${artifactId} ${one}` })),
      { kind: 'asset', argument: 'exchangeAsset' },
    ),
  });
}
