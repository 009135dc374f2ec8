import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConfiguration } from '../../../../src/emulator/services/apis/policies/configuration-check.ts';
import { policyCatalog } from '../../../../src/emulator/services/exchange/policy-catalog.ts';
import { fieldView } from '../../../../src/emulator/services/exchange/policy-definition.ts';
import {
  configurationCautions,
  configurationProblems,
  exampleConfiguration,
} from '../../../../src/services/apis/policies/configuration.ts';
import { muleSoftGroupId, policyTemplateSchema } from '../../../../src/services/apis/policy-templates-client.ts';

/** A template as the platform sends it. */
function template(assetId: string) {
  const known = policyCatalog.find((one) => one.assetId === assetId);
  if (known === undefined) throw new Error(`no template ${assetId}`);
  return policyTemplateSchema.parse({
    groupId: muleSoftGroupId,
    assetId,
    version: known.versions[0],
    configuration: Object.entries(known.fields).map(fieldView),
  });
}

const header = "#[attributes.headers['x']]";
const jwt = { jwtOrigin: 'httpBearerAuthenticationHeader', signingMethod: 'rsa' };

describe('a configuration, down to its last member', () => {
  it.each([
    ['rate-limiting', { rateLimits: [] }, 'rateLimits must have at least one entry.'],
    ['rate-limiting', { rateLimits: [100] }, 'rateLimits.0 must be an object'],
    ['rate-limiting', { rateLimits: [{ limit: 2, window: '1m' }] }, 'unknown member "limit"'],
    ['rate-limiting', { rateLimits: [{ maximumRequests: 2 }] }, 'rateLimits.0.timePeriodInMilliseconds is missing.'],
    [
      'rate-limiting',
      { rateLimits: [{ maximumRequests: 0, timePeriodInMilliseconds: 1 }] },
      'rateLimits.0.maximumRequests must be 1 at least.',
    ],
    ['rate-limiting', { rateLimits: [{ maximumRequests: '5', timePeriodInMilliseconds: 1 }] }, 'must be an integer.'],
    ['ip-allowlist', { ipExpression: header, ips: [] }, 'ips must have at least one entry.'],
    ['ip-allowlist', { ipExpression: header, ips: ['10.0.0.1', 'office'] }, 'ips.1 must be an IP address'],
    ['ip-allowlist', { ipExpression: header, ips: ['10.0.0.0/33'] }, 'ips.0 must be an IP address'],
    ['ip-allowlist', { ipExpression: header, ips: [10] }, 'ips.0 must be a text.'],
    ['ip-allowlist', { ipExpression: 'x-forwarded-for', ips: ['::1'] }, 'ipExpression must be a DataWeave expression'],
    ['ip-blocklist', { ipExpression: '#[attributes', ips: ['::1'] }, 'ipExpression is an expression that does not end'],
    ['cors', { originGroups: ['https://shop.example'] }, 'originGroups.0 must be an object'],
    ['cors', { originGroups: [{ name: 'shop' }] }, 'originGroups.0.origins is missing.'],
    ['cors', { originGroups: [{ origins: ['shop.example'] }] }, 'originGroups.0.origins.0 must be an origin'],
    ['cors', { publicResource: false, originGroups: [] }, 'originGroups must have at least one entry'],
    [
      'cors',
      { originGroups: [{ origins: ['*'], allowedMethods: [{ methodName: 'FETCH' }] }] },
      'originGroups.0.allowedMethods.0.methodName must be an HTTP method',
    ],
    ['jwt-validation', jwt, 'jwtKeyOrigin is missing'],
    ['jwt-validation', { ...jwt, jwtKeyOrigin: 'jwks' }, 'jwksUrl is missing'],
    ['jwt-validation', { ...jwt, jwtKeyOrigin: 'jwks', jwksUrl: 'keys' }, 'jwksUrl must be a web address'],
    ['jwt-validation', { ...jwt, jwtKeyOrigin: 'text' }, 'textKey is missing'],
    [
      'jwt-validation',
      { jwtOrigin: 'customExpression', signingMethod: 'hmac', jwtKeyOrigin: 'text', textKey: 'short' },
      'jwtExpression is missing',
    ],
    [
      'jwt-validation',
      { ...jwt, signingMethod: 'hmac', jwtKeyOrigin: 'text', textKey: 'short' },
      'textKey is too short',
    ],
    [
      'jwt-validation',
      { ...jwt, signingMethod: 'none', validateAudClaim: true },
      'supportedAudiences is missing: validateAudClaim is true.',
    ],
    [
      'jwt-validation',
      { ...jwt, signingMethod: 'none', mandatoryCustomClaims: [{ key: 'a' }] },
      '.0.value is missing.',
    ],
    [
      'client-id-enforcement',
      { credentialsOriginHasHttpBasicAuthenticationHeader: 'customExpression' },
      'clientIdExpression is missing',
    ],
    ['header-injection', {}, 'inboundHeaders or outboundHeaders must have at least one entry.'],
    ['header-injection', { inboundHeaders: [{ key: 'a b', value: '1' }] }, 'inboundHeaders.0.key must be the name of'],
    ['header-removal', { inboundHeaders: [{ key: 'a' }] }, 'inboundHeaders.0 must be a text.'],
    ['message-logging', { loggingConfiguration: [] }, 'loggingConfiguration must have at least one entry.'],
    [
      'message-logging',
      { loggingConfiguration: [{ itemName: 'a', itemData: { message: 'b', level: 'LOUD' } }] },
      'loggingConfiguration.0.itemData.level must be one of INFO, WARN, ERROR, DEBUG.',
    ],
    [
      'spike-control',
      { maximumRequests: 1, timePeriodInMilliseconds: 9000, delayTimeInMillis: 1, delayAttempts: 0 },
      'timePeriodInMilliseconds must be 5000 at most.',
    ],
    ['http-basic-authentication', { username: '', password: 'x' }, 'username is missing'],
    [
      'oauth2-token-introspection',
      { introspectionURL: 'ftp://x', authorizationValue: 'x' },
      'introspectionURL must be',
    ],
  ])('of %s: %j', (assetId, configuration, problem) => {
    expect(configurationProblems(configuration, template(assetId)).join(' ')).toContain(problem);
  });

  it.each(policyCatalog.map(({ assetId }) => assetId))(
    'has an example for %s that client and platform accept',
    (assetId) => {
      const known = policyCatalog.find((one) => one.assetId === assetId);
      const example = exampleConfiguration(template(assetId));
      expect(configurationProblems(example, template(assetId))).toEqual([]);
      expect(known && checkConfiguration(known, example)).toEqual([]);
    },
  );

  it('repeats no value, whatever is in a list', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...policyCatalog), (value, { assetId, fields }) => {
        // A mark that no message holds.
        const marked = JSON.parse(JSON.stringify(value), (_, one) => (typeof one === 'string' ? `§${one}` : one));
        const configuration = Object.fromEntries(Object.keys(fields).map((name) => [name, [marked]]));
        const named = typeof value === 'object' && value !== null && !Array.isArray(value);
        if (named) return;
        expect(configurationProblems(configuration, template(assetId)).join(' ')).not.toContain('§');
      }),
    );
  });

  it('says what it could not check, and what is rarely meant', () => {
    const custom = { groupId: 'own', assetId: 'own', configuration: template('rate-limiting').configuration };
    expect(configurationCautions({ rateLimits: [{}] }, custom)).toEqual([
      'Only the platform knows the inside of rateLimits; it was not checked.',
    ]);
    expect(configurationCautions({ ...jwt, signingMethod: 'none' }, template('jwt-validation'))[0]).toContain(
      'anybody',
    );
    expect(configurationCautions({ originGroups: [{}] }, template('cors'))[0]).toContain('publicResource is not false');
  });
});
