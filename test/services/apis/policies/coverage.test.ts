import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CoveringPolicy,
  covers,
  coversAll,
  guardsOf,
  narrows,
  openRequests,
} from '../../../../src/services/apis/policies/coverage.ts';
import { coverageWarnings } from '../../../../src/services/apis/policies/coverage-warnings.ts';
import { httpMethods } from '../../../../src/services/apis/policies/shape.ts';

function policy(assetId: string, facts: Partial<CoveringPolicy> = {}): CoveringPolicy {
  return { id: assetId, assetId, configurationData: {}, pointcutData: null, ...facts };
}

const gets = [{ methodRegex: 'GET', uriTemplateRegex: '/orders/.*' }];
const paths = fc.constantFrom('/.*', '.*', '/orders/.*', '/a', '/[0-9]+');
const verbs = fc
  .uniqueArray(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'), { minLength: 1 })
  .map((one) => one.join('|'));
const pointcut = fc.array(fc.record({ methodRegex: fc.oneof(verbs, fc.constant('.*')), uriTemplateRegex: paths }), {
  maxLength: 3,
});
const request = fc.record({
  method: fc.constantFrom(...httpMethods.filter((method) => method !== 'TRACE' && method !== 'CONNECT')),
  path: fc.constantFrom('/', '/orders/7', '/a', '/a/b', '/12', '/x?'),
});

describe('what policies cover', () => {
  it('is never called closed while one request is open', () => {
    fc.assert(
      fc.property(fc.array(pointcut, { maxLength: 4 }), request, (pointcuts, asked) => {
        const policies = pointcuts.map((pointcutData, index) =>
          policy('http-basic-authentication', { id: String(index), pointcutData }),
        );
        const isOpen = !policies.some((one) => covers(one, asked));
        if (isOpen) expect(openRequests(guardsOf(policies))).toBeDefined();
      }),
    );
  });

  it('is never called narrowed when everything that was covered still is, and always when something is not', () => {
    fc.assert(
      fc.property(pointcut, pointcut, request, (before, after, asked) => {
        const lost = covers({ pointcutData: before }, asked) && !covers({ pointcutData: after }, asked);
        if (lost) expect(narrows(before, after)).toBe(true);
        if (coversAll({ pointcutData: after })) expect(narrows(before, after)).toBe(false);
        expect(narrows(before, before)).toBe(false);
      }),
    );
  });

  it('does not count disabled policies, limits and addresses as authentication', () => {
    const disabled = policy('http-basic-authentication', { disabled: true });
    const all = [disabled, policy('rate-limiting'), policy('ip-allowlist'), policy('cors')];
    expect(openRequests(guardsOf(all))).toBe('all requests');
    expect(openRequests(guardsOf([...all, policy('jwt-validation', { pointcutData: gets })]))).toBe(
      'all requests but GET /orders/.*',
    );
    expect(openRequests(guardsOf([policy('client-id-enforcement')]))).toBeUndefined();
  });
});

describe('warnings of a change', () => {
  const contract = (name: string, status = 'APPROVED', tier: string | undefined = undefined) => ({
    id: name,
    status,
    application: { id: name, name },
    tier: tier === undefined ? null : { name: tier },
  });
  const applied = (after: CoveringPolicy[], changed: string, contracts = [contract('shop')]) =>
    coverageWarnings({ before: after.filter(({ id }) => id !== changed), after, changed, contracts }).join('\n');

  it.each(['client-id-enforcement', 'rate-limiting-sla-based'])('says who passes %s, by name', (asset) => {
    expect(applied([policy(asset)], asset, [])).toContain('No client application has an approved contract');
    const text = applied([policy(asset)], asset, [contract('shop'), contract('till', 'PENDING')]);
    expect(text).toContain('approved contract get through: "shop". Everybody else loses access.');
    expect(text).toContain('Their contracts are not approved: "till" (pending).');
  });

  it('says that a second lock locks out those who have the first key', () => {
    const text = applied(
      [policy('client-id-enforcement'), policy('http-basic-authentication')],
      'http-basic-authentication',
    );
    expect(text).toContain('Client applications lose access until they also send Basic credentials: "shop".');
    expect(text).toContain('It is a second lock: policy "client-id-enforcement"');
    expect(applied([policy('jwt-validation'), policy('http-basic-authentication')], 'jwt-validation')).toContain(
      'no request satisfies both',
    );
  });

  it('says what stays open, and what a narrower or disabled policy opens', () => {
    const basic = policy('http-basic-authentication');
    expect(applied([{ ...basic, pointcutData: gets }], basic.id, [])).toContain(
      'nobody has to authenticate for all requests but GET /orders/.*',
    );
    for (const now of [
      { ...basic, pointcutData: gets },
      { ...basic, disabled: true },
    ]) {
      const text = coverageWarnings({ before: [basic], after: [now], changed: basic.id, contracts: [] }).join('\n');
      expect(text).toContain('Then nobody has to authenticate for all requests');
    }
    expect(coverageWarnings({ before: [basic], after: [basic], changed: basic.id, contracts: [] })).toEqual([]);
  });
});
