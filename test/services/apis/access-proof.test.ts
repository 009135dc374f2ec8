import { describe, expect, it } from 'vitest';
import { proofOf } from '../../../src/services/apis/access-proof.ts';
import type { Credential } from '../../../src/services/apis/policies/coverage.ts';
import { guardsOf } from '../../../src/services/apis/policies/coverage.ts';

const guards = (...assets: string[]) =>
  guardsOf(assets.map((assetId) => ({ id: assetId, assetId, configurationData: {}, pointcutData: null })));
const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers });
const basic = { 'www-authenticate': 'Basic realm="x"' };

describe('what answers prove', () => {
  it.each<[string, ReturnType<typeof answer>, string[], string, string]>([
    [
      'a challenge of the policy',
      answer(401, basic),
      ['http-basic-authentication'],
      'protected',
      'Without credentials',
    ],
    [
      'one of another scheme',
      answer(401, { 'www-authenticate': 'Negotiate' }),
      ['http-basic-authentication'],
      'protected',
      'something else refuses',
    ],
    ['a refusal that no policy makes', answer(401, basic), [], 'protected', 'No enabled policy asks for any'],
    ['a refused address', answer(403), ['ip-allowlist'], 'blocked', 'address of this server'],
    [
      'a refused address before a lock',
      answer(403),
      ['ip-allowlist', 'jwt-validation'],
      'blocked',
      'says nothing of callers',
    ],
    ['a missing token', answer(400), ['jwt-validation'], 'protected', 'Without credentials it refuses'],
    ['a bad request without a token policy', answer(400), ['http-basic-authentication'], 'open', 'although policy'],
    ['SOAP', answer(500, basic), ['http-basic-authentication'], 'protected', 'Without credentials it refuses'],
    ['an error of the service', answer(500), [], 'open', 'anybody'],
    ['a limit', answer(429), ['rate-limiting'], 'limited', '429'],
  ])('%s', (_, without, assets, verdict, meaning) => {
    const proof = proofOf({ without, sent: [], guards: guards(...assets) });
    expect(proof.verdict).toBe(verdict);
    expect(proof.meaning).toContain(meaning);
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%i) leads somewhere, and proves no policy', (status) => {
    const location = 'https://login.example.com/oauth2/authorize?client_id=1&state=secret';
    const proof = proofOf({ without: answer(status, { location }), sent: [], guards: [] });
    expect(proof).toMatchObject({
      verdict: 'redirects',
      without: { status, leadsTo: 'https://login.example.com/oauth2/authorize' },
    });
    expect(proof.meaning).toContain('sign-in page');
    expect(JSON.stringify(proof)).not.toContain('state=');
    const other = proofOf({ without: answer(status, { location: '/new' }), sent: [], guards: [] });
    expect(other.meaning).toContain('to /new');
    expect(other.meaning).not.toContain('sign-in');
  });

  it('tells wrong credentials from those that nobody asked for', () => {
    const refused = (sent: Credential[]) =>
      proofOf({ without: answer(401), withCredentials: answer(401), sent, guards: guards('client-id-enforcement') });
    expect(refused(['a client id']).verdict).toBe('wrong credentials');
    expect(refused(['Basic credentials']).verdict).toBe('other credentials');
    expect(refused(['Basic credentials']).meaning).toContain('asks for a client id; sent: Basic credentials');
  });
});
