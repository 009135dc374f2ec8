import { BlockList, isIP } from 'node:net';
import { type DataPlaneRequest, reject } from '../../../core/data-plane/requests.ts';
import type { Platform } from '../../../core/platform.ts';
import { basicCredentials, isRecord } from '../../../core/requests.ts';
import { clientApplications } from '../contracts/client-application.ts';
import type { ApiInstance, Contract, EnforcedPolicy } from '../model.ts';
import { countRequest, limitsOf } from './rate-limits.ts';

/** Where a policy is checked. */
interface PolicyContext {
  platform: Platform;
  api: ApiInstance;
}

type Check = (policy: EnforcedPolicy, request: DataPlaneRequest, at: PolicyContext) => Response | null;

/** The header in an expression such as `#[attributes.headers['client_id']]`. Other expressions are not supported. */
function headerOf(expression: unknown, fallback: string): string {
  const text = typeof expression === 'string' ? expression : '';
  return /headers(?:\[['"]|\.)([\w-]+)/.exec(text)?.[1] ?? fallback;
}

const basicAuthentication: Check = ({ configurationData }, { headers }) => {
  const [username, password] = basicCredentials(headers.get('authorization')) ?? [];
  if (username === configurationData['username'] && password === configurationData['password']) return null;
  // Neither the realm nor the body is documented; both are made up [docs/platform/unknown.md#data-plane-answers].
  return reject(401, 'Authentication denied: the user name and password are missing or wrong', {
    'www-authenticate': 'Basic realm="mule-realm"',
  });
};

/** The approved contract of the client application whose credentials a request carries. */
function contractOf(
  policy: EnforcedPolicy,
  request: DataPlaneRequest,
  { platform, api }: PolicyContext,
): Contract | undefined {
  const { id, secret, needsSecret } = clientOf(policy, request);
  return api.contracts.find(({ applicationId, status }) => {
    const application = platform.store.of(clientApplications).get(applicationId);
    if (application === undefined || status !== 'APPROVED' || application.clientId !== id) return false;
    return !needsSecret || application.clientSecret === secret;
  });
}

/** The credentials that a request carries where a policy looks for them. */
function clientOf({ configurationData }: EnforcedPolicy, { headers }: DataPlaneRequest) {
  const fromBasic =
    configurationData['credentialsOriginHasHttpBasicAuthenticationHeader'] === 'httpBasicAuthenticationHeader';
  const [basicId, basicSecret] = (fromBasic ? basicCredentials(headers.get('authorization')) : undefined) ?? [];
  const id = fromBasic ? basicId : headers.get(headerOf(configurationData['clientIdExpression'], 'client_id'));
  const secretExpression = configurationData['clientSecretExpression'];
  const secret = fromBasic ? basicSecret : headers.get(headerOf(secretExpression, 'client_secret'));
  const needsSecret = fromBasic || (typeof secretExpression === 'string' && secretExpression !== '');
  return { id, secret, needsSecret };
}

/** A request without an id is told so, as recorded; with a wrong one, it is not told what is wrong. */
function invalidClient(policy: EnforcedPolicy, request: DataPlaneRequest): Response {
  const text = clientOf(policy, request).id ? 'Invalid client id or secret' : 'Client ID is not present';
  return reject(401, text, { 'www-authenticate': 'Client-ID-Enforcement' });
}

const clientIdEnforcement: Check = (policy, request, at) =>
  contractOf(policy, request, at) === undefined ? invalidClient(policy, request) : null;

const rateLimiting: Check = ({ id, configurationData }, request, { platform }) => {
  const selector = configurationData['keySelector'];
  const group = typeof selector === 'string' ? (request.headers.get(headerOf(selector, '')) ?? '') : '';
  const limits = limitsOf(configurationData['rateLimits']);
  return countRequest(platform, `${id}/${group}`, limits, {
    request,
    expose: configurationData['exposeHeaders'] === true,
  });
};

const slaRateLimiting: Check = (policy, request, at) => {
  const contract = contractOf(policy, request, at);
  if (contract === undefined) return invalidClient(policy, request);
  const tier = at.api.tiers.find(({ id }) => id === contract.tierId);
  const expose = policy.configurationData['exposeHeaders'] === true;
  return countRequest(at.platform, `${policy.id}/${contract.id}`, tier?.limits ?? [], { request, expose });
};

const spikeControl: Check = ({ id, configurationData }, request, { platform }) => {
  const expose = configurationData['exposeHeaders'] === true;
  return countRequest(platform, `${id}/`, limitsOf([configurationData]), { request, expose });
};

/** Whether the caller's address is in the list of a policy. Without a forwarding header it is 127.0.0.1. */
function isListed({ configurationData }: EnforcedPolicy, { headers }: DataPlaneRequest): boolean {
  const named = headers.get(headerOf(configurationData['ipExpression'], 'x-forwarded-for')) ?? '';
  const address = named.split(',')[0]?.trim() || '127.0.0.1';
  const ips = configurationData['ips'];
  const list = new BlockList();
  for (const entry of Array.isArray(ips) ? ips : []) {
    const [network = '', prefix] = String(entry).split('/');
    const kind = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(network, kind);
    else list.addSubnet(network, Number(prefix), kind);
  }
  const kind = isIP(address);
  return kind !== 0 && list.check(address, kind === 6 ? 'ipv6' : 'ipv4');
}

const ipAllowlist: Check = (policy, request) =>
  isListed(policy, request) ? null : reject(403, 'The IP address is not allowed');

const ipBlocklist: Check = (policy, request) =>
  isListed(policy, request) ? reject(403, 'The IP address is blocked') : null;

function headerPairs(value: unknown): [string, string][] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((one) => [String(one['key']), String(one['value'] ?? '')]);
}

const headerInjection: Check = ({ configurationData }, request) => {
  for (const [name, value] of headerPairs(configurationData['inboundHeaders'])) request.headers.set(name, value);
  for (const [name, value] of headerPairs(configurationData['outboundHeaders']))
    request.responseHeaders.set(name, value);
  return null;
};

const headerRemoval: Check = ({ configurationData }, request) => {
  const { inboundHeaders, outboundHeaders } = configurationData;
  for (const name of Array.isArray(inboundHeaders) ? inboundHeaders : []) request.headers.delete(String(name));
  for (const name of Array.isArray(outboundHeaders) ? outboundHeaders : [])
    request.responseHeaders.delete(String(name));
  return null;
};

/** Allows any origin for a public resource, else the origins of the groups. Methods and headers are not checked. */
const cors: Check = ({ configurationData }, request) => {
  const origin = request.headers.get('origin');
  if (origin === null) return null;
  const groups = configurationData['originGroups'];
  const named = JSON.stringify(groups ?? []).includes(JSON.stringify(origin));
  if (configurationData['publicResource'] !== true && !named) return null;
  request.responseHeaders.set(
    'access-control-allow-origin',
    configurationData['publicResource'] === true ? '*' : origin,
  );
  if (configurationData['supportCredentials'] === true) {
    request.responseHeaders.set('access-control-allow-credentials', 'true');
  }
  const isPreflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
  return isPreflight ? new Response(null, { status: 204, headers: request.responseHeaders }) : null;
};

/**
 * Checks only that there is a token with three parts: signatures and claims are not checked. Without any token the
 * answer is 400 [docs/platform/policies.md#what-callers-get].
 */
const jwtValidation: Check = (_policy, request) => {
  const token = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token === undefined) return reject(400, 'JWT Token is required');
  const isToken = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token);
  return isToken ? null : reject(401, 'Invalid token', { 'www-authenticate': 'Bearer' });
};

/** These policies depend on a server that is not emulated, so they reject every request. */
const needsBearer: Check = () => reject(401, 'Invalid token', { 'www-authenticate': 'Bearer' });
const needsDirectory: Check = () =>
  reject(401, 'Authentication denied', { 'www-authenticate': 'Basic realm="mule-realm"' });

/** The checks by policy. All other policies let every request through. */
const checks: Readonly<Record<string, Check>> = {
  'http-basic-authentication': basicAuthentication,
  'client-id-enforcement': clientIdEnforcement,
  'rate-limiting': rateLimiting,
  'rate-limiting-sla-based': slaRateLimiting,
  'spike-control': spikeControl,
  'ip-allowlist': ipAllowlist,
  'ip-blocklist': ipBlocklist,
  'header-injection': headerInjection,
  'header-removal': headerRemoval,
  cors,
  'jwt-validation': jwtValidation,
  'oauth2-token-introspection': needsBearer,
  'ldap-authentication': needsDirectory,
};

function appliesToRequest({ pointcutData }: EnforcedPolicy, { method, path }: DataPlaneRequest): boolean {
  if (pointcutData === null) return true;
  return pointcutData.some(({ methodRegex, uriTemplateRegex }) => {
    try {
      return new RegExp(`^(${methodRegex})$`, 'i').test(method) && new RegExp(`^(${uriTemplateRegex})$`).test(path);
    } catch {
      return false;
    }
  });
}

/**
 * Checks a request against policies in order. Returns the response of the first one that rejects it, null when none
 * does.
 */
export function checkPolicies(
  policies: readonly EnforcedPolicy[],
  request: DataPlaneRequest,
  at: PolicyContext,
): Response | null {
  for (const policy of policies) {
    const answer = appliesToRequest(policy, request) ? (checks[policy.assetId]?.(policy, request, at) ?? null) : null;
    if (answer !== null) return answer;
  }
  return null;
}
