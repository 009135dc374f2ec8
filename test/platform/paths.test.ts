import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/platform/errors.ts';
import { fillPath } from '../../src/platform/paths.ts';
import { permissionText } from '../../src/platform/permissions.ts';
import { normalizeBaseUrl, regionBaseUrl } from '../../src/platform/regions.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('.', '/', '\\', '?', '#', '%', '2e', '2f', ' ', '\t', '\n', '@', ':', ';', 'a'),
    maxLength: 8,
  }),
);

describe('a platform path', () => {
  it('is either refused, or has exactly the given text as one segment, however hostile', () => {
    fc.assert(
      fc.property(hostile, (part) => {
        let path: string;
        try {
          path = fillPath('/before/{part}/after', { part });
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          return;
        }
        const url = new URL(path, 'https://anypoint.test');
        expect(url.pathname).toBe(path);
        expect(url.search + url.hash).toBe('');
        const segments = url.pathname.split('/');
        expect(segments).toHaveLength(4);
        expect(decodeURIComponent(segments[2] ?? '')).toBe(part);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', ' ', '\t\n', '.', '..', '\ud800'])('refuses %j, which would address something else', (part) => {
    expect(() => fillPath('/servers/{part}', { part })).toThrow(expect.objectContaining({ kind: 'input' }));
  });

  it('takes several parts', () => {
    expect(fillPath('/organizations/{id}/apis/{api}', { id: 'a b', api: '42' })).toBe('/organizations/a%20b/apis/42');
  });

  it('is not built where a client forgot a parameter', () => {
    expect(() => fillPath('/servers/{serverId}', {})).toThrow(
      'The path /servers/{serverId} is called without serverId.',
    );
  });
});

describe('a region', () => {
  it.each([
    ['us', 'https://anypoint.mulesoft.com'],
    ['eu', 'https://eu1.anypoint.mulesoft.com'],
    ['EU1 ', 'https://eu1.anypoint.mulesoft.com'],
    ['gov', 'https://gov.anypoint.mulesoft.com'],
    ['ca1', 'https://ca1.platform.mulesoft.com'],
    ['jp1', 'https://jp1.platform.mulesoft.com'],
  ])('%j has the address %s', (region, url) => {
    expect(regionBaseUrl(region)).toBe(url);
  });

  it.each(['mars', '', 'constructor', '__proto__', 'ca1.evil.test', 'ca1/', 'ca12'])(
    'that does not exist (%j) is a configuration failure',
    (region) => {
      expect(() => regionBaseUrl(region)).toThrow(
        expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('ANYPOINT_REGION') }),
      );
    },
  );
});

describe('a base URL', () => {
  it.each([
    ['https://anypoint.mulesoft.com/', 'https://anypoint.mulesoft.com'],
    ['https://pce.example.com:8443/anypoint//', 'https://pce.example.com:8443/anypoint'],
    ['eu1.anypoint.mulesoft.com', 'https://eu1.anypoint.mulesoft.com'],
    ['pce.example.com:8443', 'https://pce.example.com:8443'],
    ['localhost:8443', 'https://localhost:8443'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.0.0.1:3000/x', 'http://127.0.0.1:3000/x'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['https://a.test/?x=1#y', 'https://a.test'],
  ])('%j is taken as %s', (value, url) => {
    expect(normalizeBaseUrl(value)).toBe(url);
  });

  it.each([
    'http://anypoint.mulesoft.com',
    'http://localhost.evil.test',
    'http://127.0.0.1.evil.test',
    'HTTP://10.0.0.1',
  ])('%j is refused: credentials would travel unencrypted', (value) => {
    expect(() => normalizeBaseUrl(value)).toThrow(/plain http/);
  });

  it.each(['ftp://anypoint.mulesoft.com', 'file:///etc/passwd', 'not a url', 'https://', ':'])(
    '%j is refused: it is no web address',
    (value) => {
      expect(() => normalizeBaseUrl(value)).toThrow(/is not a web address/);
    },
  );

  it.each([
    'https://jane:hunter2-pw@anypoint.mulesoft.com',
    'jane:hunter2-pw@anypoint.mulesoft.com',
    'ftp://jane:hunter2-pw@anypoint.mulesoft.com',
    'https://jane:hunter2-pw@any point',
    'http://jane:hunter2-pw@anypoint.mulesoft.com',
  ])('with a user and password (%j) is refused without showing the password', (value) => {
    let text = '';
    try {
      normalizeBaseUrl(value);
    } catch (error) {
      text = error instanceof Failure ? `${error.kind} ${error.message} ${error.why} ${error.next}` : '';
    }
    expect(text).toMatch(/^configuration .*base URL/);
    expect(text).not.toContain('hunter2');
  });
});

describe('the permission to ask for', () => {
  it('is named in quotes', () => {
    expect(permissionText(['Read Servers'])).toBe('the permission "Read Servers"');
  });

  it('is one of two where it is not documented which', () => {
    expect(permissionText(['Read Servers', 'View Managed Gateways'])).toContain(
      'the permission "Read Servers" or "View Managed Gateways" (the platform does not document which one counts)',
    );
  });

  it('has no name where none is known', () => {
    expect(permissionText([])).toBe('the permission for this operation');
  });
});
