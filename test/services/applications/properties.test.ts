import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/platform/errors.ts';
import {
  autodiscoveryNames,
  autodiscoveryOf,
  isMask,
  namesApi,
  planProperties,
  propertyNames,
  propertySet,
  shownProperties,
} from '../../../src/services/applications/properties.ts';

const name = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'db.password', '__proto__', 'constructor', autodiscoveryNames.clientSecret),
  fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
);
const value = fc.string().filter((text) => !isMask(text));
const values = fc.array(fc.tuple(name, value)).map((entries) => new Map(entries));

/** The properties of an application, and a request to change them. */
const cases = fc
  .record({ before: values, secureNames: fc.array(name), set: values, setSecure: values, remove: fc.array(name) })
  .map(({ before, secureNames, set, setSecure, remove }) => {
    const secure = new Set(secureNames);
    const request = {
      set,
      setSecure: new Map([...setSecure].filter(([key]) => !set.has(key))),
      remove: remove.filter((key) => !set.has(key) && !setSecure.has(key)),
    };
    return { set: { readable: new Map([...before].filter(([key]) => !secure.has(key))), secure }, request };
  });

describe('merging properties', () => {
  it('loses no property that is not named', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ set, request }, canProtect) => {
        const plan = planProperties(set, request, canProtect);
        const after = new Set([...plan.plain.keys(), ...plan.newSecure.keys(), ...plan.kept]);
        const named = new Set([...request.set.keys(), ...request.setSecure.keys(), ...request.remove]);
        for (const [key, old] of set.readable) if (!named.has(key)) expect(plan.plain.get(key)).toBe(old);
        for (const key of set.secure) if (!named.has(key)) expect(plan.kept).toContain(key);
        for (const key of [...request.set.keys(), ...request.setSecure.keys()]) expect(after).toContain(key);
        for (const key of request.remove) expect(after).not.toContain(key);
      }),
    );
  });

  it('writes no mask and only given values', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ set, request }, canProtect) => {
        const plan = planProperties(set, request, canProtect);
        const given = new Map([...request.set, ...request.setSecure]);
        for (const [key, text] of plan.plain) {
          expect(isMask(text)).toBe(false);
          expect(text).toBe(given.get(key) ?? set.readable.get(key));
        }
        for (const [key, text] of plan.newSecure) expect(text).toBe(given.get(key));
      }),
    );
  });

  it('keeps secure what is secure, where properties can be protected', () => {
    fc.assert(
      fc.property(cases, ({ set, request }) => {
        const { plain, newSecure } = planProperties(set, request, true);
        for (const key of [...set.secure, ...request.setSecure.keys()]) expect(plain.has(key)).toBe(false);
        expect(plain.has(autodiscoveryNames.clientSecret) && request.set.has(autodiscoveryNames.clientSecret)).toBe(
          false,
        );
        for (const key of newSecure.keys()) expect(plain.has(key)).toBe(false);
      }),
    );
  });

  it('names each change once, and shows no secret value', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ set, request }, canProtect) => {
        const plan = planProperties(set, request, canProtect);
        const changed = [...plan.added, ...plan.changed, ...plan.removed];
        expect(plan.changes.map(({ setting }) => setting).sort()).toEqual(changed.sort());
        expect(new Set(changed).size).toBe(changed.length);
        for (const { setting, after } of plan.changes) {
          if (plan.newSecure.has(setting)) expect(after).toBe('(secure, new value)');
        }
        const secrets = [...plan.newSecure.values()];
        expect(plan.secretValues).toEqual(expect.arrayContaining(secrets));
      }),
    );
  });

  it('is done once: the same request again changes nothing but secrets', () => {
    fc.assert(
      fc.property(cases, ({ set, request }) => {
        const first = planProperties(set, request, true);
        const after = { readable: first.plain, secure: new Set([...first.kept, ...first.newSecure.keys()]) };
        const second = planProperties(after, request, true);
        expect(second.added).toEqual([]);
        expect(second.removed).toEqual([]);
        for (const key of second.changed) expect(after.secure).toContain(key);
      }),
    );
  });

  it.each(['******', '***', '••••••', '(secure)', '(hidden)', '[secret]', ' ****** '])(
    'refuses %j as a value',
    (mask) => {
      const before = propertySet({ a: '1' });
      const request = { set: new Map([['a', mask]]), setSecure: new Map(), remove: [] };
      expect(() => planProperties(before, request, true)).toThrow(Failure);
    },
  );
});

describe('properties as the platform shows them', () => {
  it('counts a mask as protected even without the name among the secure ones', () => {
    const set = propertySet({ a: '1', b: '******', c: 8081, d: null }, ['e']);
    expect(propertyNames(set)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect([...set.secure].sort()).toEqual(['b', 'e']);
    expect(set.readable.get('c')).toBe('8081');
  });

  it.each([null, undefined, 'text', []])('has none in %j', (map) => {
    expect(propertyNames(propertySet(map))).toEqual([]);
  });

  it('shows neither masks nor what looks like a secret', () => {
    expect(shownProperties(propertySet({ z: '1', 'db.password': 'x', s: '***' }))).toEqual([
      { name: 'db.password', value: '(hidden)' },
      { name: 's', value: '(secure)' },
      { name: 'z', value: '1' },
    ]);
  });
});

describe('autodiscovery', () => {
  it.each(['api.id', 'apiId', 'orders.api.id', 'API_ID', 'orders-api-id'])('finds the API id under %s', (property) => {
    expect(autodiscoveryOf(propertySet({ [property]: '123' }), false).apiIds).toEqual([{ property, apiId: '123' }]);
  });

  it('names what is missing', () => {
    expect(autodiscoveryOf(propertySet({ 'anypoint.platform.client_secret': 'open' }), false)).toEqual({
      apiIds: [],
      clientId: undefined,
      clientSecret: 'unprotected',
      gatekeeper: undefined,
      missing: ['api.id', 'anypoint.platform.client_id', 'anypoint.platform.gatekeeper'],
    });
  });

  it('finds an instance under any name', () => {
    expect(namesApi(propertySet({ whatever: '4650143' }), '4650143')).toBe(true);
    expect(namesApi(propertySet({ whatever: '4650143' }), '465')).toBe(false);
  });
});
