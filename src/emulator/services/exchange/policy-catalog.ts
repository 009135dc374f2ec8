import type { Technology } from './model.ts';

/** The group of all policies that MuleSoft provides [docs/platform/policies.md#basic-auth]. */
export const muleSoftGroupId = '68ef9520-24e9-4cf2-b2f5-620025690913';

/** The type of a field. */
export type FieldType = 'string' | 'int' | 'bool' | 'array' | 'string_array';

/** A field of a policy's configuration. */
export interface PolicyField {
  type: FieldType;
  required?: boolean;
  sensitive?: boolean;
  max?: number;
  options?: readonly string[];
}

/** A policy that can be applied, with all its versions. */
export interface PolicyTemplate {
  assetId: string;
  /** its id in the older API without Exchange coordinates [docs/platform/policies.md#templates] */
  templateId: string;
  name: string;
  description: string;
  category: string;
  /** newest first; the first is the one that the official Terraform provider knows, the older ones are made up */
  versions: readonly [string, ...string[]];
  technologies: readonly Technology[];
  direction: 'inbound' | 'outbound';
  fields: Readonly<Record<string, PolicyField>>;
}

const both = ['mule4', 'flexGateway'] as const;
const text: PolicyField = { type: 'string' };
const secret: PolicyField = { type: 'string', required: true, sensitive: true };
const flag: PolicyField = { type: 'bool' };
const whole: PolicyField = { type: 'int' };
const list: PolicyField = { type: 'array' };
const needed = (field: PolicyField): PolicyField => ({ ...field, required: true });

const security = 'Security';
const service = 'Quality of service';
const compliance = 'Compliance';
const transformation = 'Transformation';
const troubleshooting = 'Troubleshooting';

/**
 * A selection of MuleSoft's policies. Coordinates, newest version and fields are those of the official Terraform
 * provider [docs/platform/policies.md#all-policies-that-terraform-knows].
 */
export const policyCatalog: readonly PolicyTemplate[] = [
  {
    assetId: 'http-basic-authentication',
    templateId: '1930',
    name: 'Basic authentication - Simple',
    description: 'Accepts requests with the configured user name and password',
    category: security,
    versions: ['1.3.2', '1.3.1', '1.2.2'],
    technologies: both,
    direction: 'inbound',
    fields: { username: needed(text), password: secret },
  },
  {
    assetId: 'client-id-enforcement',
    templateId: '1931',
    name: 'Client ID enforcement',
    description: 'Accepts requests with the credentials of an application that has a contract',
    category: compliance,
    versions: ['1.3.3', '1.3.2', '1.2.4'],
    technologies: both,
    direction: 'inbound',
    fields: {
      credentialsOriginHasHttpBasicAuthenticationHeader: {
        ...text,
        options: ['customExpression', 'httpBasicAuthenticationHeader'],
      },
      clientIdExpression: text,
      clientSecretExpression: text,
    },
  },
  {
    assetId: 'rate-limiting',
    templateId: '1939',
    name: 'Rate limiting',
    description: 'Rejects requests above a number per period',
    category: service,
    versions: ['1.4.1', '1.4.0', '1.3.5'],
    technologies: both,
    direction: 'inbound',
    fields: { rateLimits: needed(list), keySelector: text, exposeHeaders: flag, clusterizable: flag },
  },
  {
    assetId: 'rate-limiting-sla-based',
    templateId: '1940',
    name: 'Rate limiting - SLA based',
    description: 'Rejects requests above the limits of the SLA tier of the contract',
    category: service,
    versions: ['1.3.1', '1.3.0'],
    technologies: both,
    direction: 'inbound',
    fields: { clientIdExpression: text, clientSecretExpression: text, exposeHeaders: flag, clusterizable: flag },
  },
  {
    assetId: 'spike-control',
    templateId: '1941',
    name: 'Spike control',
    description: 'Delays and then rejects requests above a number per short period',
    category: service,
    versions: ['1.2.2', '1.2.1'],
    technologies: both,
    direction: 'inbound',
    fields: {
      maximumRequests: needed(whole),
      timePeriodInMilliseconds: { ...needed(whole), max: 5000 },
      delayTimeInMillis: needed(whole),
      delayAttempts: needed(whole),
      queuingLimit: whole,
      exposeHeaders: flag,
    },
  },
  {
    assetId: 'ip-allowlist',
    templateId: '1942',
    name: 'IP allowlist',
    description: 'Accepts requests from the listed addresses only',
    category: security,
    versions: ['1.1.2', '1.1.1'],
    technologies: both,
    direction: 'inbound',
    fields: { ipExpression: needed(text), ips: { type: 'string_array', required: true }, methodsString: text },
  },
  {
    assetId: 'ip-blocklist',
    templateId: '1943',
    name: 'IP blocklist',
    description: 'Rejects requests from the listed addresses',
    category: security,
    versions: ['1.1.2', '1.1.1'],
    technologies: both,
    direction: 'inbound',
    fields: { ipExpression: needed(text), ips: { type: 'string_array', required: true }, methodsString: text },
  },
  {
    assetId: 'cors',
    templateId: '1944',
    name: 'Cross-Origin resource sharing',
    description: 'Allows web pages of other origins to call the API',
    category: compliance,
    versions: ['1.3.2', '1.3.1'],
    technologies: both,
    direction: 'inbound',
    fields: { publicResource: flag, supportCredentials: flag, originGroups: needed(list), accessControlMaxAge: whole },
  },
  {
    assetId: 'jwt-validation',
    templateId: '1945',
    name: 'JWT validation',
    description: 'Accepts requests with a valid JSON Web Token',
    category: security,
    versions: ['0.12.0', '0.11.2'],
    technologies: both,
    direction: 'inbound',
    fields: {
      jwtOrigin: { ...needed(text), options: ['httpBearerAuthenticationHeader', 'customExpression'] },
      jwtExpression: text,
      signingMethod: { ...text, options: ['rsa', 'hmac', 'es', 'none'] },
      signingKeyLength: whole,
      jwtKeyOrigin: { ...text, options: ['text', 'jwks'] },
      textKey: { ...text, sensitive: true },
      customKeyExpression: text,
      jwksUrl: text,
      jwksServiceTimeToLive: whole,
      jwksServiceConnectionTimeout: whole,
      skipClientIdValidation: flag,
      clientIdExpression: text,
      validateAudClaim: flag,
      mandatoryAudClaim: flag,
      supportedAudiences: text,
      mandatoryExpClaim: flag,
      mandatoryNbfClaim: flag,
      validateCustomClaim: flag,
      claimsToHeaders: list,
      mandatoryCustomClaims: list,
      nonMandatoryCustomClaims: list,
    },
  },
  {
    assetId: 'header-injection',
    templateId: '1946',
    name: 'Header injection',
    description: 'Adds headers to requests and responses',
    category: transformation,
    versions: ['1.3.2', '1.3.1'],
    technologies: both,
    direction: 'inbound',
    fields: { inboundHeaders: list, outboundHeaders: list },
  },
  {
    assetId: 'header-removal',
    templateId: '1947',
    name: 'Header removal',
    description: 'Removes headers from requests and responses',
    category: transformation,
    versions: ['1.1.2', '1.1.1'],
    technologies: both,
    direction: 'inbound',
    fields: { inboundHeaders: list, outboundHeaders: list },
  },
  {
    assetId: 'message-logging',
    templateId: '1948',
    name: 'Message logging',
    description: 'Logs a message for each request',
    category: troubleshooting,
    versions: ['2.0.2', '2.0.1', '1.0.0'],
    technologies: both,
    direction: 'inbound',
    fields: { loggingConfiguration: needed(list) },
  },
  {
    assetId: 'json-threat-protection',
    templateId: '1949',
    name: 'JSON threat protection',
    description: 'Rejects JSON that is too deep or too large',
    category: security,
    versions: ['1.2.1', '1.2.0'],
    technologies: both,
    direction: 'inbound',
    fields: {
      maxContainerDepth: whole,
      maxStringValueLength: whole,
      maxObjectEntryNameLength: whole,
      maxObjectEntryCount: whole,
      maxArrayElementCount: whole,
    },
  },
  {
    assetId: 'xml-threat-protection',
    templateId: '1950',
    name: 'XML threat protection',
    description: 'Rejects XML that is too deep or too large',
    category: security,
    versions: ['1.2.1', '1.2.0'],
    technologies: ['mule4'],
    direction: 'inbound',
    fields: {
      maxNodeDepth: whole,
      maxAttributeCountPerElement: whole,
      maxChildCount: whole,
      maxTextLength: whole,
      maxAttributeLength: whole,
      maxCommentLength: whole,
    },
  },
  {
    // The source states no restriction, but in practice it needs a gateway
    // [docs/platform/policies.md#all-policies-that-terraform-knows].
    assetId: 'http-caching',
    templateId: '1951',
    name: 'HTTP caching',
    description: 'Caches responses',
    category: service,
    versions: ['1.1.1', '1.1.0'],
    technologies: ['flexGateway'],
    direction: 'inbound',
    fields: {
      httpCachingKey: text,
      maxCacheEntries: whole,
      ttl: whole,
      distributed: flag,
      persistCache: flag,
      useHttpCacheHeaders: flag,
      invalidationHeader: text,
      requestExpression: text,
      responseExpression: text,
    },
  },
  {
    assetId: 'oauth2-token-introspection',
    templateId: '1952',
    name: 'OAuth 2.0 token introspection',
    description: 'Accepts requests with a token that the authorization server confirms',
    category: security,
    versions: ['1.0.1', '1.0.0'],
    technologies: both,
    direction: 'inbound',
    fields: {
      introspectionURL: needed(text),
      authorizationValue: secret,
      validatedTokenTTL: whole,
      scopeValidationCriteria: text,
      skipClientIdValidation: flag,
      consumerBy: text,
      exposeHeaders: flag,
      maxCacheEntries: whole,
      authenticationTimeout: whole,
    },
  },
  {
    assetId: 'ldap-authentication',
    templateId: '1953',
    name: 'Basic authentication - LDAP',
    description: 'Accepts requests of users in an LDAP directory',
    category: security,
    versions: ['1.4.1', '1.4.0'],
    technologies: both,
    direction: 'inbound',
    fields: {
      ldapServerURL: needed(text),
      ldapServerUserDn: needed(text),
      ldapServerUserPassword: secret,
      ldapSearchBase: needed(text),
      ldapSearchFilter: needed(text),
      ldapSearchInSubtree: flag,
    },
  },
  {
    assetId: 'message-logging-outbound',
    templateId: '1954',
    name: 'Message logging - Outbound',
    description: 'Logs a message for each request to the upstream service',
    category: troubleshooting,
    versions: ['2.0.3'],
    technologies: ['flexGateway'],
    direction: 'outbound',
    fields: { loggingConfiguration: needed(list) },
  },
  {
    assetId: 'credential-injection-basic-auth',
    templateId: '1955',
    name: 'Credential injection - Basic authentication',
    description: 'Authenticates at the upstream service with a user name and password',
    category: security,
    versions: ['1.0.1'],
    technologies: ['flexGateway'],
    direction: 'outbound',
    fields: { username: needed(text), password: secret, overwrite: flag, customHeader: text },
  },
];

/** The policy template of an asset, in any version. */
export function findTemplate(groupId: string, assetId: string): PolicyTemplate | undefined {
  if (groupId !== muleSoftGroupId) return undefined;
  return policyCatalog.find((template) => template.assetId === assetId);
}
