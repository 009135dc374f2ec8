import path from 'node:path';
import { foldedName } from '../../core/text/fold.ts';

/** What the journal calls an embedded platform begins with; its state file or its address follows. */
const embedded = 'emulator';

/**
 * What the journal calls an embedded platform: by its state file, with which it is the same one after a restart though
 * its port is another; without one by its address, because it begins anew each time.
 */
export function embeddedPlatformName({ state, baseUrl }: { state: string | undefined; baseUrl: string }): string {
  return `${embedded} ${state === undefined ? baseUrl : path.resolve(state)}`;
}

/** A platform of the journal in one word or two, for a column: `eu1.anypoint.mulesoft.com`, `emulator`, `emulator state.json`. */
export function shortPlatformName(platform: string): string {
  if (isAddress(platform)) return new URL(platform).host;
  const [, of] = platform.split(/^emulator /);
  if (of === undefined) return platform;
  return isAddress(of) ? embedded : `${embedded} ${path.basename(of)}`;
}

/** Whether a person means this platform: by its whole name, by what the column says, or all embedded ones by `emulator`. */
export function isPlatformNamed(name: string, platform: string): boolean {
  const names = [platform, shortPlatformName(platform), ...(platform.startsWith(`${embedded} `) ? [embedded] : [])];
  return names.some((one) => foldedName(one) === foldedName(name.replace(/\/$/, '')));
}

function isAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}
