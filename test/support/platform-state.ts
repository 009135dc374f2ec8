import type { Emulator } from '../../src/emulator/index.ts';

/** What a platform holds, each part as text. Signing in is no change of it, nor is that an API was seen to be active. */
export function stateOf({ store }: Emulator): Record<string, string> {
  const { tokens: _tokens, activeApiIds: _active, activeApisSeenAt: _seenAt, ...rest } = store;
  const lasting = (name: string, value: unknown): unknown => (name === 'lastActiveAt' ? undefined : value);
  return Object.fromEntries(
    Object.entries(rest).map(([name, part]) => [
      name,
      JSON.stringify(part instanceof Map || part instanceof Set ? [...part] : part, lasting),
    ]),
  );
}
