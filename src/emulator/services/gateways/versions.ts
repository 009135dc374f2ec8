/**
 * Versions of the gateway runtime by channel, newest first; a made-up selection [docs/platform/gateways.md#versions].
 */
export const gatewayVersions = {
  lts: ['1.9.9', '1.9.3', '1.6.24'],
  edge: ['1.12.1', '1.11.4', '1.10.2'],
} as const;

/**
 * Release channels. Requests may name `dev` [docs/platform/disagreements.md#gateway-release-channels], but no version
 * is published in it.
 */
export const releaseChannels = ['lts', 'edge', 'dev'] as const;

/**
 * The most API instances that a gateway of each size can take, `apiLimit`. The published example has 50
 * [docs/platform/gateways.md#answer]; 500 is made up.
 */
export const gatewaySizes = { small: 50, large: 500 } as const;

/** Whether a channel has a version. */
export function isPublished(channel: (typeof releaseChannels)[number], version: string): boolean {
  return channel !== 'dev' && gatewayVersions[channel].some((published) => published === version);
}
