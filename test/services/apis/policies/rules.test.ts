import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/platform/json.ts';
import { baseUriProperties } from '../../../../src/services/apis/autodiscovery.ts';
import {
  appliedProblems,
  configurationProblems,
  withDefaults,
} from '../../../../src/services/apis/policies/configuration.ts';
import { uncertainSecrets, withHeldSecrets } from '../../../../src/services/apis/policies/held-secrets.ts';
import {
  configurationChanges,
  isMask,
  maskConfiguration,
  masksIn,
  secretsIn,
} from '../../../../src/services/apis/policies/masking.ts';
import { pointcutFrom, pointcutText } from '../../../../src/services/apis/policies/policies.ts';
import type { AppliedPolicy } from '../../../../src/services/apis/policies-client.ts';
import {
  muleSoftGroupId,
  type PolicyTemplate,
  type TemplateField,
} from '../../../../src/services/apis/policy-templates-client.ts';
import { assetIdFrom } from '../../../../src/services/exchange/assets.ts';
import { readOpenApi } from '../../../../src/services/exchange/documents.ts';

function field(propertyName: string, facts: Partial<TemplateField> = {}): TemplateField {
  return {
    propertyName,
    name: undefined,
    description: undefined,
    type: 'string',
    optional: true,
    sensitive: false,
    allowMultiple: false,
    options: undefined,
    minimumValue: undefined,
    maximumValue: undefined,
    ...facts,
  };
}

const applied: AppliedPolicy = {
  id: '1',
  groupId: muleSoftGroupId,
  assetId: 'custom',
  assetVersion: '1.0.0',
  configurationData: {},
  pointcutData: undefined,
  order: 1,
  disabled: false,
  label: undefined,
};

const custom: PolicyTemplate = {
  groupId: muleSoftGroupId,
  assetId: 'custom',
  version: '1.0.0',
  name: undefined,
  description: undefined,
  category: undefined,
  applicable: true,
};

function template(configuration: TemplateField[], assetId = 'custom') {
  return { groupId: muleSoftGroupId, assetId, configuration };
}

describe('secrets that the platform holds', () => {
  const fields = [
    field('user', { optional: false }),
    field('key', { optional: false, sensitive: true }),
    field('extra', { sensitive: true }),
  ];
  const held = (configurationData: JsonObject) =>
    withHeldSecrets({ ...applied, configurationData }, [{ ...custom, configuration: fields }]).configurationData;

  it('are masks where a policy must have them', () => {
    expect(held({ user: 'u' })).toEqual({ user: 'u', key: '[secret]' });
    expect(held({ user: 'u', key: 'k' })).toEqual({ user: 'u', key: 'k' });
    expect(withHeldSecrets({ ...applied, configurationData: { user: 'u' } }, []).configurationData).toEqual({
      user: 'u',
    });
  });

  it('are named where a policy may have them', () => {
    expect(uncertainSecrets({ user: 'u', key: '[secret]' }, template(fields))).toEqual(['extra']);
    expect(uncertainSecrets({ extra: 'e', key: 'k' }, template(fields))).toEqual([]);
    expect(uncertainSecrets({}, undefined)).toEqual([]);
  });

  it('are no problem of what is applied', () => {
    const configuration = held({ user: 'u' });
    expect(appliedProblems(configuration, template(fields))).toEqual([]);
    expect(configurationProblems(configuration, template(fields))).toHaveLength(1);
    expect(appliedProblems({ key: '[secret]' }, template(fields))).toEqual(['user is missing (required, text).']);
  });
});

describe('masking', () => {
  it('hides every sensitive field, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.jsonValue(), (secret, other) => {
        const configuration = { hidden: { deep: [`<${secret}>`] }, open: 'visible', other };
        const fields = [field('hidden', { sensitive: true }), field('open'), field('other', { sensitive: true })];
        expect(maskConfiguration(configuration, fields)['hidden']).toBe('[secret]');
        expect(maskConfiguration(configuration, fields)['open']).toBe('visible');
        expect(secretsIn(configuration, fields)).toContain(`<${secret}>`);
      }),
    );
  });

  it.each([
    [{ password: 'x1' }, { password: '[secret]' }],
    [{ ldapServerUserPassword: 'x1' }, { ldapServerUserPassword: '[secret]' }],
    [{ nested: { clientSecret: 'x1', clientId: 'id' } }, { nested: { clientSecret: '[secret]', clientId: 'id' } }],
    [
      { openaiApiKey: 'x1', awsSecretAccessKey: 'x2' },
      { openaiApiKey: '[secret]', awsSecretAccessKey: '[secret]' },
    ],
    [{ textKey: 'x1' }, { textKey: '[secret]' }],
    [
      { inboundHeaders: [{ key: 'Authorization', value: 'Bearer x' }] },
      { inboundHeaders: [{ key: 'Authorization', value: '[secret]' }] },
    ],
    [{ inboundHeaders: [{ key: 'X-Trace', value: 'on' }] }, { inboundHeaders: [{ key: 'X-Trace', value: 'on' }] }],
    [
      { clientSecretExpression: "#[attributes.headers['s']]" },
      { clientSecretExpression: "#[attributes.headers['s']]" },
    ],
    [
      { credentialsOriginHasHttpBasicAuthenticationHeader: 'customExpression' },
      { credentialsOriginHasHttpBasicAuthenticationHeader: 'customExpression' },
    ],
    [
      { keySelector: '#[method]', maximumTokens: 5, tokenUrl: 'https://x' },
      { keySelector: '#[method]', maximumTokens: 5, tokenUrl: 'https://x' },
    ],
  ])('knows secrets by their names where no template marks them: %j', (configuration, shown) => {
    expect(maskConfiguration(configuration, undefined)).toEqual(shown);
  });

  it('shows that a secret changes, and nothing of it', () => {
    const fields = [field('password', { sensitive: true }), field('username')];
    const changes = configurationChanges(
      { password: 'old-one', username: 'a' },
      { password: 'new-one', username: 'b' },
      fields,
    );
    expect(changes).toEqual([
      { setting: 'configuration.password', before: '[secret]', after: '[secret], another one' },
      { setting: 'configuration.username', before: 'a', after: 'b' },
    ]);
    expect(configurationChanges({ a: [1] }, { a: [1] }, fields)).toEqual([]);
  });

  it('finds masks wherever they stand', () => {
    expect(masksIn({ a: '[secret]', b: [{ c: '****' }], d: '*', e: 'x' })).toEqual(['a', 'b.0.c']);
    expect(isMask('secret')).toBe(false);
  });
});

describe('a configuration against its template', () => {
  const types = { string: 'text', int: 1, boolean: true, array: [1] };

  it('accepts exactly the values of the type', () => {
    for (const type of Object.keys(types)) {
      for (const [other, value] of Object.entries(types)) {
        const problems = configurationProblems({ it: value }, template([field('it', { type })]));
        expect(problems.length, `${other} for ${type}`).toBe(type === other ? 0 : 1);
      }
    }
  });

  it('names each unknown and each missing field, and never a value', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 1 }),
        // No message holds a digit.
        fc.string().map((text) => `7${text}`),
        (names, value) => {
          const unknown = Object.fromEntries(names.map((name) => [`${name}X`, value]));
          const problems = configurationProblems(
            unknown,
            template(names.map((name) => field(name, { optional: false }))),
          );
          expect(problems).toHaveLength(2 * names.length);
          for (const name of names)
            expect(problems.some((problem) => problem.startsWith(`${name} is missing`))).toBe(true);
          expect(problems.join(' ')).not.toContain(value);
        },
      ),
    );
  });

  it('leaves unknown types, and templates without fields, to the platform', () => {
    expect(configurationProblems({ it: { any: 1 } }, template([field('it', { type: 'rateLimits' })]))).toEqual([]);
    expect(configurationProblems({ it: 1 }, undefined)).toEqual([]);
    expect(configurationProblems({ it: '[secret]' }, undefined)).toHaveLength(1);
  });

  it('lets an expression stand for an option, and checks lists of texts', () => {
    const options = template([field('it', { options: ['a', 'b'] })]);
    expect(configurationProblems({ it: '#[vars.x]' }, options)).toEqual([]);
    expect(configurationProblems({ it: 'c' }, options)).toEqual(['it must be one of a, b.']);
    expect(configurationProblems({ it: ['x'] }, template([field('it', { allowMultiple: true })]))).toEqual([]);
    expect(configurationProblems({ it: 0 }, template([field('it', { type: 'int', minimumValue: 1 })]))).toEqual([
      'it must be 1 at least.',
    ]);
  });

  it('fills in defaults of required fields only', () => {
    const fields = [
      field('a', { optional: false, defaultValue: 5 }),
      field('b', { defaultValue: 6 }),
      field('c', { optional: false, defaultValue: null }),
    ];
    expect(withDefaults({}, fields)).toEqual({ a: 5 });
    expect(withDefaults({ a: 1 }, fields)).toEqual({ a: 1 });
  });
});

describe('the requests a policy is for', () => {
  it.each([
    [undefined, undefined, undefined],
    [[], [], null],
    [['get'], undefined, [{ methodRegex: 'GET', uriTemplateRegex: '.*' }]],
    [undefined, ['/a'], [{ methodRegex: '.*', uriTemplateRegex: '/a' }]],
  ])('are %j and %j', (methods, paths, expected) => {
    expect(pointcutFrom(methods, paths)).toEqual(expected);
  });

  it('read as words', () => {
    expect(pointcutText(null)).toBe('all requests');
    expect(pointcutText([{ methodRegex: 'GET', uriTemplateRegex: undefined }])).toBe('GET all paths');
  });
});

describe('names and documents', () => {
  it.each([
    ['Data Cloud API', 'data-cloud-api'],
    ['  Aufträge (neu) v2.1 ', 'auftrage-neu-v2.1'],
    ['---', ''],
  ])('make an asset id of %j', (name, id) => {
    expect(assetIdFrom(name)).toBe(id);
  });

  it('distinguish JSON from YAML, and recognize the same text', () => {
    expect(readOpenApi('{"swagger":"2.0"}')).toMatchObject({ format: 'json' });
    expect(readOpenApi('# a comment\n"openapi": 3.1.0\n')).toMatchObject({ format: 'yaml' });
    expect(readOpenApi('openapi: 3.0.0').digest).toBe(readOpenApi('openapi: 3.0.0').digest);
    expect(() => readOpenApi('info:\n  openapi: 3.0.0')).toThrow('not an OpenAPI document');
  });

  it('give the base URIs of planes outside the US', () => {
    expect(baseUriProperties('https://anypoint.mulesoft.com')).toEqual([]);
    expect(baseUriProperties('https://eu1.anypoint.mulesoft.com')).toEqual([
      { name: 'anypoint.platform.base_uri', value: 'https://eu1.anypoint.mulesoft.com' },
      { name: 'anypoint.platform.analytics_base_uri', value: 'https://analytics-ingest.eu1.anypoint.mulesoft.com' },
    ]);
    expect(baseUriProperties('https://ca1.platform.mulesoft.com')).toHaveLength(1);
  });
});
