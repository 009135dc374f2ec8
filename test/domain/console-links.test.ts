import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/anypoint/errors.ts';
import { followLinks, idInLink, linkParts } from '../../src/domain/console-links.ts';

const console = 'https://anypoint.mulesoft.com';
const gateway = 'c1f4c2b8-2d0e-4b1b-9a57-0c7a3f0a6f11';

describe('a link from the web console', () => {
  it.each([
    [
      'application',
      '/cloudhub/#/console/applications/runtimeFabric/0d1f61ce-ba8f-42de-a367-252c144fd25c/log',
      '0d1f61ce-ba8f-42de-a367-252c144fd25c',
    ],
    [
      'application',
      '/cloudhub/#/console/home/8a9e7b47-e5f1-48cd-b342-7a3819914e16/applications/cloudhub/orders-dev/settings',
      'orders-dev',
    ],
    [
      'api',
      '/apimanager/#/organizations/83c9625f-9372-4408-8ba0-de7980a04fae/environments/8a9e7b47-e5f1-48cd-b342-7a3819914e16/apis/4650143/policies',
      '4650143',
    ],
    ['server', '/cloudhub/#/console/home/servers/2194001', '2194001'],
    ['cluster', '/cloudhub/#/console/home/clusters/2194201/servers', '2194201'],
    ['gateway', `/cloudhub/#/console/home/flex-gateways/${gateway}/details?tab=apis`, gateway],
  ] as const)('names its %s: %s', (kind, path, id) => {
    expect(idInLink(kind, linkParts(console + path) ?? [])).toBe(id);
  });

  it('is only what begins like a web address', () => {
    for (const text of ['orders', 'servers/1', 'ftp://x/servers/1', 'https//x', ''])
      expect(linkParts(text)).toBeUndefined();
  });

  it('never makes trouble, whatever it holds', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const parts = linkParts(url) ?? [];
        expect(parts.every((part) => typeof part === 'string' && part !== '')).toBe(true);
      }),
    );
  });
});

describe('following links in arguments', () => {
  it('puts the id in the place of the link, in lists too, and leaves everything else alone', () => {
    const link = `${console}/cloudhub/#/console/home/servers/7`;
    expect(followLinks({ servers: [link, 'mule-2'], name: link, dryRun: true })).toMatchObject({
      args: { servers: ['7', 'mule-2'], name: link, dryRun: true },
    });
    const untouched = { gateway: 'orders' };
    expect(followLinks(untouched)).toEqual({ args: untouched, parts: [] });
  });

  it('says when a link holds nothing of the kind', () => {
    expect(() => followLinks({ api: `${console}/cloudhub/#/console/home/servers/7` })).toThrow(Failure);
  });
});
