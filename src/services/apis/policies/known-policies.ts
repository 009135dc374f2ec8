import type { JsonObject } from '../../../platform/json.ts';
import { muleSoftGroupId, type PolicyTemplate } from '../policy-templates-client.ts';
import type { Shape } from './shape.ts';

/**
 * What is known of a policy of MuleSoft's beyond the fields that its template lists: the template names the type of a
 * field and says nothing of what is inside a list, nor of what depends on what [docs/platform/policies.md#inside-of-configurations].
 */
export interface KnownPolicy {
  /** By field. A field that is not here is checked by the type that its template says. */
  fields: Readonly<Record<string, Shape>>;
  /** What depends on what: a sentence for each demand that is not met. */
  demands?: (configuration: Readonly<JsonObject>) => (string | undefined)[];
  /** Allowed, but rarely meant: a sentence for each. */
  cautions?: (configuration: Readonly<JsonObject>) => (string | undefined)[];
  /** A configuration that is valid, as small as it makes sense. */
  example: JsonObject;
}

const text: Shape = { kind: 'text' };
const flag: Shape = { kind: 'boolean' };
const expression: Shape = { kind: 'text', format: 'expression' };
const count: Shape = { kind: 'integer', minimum: 1 };
const countOrNone: Shape = { kind: 'integer', minimum: 0 };
/** -1 switches a limit of the threat protections off. */
const limit: Shape = { kind: 'integer', minimum: -1 };
const listOf = (items: Shape, atLeast = 0): Shape => ({ kind: 'list', items, atLeast });
const objectOf = (members: Readonly<Record<string, Shape>>, ...required: string[]): Shape => ({
  kind: 'object',
  members,
  required,
});

const rateLimits = listOf(
  objectOf({ maximumRequests: count, timePeriodInMilliseconds: count }, 'maximumRequests', 'timePeriodInMilliseconds'),
  1,
);
const keyValue = objectOf({ key: text, value: text }, 'key', 'value');
const injected = listOf(objectOf({ key: { kind: 'text', format: 'header name' }, value: text }, 'key', 'value'));
const headerNames = listOf({ kind: 'text', format: 'header name' });
const addresses: KnownPolicy = {
  fields: { ipExpression: expression, ips: listOf({ kind: 'text', format: 'address' }, 1) },
  example: { ipExpression: "#[attributes.headers['x-forwarded-for']]", ips: ['203.0.113.7', '10.0.0.0/8'] },
};
const messages: KnownPolicy = {
  fields: {
    loggingConfiguration: listOf(
      objectOf(
        {
          itemName: text,
          itemData: objectOf(
            {
              message: text,
              conditional: text,
              category: text,
              level: { kind: 'text', options: ['INFO', 'WARN', 'ERROR', 'DEBUG'] },
              firstSection: flag,
              secondSection: flag,
            },
            'message',
            'level',
          ),
        },
        'itemName',
        'itemData',
      ),
      1,
    ),
  },
  example: {
    loggingConfiguration: [
      { itemName: 'requests', itemData: { message: '#[attributes.requestPath]', level: 'INFO', firstSection: true } },
    ],
  },
};
const injectionOrRemoval = ({ inboundHeaders, outboundHeaders }: Readonly<JsonObject>) => [
  isFilled(inboundHeaders) || isFilled(outboundHeaders)
    ? undefined
    : 'inboundHeaders or outboundHeaders must have at least one entry.',
];
const clientExpressions = { clientIdExpression: expression, clientSecretExpression: expression };
const clientExample = {
  clientIdExpression: "#[attributes.headers['client_id']]",
  clientSecretExpression: "#[attributes.headers['client_secret']]",
};

/** The members of an origin group have two sets of names [docs/platform/disagreements.md#cors-origin-groups]. */
const originGroups = listOf(
  objectOf({
    name: text,
    originGroupName: text,
    origins: listOf({ kind: 'text', format: 'origin' }, 1),
    plainOrigins: listOf({ kind: 'text', format: 'origin' }, 1),
    accessControlMaxAge: countOrNone,
    allowedMethods: listOf(
      objectOf({ methodName: { kind: 'text', format: 'HTTP method' }, isAllowed: flag, allowed: flag }, 'methodName'),
    ),
    headers: headerNames,
    exposedHeaders: headerNames,
  }),
);

const known: Readonly<Record<string, KnownPolicy>> = {
  'http-basic-authentication': {
    fields: { username: text, password: text },
    example: { username: 'partner', password: '<at least 8 characters>' },
  },
  'ldap-authentication': {
    fields: { ldapServerURL: { kind: 'text', format: 'LDAP address' } },
    example: {
      ldapServerURL: 'ldaps://directory.example.com:636',
      ldapServerUserDn: 'cn=reader,dc=example,dc=com',
      ldapServerUserPassword: '<password>',
      ldapSearchBase: 'ou=people,dc=example,dc=com',
      ldapSearchFilter: '(uid={0})',
    },
  },
  'client-id-enforcement': {
    fields: clientExpressions,
    demands: ({ credentialsOriginHasHttpBasicAuthenticationHeader: origin, clientIdExpression }) => [
      origin === 'customExpression' && isEmpty(clientIdExpression)
        ? 'clientIdExpression is missing: credentialsOriginHasHttpBasicAuthenticationHeader is customExpression.'
        : undefined,
    ],
    example: { credentialsOriginHasHttpBasicAuthenticationHeader: 'customExpression', ...clientExample },
  },
  'rate-limiting': {
    fields: { rateLimits, keySelector: expression },
    example: { rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60_000 }] },
  },
  'rate-limiting-sla-based': { fields: clientExpressions, example: clientExample },
  'spike-control': {
    fields: {
      maximumRequests: count,
      timePeriodInMilliseconds: count,
      delayTimeInMillis: count,
      delayAttempts: countOrNone,
      queuingLimit: countOrNone,
    },
    example: { maximumRequests: 10, timePeriodInMilliseconds: 1000, delayTimeInMillis: 500, delayAttempts: 1 },
  },
  'ip-allowlist': addresses,
  'ip-blocklist': addresses,
  cors: {
    fields: { originGroups, accessControlMaxAge: countOrNone },
    demands: ({ publicResource, originGroups: groups }) => corsDemands(publicResource, groups),
    cautions: ({ publicResource, originGroups: groups }) => [
      publicResource !== false && isFilled(groups)
        ? 'publicResource is not false, so pages of any origin may call the API and originGroups do not count.'
        : undefined,
    ],
    example: {
      publicResource: false,
      originGroups: [
        {
          name: 'shop',
          origins: ['https://shop.example.com'],
          accessControlMaxAge: 60,
          allowedMethods: [{ methodName: 'GET', isAllowed: true }],
          headers: [],
          exposedHeaders: [],
        },
      ],
    },
  },
  'jwt-validation': {
    fields: {
      jwtExpression: expression,
      clientIdExpression: expression,
      customKeyExpression: expression,
      jwksUrl: { kind: 'text', format: 'web addresses' },
      signingKeyLength: { kind: 'integer', options: [256, 384, 512] },
      jwksServiceTimeToLive: countOrNone,
      jwksServiceConnectionTimeout: count,
      claimsToHeaders: listOf({ kind: 'any' }),
      mandatoryCustomClaims: listOf(keyValue),
      nonMandatoryCustomClaims: listOf(keyValue),
    },
    demands: jwtDemands,
    cautions: ({ signingMethod }) => [
      signingMethod === 'none'
        ? 'signingMethod none accepts tokens that nobody signed: anybody can write a valid one.'
        : undefined,
    ],
    example: {
      jwtOrigin: 'httpBearerAuthenticationHeader',
      signingMethod: 'rsa',
      signingKeyLength: 256,
      jwtKeyOrigin: 'jwks',
      jwksUrl: 'https://login.example.com/.well-known/jwks.json',
      skipClientIdValidation: true,
      mandatoryExpClaim: true,
    },
  },
  'header-injection': {
    fields: { inboundHeaders: injected, outboundHeaders: injected },
    demands: injectionOrRemoval,
    example: { inboundHeaders: [{ key: 'x-tenant', value: 'acme' }], outboundHeaders: [] },
  },
  'header-removal': {
    fields: { inboundHeaders: headerNames, outboundHeaders: headerNames },
    demands: injectionOrRemoval,
    example: { inboundHeaders: [], outboundHeaders: ['server'] },
  },
  'message-logging': messages,
  'message-logging-outbound': messages,
  'json-threat-protection': {
    fields: {
      maxContainerDepth: limit,
      maxStringValueLength: limit,
      maxObjectEntryNameLength: limit,
      maxObjectEntryCount: limit,
      maxArrayElementCount: limit,
    },
    example: { maxContainerDepth: 10, maxStringValueLength: 10_000, maxArrayElementCount: 1000 },
  },
  'xml-threat-protection': {
    fields: {
      maxNodeDepth: limit,
      maxAttributeCountPerElement: limit,
      maxChildCount: limit,
      maxTextLength: limit,
      maxAttributeLength: limit,
      maxCommentLength: limit,
    },
    example: { maxNodeDepth: 10, maxChildCount: 100, maxTextLength: 10_000 },
  },
  'http-caching': { fields: { ttl: count, maxCacheEntries: count }, example: { ttl: 600, maxCacheEntries: 1000 } },
  'oauth2-token-introspection': {
    fields: { introspectionURL: { kind: 'text', format: 'web address' }, authenticationTimeout: count },
    example: {
      introspectionURL: 'https://login.example.com/oauth2/introspect',
      authorizationValue: '<value of the Authorization header>',
    },
  },
  'external-oauth2-access-token-enforcement': {
    fields: { tokenUrl: { kind: 'text', format: 'web address' } },
    example: { tokenUrl: 'https://login.example.com/validate' },
  },
};

/** What is known of the policy of a template; nothing of policies that are not MuleSoft's. */
export function knownPolicy({
  groupId,
  assetId,
}: Pick<PolicyTemplate, 'groupId' | 'assetId'>): KnownPolicy | undefined {
  return groupId === muleSoftGroupId && Object.hasOwn(known, assetId) ? known[assetId] : undefined;
}

/** Without a public resource somebody has to be allowed; each group has to name its origins. */
function corsDemands(publicResource: unknown, groups: unknown): (string | undefined)[] {
  if (!Array.isArray(groups)) return [];
  const nameless = groups.flatMap((group, index) =>
    isRecord(group) && isEmpty(group['origins']) && isEmpty(group['plainOrigins'])
      ? [`originGroups.${index}.origins is missing.`]
      : [],
  );
  return [
    ...nameless,
    publicResource === false && groups.length === 0
      ? 'originGroups must have at least one entry, because publicResource is false.'
      : undefined,
  ];
}

/** A token is checked against a key, and the key comes from somewhere [docs/platform/policies.md#inside-of-configurations]. */
function jwtDemands(configuration: Readonly<JsonObject>): (string | undefined)[] {
  const { jwtOrigin, jwtExpression, signingMethod, jwtKeyOrigin, textKey, jwksUrl, customKeyExpression } =
    configuration;
  const hasCustomKey = !isEmpty(customKeyExpression);
  const needsKey = signingMethod !== 'none';
  const custom = [configuration['mandatoryCustomClaims'], configuration['nonMandatoryCustomClaims']];
  return [
    jwtOrigin === 'customExpression' && isEmpty(jwtExpression)
      ? 'jwtExpression is missing: jwtOrigin is customExpression.'
      : undefined,
    needsKey && jwtKeyOrigin === 'jwks' && isEmpty(jwksUrl) ? 'jwksUrl is missing: jwtKeyOrigin is jwks.' : undefined,
    needsKey && jwtKeyOrigin === 'text' && isEmpty(textKey) ? 'textKey is missing: jwtKeyOrigin is text.' : undefined,
    needsKey && isEmpty(jwtKeyOrigin) && !hasCustomKey
      ? 'jwtKeyOrigin is missing: give jwks with jwksUrl, or text with textKey, so that tokens are checked against a key.'
      : undefined,
    needsKey && isEmpty(signingMethod) ? 'signingMethod is missing: give rsa, hmac or es.' : undefined,
    shortKey(configuration),
    configuration['validateAudClaim'] === true && isEmpty(configuration['supportedAudiences'])
      ? 'supportedAudiences is missing: validateAudClaim is true.'
      : undefined,
    configuration['validateCustomClaim'] === true && !custom.some(isFilled)
      ? 'mandatoryCustomClaims or nonMandatoryCustomClaims must have at least one entry, because validateCustomClaim is true.'
      : undefined,
  ];
}

/** An HMAC key has at least as many bytes as its hash [docs/platform/policies.md#inside-of-configurations]. */
function shortKey({
  signingMethod,
  jwtKeyOrigin,
  textKey,
  signingKeyLength = 256,
}: Readonly<JsonObject>): string | undefined {
  if (signingMethod !== 'hmac' || jwtKeyOrigin !== 'text' || typeof textKey !== 'string' || textKey === '')
    return undefined;
  if (textKey.startsWith('#[') || typeof signingKeyLength !== 'number') return undefined;
  const bytes = signingKeyLength / 8;
  return Buffer.byteLength(textKey) < bytes
    ? `textKey is too short: hmac with signingKeyLength ${signingKeyLength} needs at least ${bytes} characters.`
    : undefined;
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
