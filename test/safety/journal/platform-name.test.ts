import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedPlatformName, isPlatformNamed, shortPlatformName } from '../../../src/safety/journal/platform-name.ts';

const europe = 'https://eu1.anypoint.mulesoft.com';
const fresh = embeddedPlatformName({ state: undefined, baseUrl: 'http://127.0.0.1:41233' });
const kept = embeddedPlatformName({ state: 'my states/one.json', baseUrl: 'http://127.0.0.1:41233' });

describe('a platform of the journal', () => {
  it('is embedded by its state file or its address', () => {
    expect(fresh).toBe('emulator http://127.0.0.1:41233');
    expect(kept).toBe(`emulator ${path.resolve('my states/one.json')}`);
  });

  it.each([
    [europe, 'eu1.anypoint.mulesoft.com'],
    ['http://127.0.0.1:8099', '127.0.0.1:8099'],
    [fresh, 'emulator'],
    [kept, 'emulator one.json'],
    ['something else', 'something else'],
  ])('%s is %s in a column', (platform, short) => {
    expect(shortPlatformName(platform)).toBe(short);
    expect(isPlatformNamed(short, platform)).toBe(true);
    expect(isPlatformNamed(platform.toUpperCase(), platform)).toBe(true);
  });

  it('is meant by the word emulator where it is embedded, and only there', () => {
    expect([fresh, kept, europe].map((platform) => isPlatformNamed('emulator', platform))).toEqual([true, true, false]);
    expect(isPlatformNamed('eu1', europe)).toBe(false);
    expect(isPlatformNamed('emulator two.json', kept)).toBe(false);
  });
});
