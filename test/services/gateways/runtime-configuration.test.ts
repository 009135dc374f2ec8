import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellingsOf } from '../../../src/core/text/spellings.ts';
import {
  changedConfiguration,
  masked,
  settingsOf,
  shownChanges,
  valueAt,
} from '../../../src/services/gateways/runtime-configuration/runtime-configuration.ts';
import {
  type RuntimeSettingValues,
  runtimeSettingList,
} from '../../../src/services/gateways/runtime-configuration/settings.ts';

/** Values for some settings, without outbound TLS, whose ids only go together. */
const someValues: fc.Arbitrary<RuntimeSettingValues> = fc.record(
  {
    forwardLogs: fc.boolean(),
    logLevel: fc.constantFrom('debug' as const, 'info' as const, 'fatal' as const),
    tracingSampling: fc.integer({ min: 0, max: 100 }),
    proxyProtocol: fc.boolean(),
    streamIdleSeconds: fc.nat(),
    maxRetries: fc.nat(),
    maxRequests: fc.nat(),
    connectionBufferLimit: fc.nat(),
    rewriteHostHeader: fc.boolean(),
    probeEnabled: fc.boolean(),
    probePath: fc.string({ minLength: 1 }),
    probePort: fc.integer({ min: 1, max: 65535 }),
  },
  { requiredKeys: [] },
);
const someSettings = someValues.filter((values) => Object.keys(values).length > 0);
const unknownMembers = fc.record({ novelty: fc.jsonValue(), other: fc.record({ deep: fc.jsonValue() }) });

const pathOf = (name: string) => runtimeSettingList.find((setting) => setting.name === name)?.path ?? '';
const set = (values: RuntimeSettingValues, current = {}) =>
  changedConfiguration(current, { mode: 'merge', values, remove: [] });

describe('changedConfiguration', () => {
  it('holds every value given, and keeps everything else', () => {
    return fc.assert(
      fc.property(someValues, someSettings, unknownMembers, (before, values, unknown) => {
        const current = { ...(Object.keys(before).length > 0 ? set(before) : {}), ...unknown };
        const after = set(values, current);
        for (const [name, value] of Object.entries({ ...before, ...values })) {
          expect(valueAt(after, pathOf(name))).toEqual(value);
        }
        expect(after).toMatchObject(unknown);
      }),
    );
  });

  it('is back where it was when what it added is unset', () => {
    return fc.assert(
      fc.property(someValues, someSettings, unknownMembers, (before, values, unknown) => {
        const current = { ...(Object.keys(before).length > 0 ? set(before) : {}), ...unknown };
        const added = Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(before, name)));
        fc.pre(Object.keys(added).length > 0);
        const after = set(added, current);
        const remove = Object.keys(added);
        expect(changedConfiguration(after, { mode: 'merge', values: {}, remove })).toEqual(current);
      }),
    );
  });

  it('changes nothing the second time, and never its input', () => {
    return fc.assert(
      fc.property(someValues, someSettings, (before, values) => {
        const current = Object.keys(before).length > 0 ? set(before) : {};
        const copy = structuredClone(current);
        const once = set(values, current);
        expect(shownChanges(once, set(values, once))).toEqual([]);
        expect(current).toEqual(copy);
      }),
    );
  });

  it('replaces whatever there was', () => {
    return fc.assert(
      fc.property(someSettings, unknownMembers, (values, unknown) => {
        expect(changedConfiguration(unknown, { mode: 'replace', values, remove: [] })).toEqual(set(values));
      }),
    );
  });

  it('unsets settings by argument, path or beginning of a path', () => {
    const current = set({ probePath: '/a', probePort: 1, maxRetries: 1, maxRequests: 2 });
    const remove = ['probe', 'circuitBreaker.maxRetries'];
    expect(changedConfiguration(current, { mode: 'merge', values: {}, remove })).toEqual({
      circuitBreaker: { maxRequests: 2 },
    });
  });

  it('unsets every setting by each other spelling that calls may use', () => {
    const spelled = runtimeSettingList.flatMap(({ name, schema }) =>
      spellingsOf(schema).map((spelling) => ({ name, spelling })),
    );
    expect(spelled.length).toBeGreaterThan(0);
    for (const { name, spelling } of spelled) {
      const current = set({ [name]: 1, rewriteHostHeader: true });
      expect(changedConfiguration(current, { mode: 'merge', values: {}, remove: [spelling] }), spelling).toEqual(
        set({ rewriteHostHeader: true }),
      );
    }
  });

  it('requires outbound TLS to be complete', () => {
    const tls = set({ secretGroupId: 'group', truststoreId: 'store' });
    const without = (remove: string[]) => changedConfiguration(tls, { mode: 'merge', values: {}, remove });
    expect(without(['tls'])).toEqual({});
    expect(() => without(['truststoreId'])).toThrow('truststoreId is missing');
    expect(set({ skipTlsValidation: true }, tls)).toBeDefined();
  });
});

describe('settingsOf', () => {
  it('gives log outputs in the form in which they are set', () => {
    const logOutputs = [{ name: 'a', type: 'http', parameters: { host: 'x' } }];
    const { settings, otherSettings } = settingsOf(set({ logOutputs }), 'self-managed');
    const declared = [{ name: 'a', type: 'http', parameters: [{ name: 'host', value: 'x' }] }];
    expect(settings.find(({ setting }) => setting === 'logOutputs')?.value).toEqual(declared);
    expect(otherSettings).toEqual([]);
    const list = settingsOf({ logging: { outputs: logOutputs } }, 'self-managed');
    expect(list.settings.find(({ setting }) => setting === 'logOutputs')?.value).toEqual(declared);
    const bare = settingsOf({ logging: { outputs: { a: { type: 'stdout' } } } }, 'self-managed');
    expect(bare.settings.find(({ setting }) => setting === 'logOutputs')?.value).toEqual([
      { name: 'a', type: 'stdout' },
    ]);
  });
});

describe('masked', () => {
  it.each(['http_passwd', 'splunk_token', 'Shared_Key', 'aws_secret_key', 'Authorization', 'Header', 'api_key'])(
    'hides %s',
    (key) => expect(masked({ a: [{ [key]: 'x' }] })).toEqual({ a: [{ [key]: '[secret]' }] }),
  );

  it('shows the ids of outbound TLS', () => {
    expect(shownChanges({}, set({ secretGroupId: 'group', truststoreId: 'store' }))).toEqual([
      { setting: 'tls.defaultPoliciesOutboundTls.secretGroupId', after: 'group' },
      { setting: 'tls.defaultPoliciesOutboundTls.truststoreId', after: 'store' },
    ]);
  });

  it('notices a change of nothing but a credential', () => {
    const outputs = (http_passwd: string) =>
      set({ logOutputs: [{ name: 'a', type: 'http', parameters: { http_passwd } }] });
    expect(shownChanges(outputs('one'), outputs('two'))).toEqual([
      { setting: 'logging.outputs.a.parameters.http_passwd', before: '[secret]', after: '[secret]' },
    ]);
  });
});
