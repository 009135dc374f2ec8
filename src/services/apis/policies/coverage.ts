import { quote } from '../../../core/text/quote.ts';
import type { JsonObject } from '../../../platform/json.ts';
import { pointcutText } from './policies.ts';
import { httpMethods } from './shape.ts';

/** What callers have to send to get past a policy. */
export type Credential = 'Basic credentials' | 'a client id' | 'a bearer token' | 'credentials of its own kind';

/** A policy as this model needs it; {@link AppliedPolicy} is one. */
export interface CoveringPolicy {
  id: string;
  assetId?: string | undefined;
  disabled?: boolean | undefined;
  configurationData: JsonObject;
  pointcutData?:
    | readonly { methodRegex?: string | undefined; uriTemplateRegex?: string | undefined }[]
    | null
    | undefined;
}

/** A request, as far as policies tell requests apart. `path` is below the address of the API. */
export interface Requested {
  method: string;
  path: string;
}

/** An enabled policy that may turn callers away, and what of. */
export interface Guard {
  policy: CoveringPolicy;
  /** It asks callers who they are. */
  credential?: Credential | undefined;
  /** The scheme of its challenge, `WWW-Authenticate` [docs/platform/policies.md#what-callers-get]. */
  scheme?: string | undefined;
  /** The credentials travel in the header Authorization. */
  inAuthorization?: boolean | undefined;
  /** Only client applications with an approved contract pass. */
  needsContract?: boolean | undefined;
  /** It looks at the address of the caller. */
  address?: boolean | undefined;
  /** It limits how often callers may call. */
  limits?: boolean | undefined;
}

type Kind = Omit<Guard, 'policy'>;

const basic: Kind = { credential: 'Basic credentials', scheme: 'Basic', inAuthorization: true };
const bearer: Kind = { credential: 'a bearer token', scheme: 'Bearer', inAuthorization: true };

/** What MuleSoft's policies ask for, by asset id [docs/platform/policies.md#all-policies-that-terraform-knows]. */
function kindOf(assetId: string, configuration: JsonObject): Kind | undefined {
  switch (assetId) {
    case 'http-basic-authentication':
    case 'ldap-authentication':
      return basic;
    case 'client-id-enforcement':
      return clientKind(configuration);
    case 'rate-limiting-sla-based':
      return { ...clientKind({}), limits: true };
    case 'jwt-validation':
      return { ...bearer, inAuthorization: configuration['jwtOrigin'] !== 'customExpression' };
    case 'ip-allowlist':
    case 'ip-blocklist':
      return { address: true };
    case 'rate-limiting':
    case 'spike-control':
      return { limits: true };
    default:
      break;
  }
  if (/token-(introspection|enforcement)|oauth|openid/.test(assetId)) return bearer;
  return /authentication|authz|access-control|access-block/.test(assetId)
    ? { credential: 'credentials of its own kind' }
    : undefined;
}

function clientKind({ credentialsOriginHasHttpBasicAuthenticationHeader: origin }: JsonObject): Kind {
  const inAuthorization = origin === 'httpBasicAuthenticationHeader';
  // The challenge is not documented; a gateway may well send one of another name [docs/platform/unknown.md#data-plane-answers].
  return { credential: 'a client id', needsContract: true, inAuthorization };
}

/** The enabled policies that may turn callers away, in their order. */
export function guardsOf(policies: readonly CoveringPolicy[]): Guard[] {
  return policies.flatMap((policy) => {
    const kind = policy.disabled === true ? undefined : kindOf(policy.assetId ?? '', policy.configurationData);
    return kind === undefined ? [] : [{ ...kind, policy }];
  });
}

/** Whether a policy covers a request. An expression that cannot be read covers nothing. */
export function covers({ pointcutData }: Pick<CoveringPolicy, 'pointcutData'>, { method, path }: Requested): boolean {
  if (!pointcutData?.length) return true;
  return pointcutData.some(
    ({ methodRegex = '.*', uriTemplateRegex = '.*' }) =>
      matchesWhole(methodRegex, method, 'i') && matchesWhole(uriTemplateRegex, path),
  );
}

/** Paths that only an expression for all paths matches. */
const anyPaths = ['/', '/q7', '/zz/9/~x', '/Q-1.json', '/a/b/c/d/e'];

/** Methods that a service may answer; TRACE and CONNECT never reach it. */
const servedMethods = httpMethods.filter((method) => method !== 'TRACE' && method !== 'CONNECT');

/** Whether a policy covers every request. */
export function coversAll(policy: Pick<CoveringPolicy, 'pointcutData'>): boolean {
  return servedMethods.every((method) => anyPaths.every((path) => covers(policy, { method, path })));
}

/**
 * The requests that nobody has to authenticate for, in words: `all requests`, or `all requests but GET /orders/.*`.
 * Undefined: there are none.
 */
export function openRequests(guards: readonly Guard[]): string | undefined {
  const asking = guards.filter(({ credential }) => credential !== undefined).map(({ policy }) => policy);
  if (asking.length === 0) return 'all requests';
  const isCovered = servedMethods.every((method) =>
    anyPaths.every((path) => asking.some((policy) => covers(policy, { method, path }))),
  );
  if (isCovered) return undefined;
  return `all requests but ${asking.map(({ pointcutData }) => pointcutText(pointcutData)).join(', ')}`;
}

/** Whether a change of the pointcut leaves requests out that were covered. */
export function narrows(before: CoveringPolicy['pointcutData'], after: CoveringPolicy['pointcutData']): boolean {
  if (!after?.length || coversAll({ pointcutData: after })) return false;
  if (!before?.length) return true;
  const stays = (entry: { methodRegex?: string | undefined; uriTemplateRegex?: string | undefined }) =>
    after.some(
      ({ methodRegex = '.*', uriTemplateRegex = '.*' }) =>
        (uriTemplateRegex === (entry.uriTemplateRegex ?? '.*') || uriTemplateRegex === '.*') &&
        (methodRegex === '.*' || isPartOf(entry.methodRegex ?? '.*', methodRegex)),
    );
  return !before.every(stays);
}

function isPartOf(some: string, all: string): boolean {
  const verbs = all.split('|');
  return some.split('|').every((verb) => verbs.includes(verb));
}

/** `"http-basic-authentication" (51) asks for Basic credentials`, for sentences. */
export function guardText({ policy, credential, address, limits }: Guard): string {
  const name = `${quote(policy.assetId ?? 'unknown')} (${policy.id})`;
  if (credential !== undefined) return `${name} asks for ${credential}`;
  return address === true
    ? `${name} looks at the address of the caller`
    : limits === true
      ? `${name} limits calls`
      : name;
}

function matchesWhole(expression: string, text: string, flags = ''): boolean {
  try {
    return new RegExp(`^(?:${expression})$`, flags).test(text);
  } catch {
    return false;
  }
}
