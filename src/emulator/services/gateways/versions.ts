/** Versions of the gateway runtime per channel, newest first (reference 4.5). */
export const gatewayVersions = {
  lts: ['1.9.9', '1.9.3', '1.6.24'],
  edge: ['1.12.1', '1.11.4', '1.10.2'],
} as const;

/** [spec:flex]: `dev` may be asked for, but nothing is published in it. */
export const releaseChannels = ['lts', 'edge', 'dev'] as const;

/** Sizes and the number of API instances each can take (`apiLimit`; 50 is the example of [spec:flex]). */
export const gatewaySizes = { small: 50, large: 500 } as const;

/** Whether a channel has a version. */
export function isPublished(channel: (typeof releaseChannels)[number], version: string): boolean {
  return channel !== 'dev' && gatewayVersions[channel].some((published) => published === version);
}
