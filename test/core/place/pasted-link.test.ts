import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pastedLink } from '../../../src/core/place/pasted-link.ts';

const page = 'https://anypoint.mulesoft.com/cloudhub/#/console/home/servers/7';
const other = page.replace('7', '8');
const signIn = 'https://anypoint.mulesoft.com/login/signin?redirect_uri=';
const address = (text: string): string | undefined => {
  const pasted = pastedLink(text);
  return pasted?.is === 'page' ? pasted.url.href : pasted?.is;
};

describe('a link as it is pasted', () => {
  it.each([
    `${page}.`,
    `${page},`,
    `\u200b${page}\u200b`,
    `(${page}).`,
    `(${page.replace('https://', '')})`,
    `“${page}”`,
    `**${page}**`,
    `\`\`\`\n${page}\n\`\`\``,
    `<${page}>.`,
    `<${page}|the server>`,
    `[${page}](${page})`,
    `[anypoint.mulesoft.com/cloudhub/…](${page})`,
    `[the server](<${page}> 'mule-7')`,
    signIn + encodeURIComponent(page),
    signIn + page,
    `${signIn}%2Fcloudhub%2F#/console/home/servers/7`,
    `https://anypoint.mulesoft.com/login/#/signin?returnTo=${encodeURIComponent(page)}`,
  ])('is found: %s', (text) => {
    expect(address(text)).toBe(page);
  });

  it.each([
    `${page} ${other}`,
    `${page},${other}`,
    `${page}\u200b${other}`,
    `${page}?x=${other}`,
    `${page} anypoint.mulesoft.com/servers/8`,
    `[${other}](${page})`,
    `<${page}|${other}>`,
    `<${page}> <${other}>`,
    `[a](${page}) [b](${other})`,
    `${signIn}${page},${other}`,
    `${signIn}%2Fservers%2F7&x=${other}`,
    signIn + encodeURIComponent(`${page} ${other}`),
    `${signIn}${encodeURIComponent('https://evil.example/servers/7')}`,
    `anypoint://a/b/servers/7,anypoint://a/b/servers/8`,
    `anypoint://a/b/servers/7 ${page}`,
    `${page}\n2194005`,
    `the server ${page}`,
    `mule-1 (${page})`,
  ])('is not guessed: %s', (text) => {
    expect(address(text)).toBe('unclear');
  });

  it.each(['', '.', '"orders"', 'orders (4)', 'anypoint.mulesoft.community/x', '<orders>', '[a](b)', 'https://'])(
    'is not seen where there is none: %s',
    (text) => {
      expect(pastedLink(text)).toBeUndefined();
    },
  );

  it('is not chosen from two, whatever stands between them', () => {
    fc.assert(
      fc.property(fc.string(), (between) => {
        expect(address(`${page}${between}${other}`)).toBe('unclear');
      }),
    );
  });

  it('has the parts of a resource', () => {
    const parts = ['Acme Outfitters', 'Sandbox', 'servers', '7'];
    for (const text of [
      '`anypoint://Acme%20Outfitters/Sandbox/servers/7?x#y`',
      'anypoint://Acme Outfitters/Sandbox/servers/7.',
    ])
      expect(pastedLink(text)).toEqual({ is: 'resource', parts });
  });

  it('is read within the time of a test, however much surrounds it', () => {
    for (const piece of ['.', ' ', '"', '[', '<a', 'a.', '(']) {
      expect(pastedLink(piece.repeat(100_000))).toBeUndefined();
      expect(address(`${piece.repeat(100_000)} ${page}${piece.repeat(100_000)}x ${other}`)).toBe('unclear');
    }
  });
});
