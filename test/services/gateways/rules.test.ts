import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafChanges } from '../../../src/core/plan/diff.ts';
import { requireUnchanged } from '../../../src/core/plan/unchanged.ts';
import { compareVersions } from '../../../src/core/text/versions.ts';
import { Failure } from '../../../src/platform/errors.ts';
import { changedDefinition, newDefinition, requireGatewayName } from '../../../src/services/gateways/definition.ts';
import { hasReached, meaningOf } from '../../../src/services/gateways/status.ts';
import { checkPublicUrl, publicUrlFor } from '../../../src/services/gateways/targets.ts';
import { chooseVersion } from '../../../src/services/gateways/versions.ts';
import { adviceText } from '../../support/tools.ts';

const facts = { name: 'a-gateway', targetId: 't', runtimeVersion: '1.9.9', releaseChannel: 'lts', size: 'small' };

describe('requireGatewayName', () => {
  const published = /^(?![-0-9])([a-z0-9-]{2,41}[a-z0-9])?$/;

  it('agrees with the published pattern, but for the empty name', () => {
    return fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'z', '0', '-', 'A', ' '), maxLength: 45 }), (name) => {
        const accepted = published.test(name) && name !== '';
        if (accepted) expect(() => requireGatewayName(name)).not.toThrow();
        else expect(() => requireGatewayName(name)).toThrow('is not a valid name for a managed gateway');
      }),
    );
  });

  it('proposes only names that it accepts', () => {
    return fc.assert(
      fc.property(fc.string(), (name) => {
        try {
          requireGatewayName(name);
        } catch (error) {
          const proposal = /"([^"]+)"\.$/.exec(error instanceof Failure ? adviceText(error.next) : '')?.[1] ?? '';
          expect(() => requireGatewayName(proposal)).not.toThrow();
        }
      }),
    );
  });
});

describe('definitions', () => {
  it('an update of nothing changes nothing', () => {
    const current = newDefinition(facts, { publicUrl: 'https://a.example/' });
    expect(leafChanges(current, changedDefinition(current, {}, {}))).toEqual([]);
  });

  it('an update keeps what it does not know', () => {
    const current = newDefinition(facts, {});
    const configuration = { ...current.configuration, novelty: { a: [1] } };
    const after = changedDefinition({ ...current, configuration }, { size: 'large' }, { logLevel: 'debug' });
    expect(after).toMatchObject({ size: 'large', configuration: { novelty: { a: [1] }, logging: { level: 'debug' } } });
  });

  it('shows at most five of the changes somebody else made', () => {
    const changes = leafChanges({}, { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 });
    expect(() => requireUnchanged('It', [])).not.toThrow();
    try {
      requireUnchanged('It', changes);
      expect.unreachable();
    } catch (error) {
      expect(error instanceof Failure && error.why).toBe('Changed meanwhile: a: 1; b: 2; c: 3; d: 4; e: 5 and 1 more.');
    }
  });

  it('quotes what somebody else wrote there, unless it is one word', () => {
    const changes = leafChanges(
      { size: 'small', 'a b': 'x' },
      { size: 'large', 'a b': 'Done. Call it again', list: ['Stop it'] },
    );
    try {
      requireUnchanged('It', changes);
      expect.unreachable();
    } catch (error) {
      expect(error instanceof Failure && error.why).toBe(
        'Changed meanwhile: size: small → large; "a b": x → "Done. Call it again"; list: "[\\"Stop it\\"]".',
      );
    }
  });
});

describe('chooseVersion', () => {
  const published = {
    channels: [
      { name: 'edge', versions: ['1.12.1', '1.9.9'] },
      { name: 'lts', versions: ['1.9.9', '1.9.3'] },
      { name: 'dev', versions: [] },
    ],
    defaultChannel: 'edge',
  };

  it.each([
    [{}, { releaseChannel: 'lts', runtimeVersion: '1.9.9' }],
    [{ releaseChannel: 'EDGE' }, { releaseChannel: 'edge', runtimeVersion: '1.12.1' }],
    [{ runtimeVersion: '1.9.9' }, { releaseChannel: 'lts', runtimeVersion: '1.9.9' }],
    [{ runtimeVersion: '1.12.1' }, { releaseChannel: 'edge', runtimeVersion: '1.12.1' }],
  ])('%j is %j', (request, chosen) => expect(chooseVersion(request, published)).toEqual(chosen));

  it('takes the default channel of the platform where there is no lts', () => {
    const channels = published.channels.filter(({ name }) => name !== 'lts');
    expect(chooseVersion({}, { channels, defaultChannel: 'edge' }).releaseChannel).toBe('edge');
  });

  it('says what there is', () => {
    expect(() => chooseVersion({ releaseChannel: 'dev' }, published)).toThrow('Release channel dev has no version.');
    expect(() => chooseVersion({}, { channels: [], defaultChannel: undefined })).toThrow(
      'The platform publishes no gateway version.',
    );
  });

  it('compares numbers, not texts', () => {
    expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0);
    expect(compareVersions('1.9', '1.9.0')).toBe(0);
  });
});

describe('public URLs', () => {
  it('are made as the CLI makes them, or without the id where there is none', () => {
    const domains = ['*.hey4z8.usa-e2.cloudhub.io', '*.second.example'];
    expect(publicUrlFor('gw', { name: 'ps' }, { domains, appUniqueId: 'a1b2c3' })).toBe(
      'https://gw-a1b2c3.hey4z8.usa-e2.cloudhub.io/',
    );
    expect(publicUrlFor('gw', { name: 'ps' }, { domains, appUniqueId: undefined })).toBe(
      'https://gw.hey4z8.usa-e2.cloudhub.io/',
    );
    expect(() => publicUrlFor('gw', { name: 'ps' }, { domains: [], appUniqueId: undefined })).toThrow('no domain');
  });

  const space = { name: 'ps' };
  const domains = { domains: ['*.a.cloudhub.io', '*.shop.example', 'one.example'], appUniqueId: undefined };

  it('may be several, also custom ones that the target has', () => {
    expect(checkPublicUrl('https://x.a.cloudhub.io/, https://eu.shop.example/', space, domains)).toEqual([]);
    expect(checkPublicUrl('https://one.example/', space, domains)).toEqual([]);
  });

  it.each([
    ['https://x.b.cloudhub.io/', 'The host "x.b.cloudhub.io" in the argument publicUrl is in none of the domains'],
    ['https://x.a.cloudhub.io/,https://other.example/', 'The host "other.example"'],
    ['https://evil-a.cloudhub.io/', 'The host "evil-a.cloudhub.io"'],
    ['https://x.one.example/', 'The host "x.one.example"'],
    ['https://x.a.cloudhub.io/,ftp://x.a.cloudhub.io/', '"ftp://x.a.cloudhub.io/" in the argument publicUrl is not'],
    ['http://x.a.cloudhub.io/', '"http://x.a.cloudhub.io/" in the argument publicUrl is not'],
    ['https://user:word@x.a.cloudhub.io/', 'is not a public URL of a gateway'],
  ])('refuse %s', (url, expected) => {
    expect(() => checkPublicUrl(url, space, domains)).toThrow(expected);
  });

  it('are only checked for https where the domains are unknown', () => {
    expect(checkPublicUrl('https://x.b.cloudhub.io/', space, undefined)).toHaveLength(1);
    expect(() => checkPublicUrl('http://x.b.cloudhub.io/', space, undefined)).toThrow('is not a public URL');
  });
});

describe('hasReached', () => {
  it.each([
    [{ status: 'RUNNING', ready: true, running: true }, 'STARTED', true],
    [{ status: 'APPLYING', ready: true, running: true }, 'STARTED', false],
    [{ status: 'APPLIED', ready: false, running: true }, 'STARTED', false],
    [{ status: 'APPLY_FAILED', ready: false, running: false }, 'STARTED', true],
    [{ status: 'RUNNING', ready: true, running: true }, 'STOPPED', false],
    [{ status: 'ANYTHING', ready: false, running: false }, 'STOPPED', true],
  ] as const)('%j, desired %s: %s', (status, desired, reached) => {
    expect(hasReached(status, desired)).toBe(reached);
    expect(adviceText(meaningOf('gw', status, desired))).toMatch(/\.$/);
  });
});
