import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followLinks, idInLink, linkParts, placeLink } from '../../../src/core/place/console-links.ts';
import { deepestThing } from '../../../src/core/place/console-things.ts';
import { Failure } from '../../../src/platform/errors.ts';

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
    ['gateway', `/runtime-manager/flexgateways/connected/${gateway}`, gateway],
    ['api', '/apimanager/#/apis/19870001#x', '19870001'],
    ['api', '/apimanager/#/environments/x/apiInstances/19870001/settings', '19870001'],
    ['policy', '/apimanager/#/apis/4650143/policies/77/edit', '77'],
    ['target', `/cloudhub/#/console/home/privateSpaces/${gateway}/settings`, gateway],
    ['target', `/runtime-manager/?targetId=${gateway}`, gateway],
    ['asset', '/exchange/com.mulesoft.connectors/mule4-snowflake-connector', 'mule4-snowflake-connector'],
  ] as const)('names its %s: %s', (kind, path, id) => {
    expect(idInLink(kind, linkParts(console + path) ?? [])).toBe(id);
  });

  it.each([
    'anypoint.mulesoft.com/cloudhub/#/console/home/servers/7',
    'EU1.anypoint.mulesoft.com/cloudhub/#/console/home/servers/7',
    ' ca1.platform.mulesoft.com/servers/7 ',
  ])('may lack https:// where it begins with a host of the console: %s', (text) => {
    expect(idInLink('server', linkParts(text) ?? [])).toBe('7');
  });

  it('is only what begins like a web address', () => {
    for (const text of [
      'www.example.com/servers/1',
      'anypoint.mulesoft.community/servers/1',
      'my.anypoint.mulesoft.com-1',
    ])
      expect(linkParts(text)).toBeUndefined();
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
  const follow = (args: Record<string, unknown>, baseUrl = console) => followLinks(args, baseUrl);

  it('puts the id in the place of the link, in lists too, and leaves everything else alone', () => {
    const link = `${console}/cloudhub/#/console/home/servers/7`;
    expect(follow({ servers: [link, 'mule-2'], name: link, dryRun: true })).toMatchObject({
      args: { servers: ['7', 'mule-2'], name: link, dryRun: true },
      links: [{ title: 'the link of server 7 in servers', organizations: [], environments: [], unclear: [] }],
    });
    const untouched = { gateway: 'orders', constructor: 'x' };
    expect(follow(untouched)).toEqual({ args: untouched, links: [] });
  });

  it('says when a link holds nothing of the kind', () => {
    expect(() => follow({ api: `${console}/cloudhub/#/console/home/servers/7` })).toThrow(Failure);
  });

  const group = '83c9625f-9372-4408-8ba0-de7980a04fae';
  const place = '8a9e7b47-e5f1-48cd-b342-7a3819914e16';
  const old = '5a3f1c9e0b7d4e2f8a6c1d3b';
  const [isGroup, isPlace, isUnclear] = [
    { organizations: [group], environments: [], unclear: [] },
    { organizations: [], environments: [place], unclear: [] },
    { organizations: [], environments: [], unclear: [place] },
  ];
  it.each([
    ['by the word in front', `/x/#/organizations/${group}/apis/1`, isGroup],
    ['of a business group', `/accounts/businessGroups/${group}/apis/1`, isGroup],
    ['behind home', `/cloudhub/#/console/home/${place}/apis/1`, isPlace],
    ['in upper case', `/cloudhub/#/console/home/${place.toUpperCase()}/apis/1`, isPlace],
    ['in the query of the page', `/cloudhub/?environmentId=${place}#/apis/1`, isPlace],
    ['in the query behind #', `/x/#/apis/1?selected_env_id=${place}`, isPlace],
    ['of an old environment', `/x/#/environments/${old}/apis/1`, { ...isPlace, environments: [old] }],
    ['by a name', '/x/#/environments/Production/apis/1', { ...isPlace, environments: ['production'] }],
    ['behind any other word', `/x/#/${place}/apis/1`, isUnclear],
    ['but not of the thing itself', `/x/#/gateways/${gateway}/apis/1`, { ...isGroup, organizations: [] }],
    ['but not what is on its own pages', `/x/#/apis/1/specs/${place}`, { ...isGroup, organizations: [] }],
    ['but not the root above the group', `/x/?rootOrganizationId=${group}#/apis/1`, { ...isGroup, organizations: [] }],
    ['but not pages', '/cloudhub/#/console/home/applications/apis/1', { ...isGroup, organizations: [] }],
  ])('takes the ids of the place along: %s', (_how, address, expected) => {
    expect(follow({ api: console + address }).links).toEqual([
      { title: 'the link in api', argument: 'api', ...expected },
    ]);
  });

  it('takes the group of an asset for no place', () => {
    const { args, links } = follow({ policy: `${console}/exchange/${group}/rate-limiting/1.4.0/` });
    expect(args).toEqual({ policy: `${group}/rate-limiting` });
    expect(links).toMatchObject([{ organizations: [], unclear: [] }]);
    const exchangeAsset = `${console}/exchange/${group}/orders/1.4.0/`;
    expect(follow({ exchangeAsset }).args).toEqual({ exchangeAsset: `${group}:orders:1.4.0` });
  });

  it.each([
    ['https://anypoint.mulesoft.com', 'https://anypoint.mulesoft.com/servers/7', undefined],
    ['https://anypoint.mulesoft.com', 'http://ANYPOINT.mulesoft.com/servers/7', undefined],
    ['https://anypoint.mulesoft.com', 'https://eu1.anypoint.mulesoft.com/servers/7', 'another control plane'],
    ['https://eu1.anypoint.mulesoft.com', 'https://anypoint.mulesoft.com/servers/7', 'another control plane'],
    ['https://anypoint.mulesoft.com', 'http://127.0.0.1:8080/servers/7', 'web console'],
    ['https://console.acme.example/anypoint', 'https://console.acme.example/servers/7', undefined],
    ['https://console.acme.example', 'https://console.acme.example:8443/servers/7', 'web console'],
    ['https://console.acme.example', 'https://anypoint.mulesoft.com/servers/7', 'another control plane'],
    ['http://127.0.0.1:8080', 'http://localhost:8080/servers/7', undefined],
    ['http://127.0.0.1:8080', 'http://localhost:8081/servers/7', 'web console'],
    ['http://127.0.0.1:8080', 'https://gov.anypoint.mulesoft.com/servers/7', undefined],
    ['http://127.0.0.1:8080', 'https://docs.mulesoft.com/servers/7', 'web console'],
  ])('with %s, judges the host of %s', (baseUrl, server, refusal) => {
    if (refusal === undefined) expect(follow({ server }, baseUrl).args).toEqual({ server: '7' });
    else expect(() => follow({ server }, baseUrl)).toThrow(refusal);
  });

  it('finds a place or refuses, whatever page the link is of', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const address = `${console}${url.slice(new URL(url).origin.length)}`;
        expect(() => placeLink('environment', address, console)).toThrow('names no environment');
        expect(() => placeLink('environment', url, console)).toThrow('web console');
        expect(deepestThing(linkParts(address) ?? [])?.kind).not.toBe('gateway');
      }),
    );
  });
});
