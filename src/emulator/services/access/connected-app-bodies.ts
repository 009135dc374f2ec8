import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import type { ConnectedApp, Grant } from '../../core/identity/model.ts';
import { environments, organizations } from '../../core/identity/organizations.ts';
import { canSeeOrganization, scopesWithoutPlace } from '../../core/identity/permissions.ts';
import { isRedirectAddress, redirectAddressRule } from '../../core/identity/redirect-addresses.ts';
import { accessManagementError as fail } from './errors.ts';

// The bodies of connected apps, as the document has them [docs/platform/access.md#connected-apps].

/** An app may have so many scopes [docs/platform/authentication.md#oauth-for-people]. */
const maxScopes = 1000;

const line = z.string().min(1).max(255);

/** Kept as they are sent; nothing here depends on them. */
const settings = {
  generate_iss_claim_without_token: z.boolean().optional(),
  public_keys: z.array(z.string().min(1).max(4096)).optional(),
  tos_uri: line.optional(),
  client_uri: line.optional(),
  policy_uri: line.optional(),
};

const shared = {
  ...settings,
  grant_types: z
    .array(
      z.enum([
        'implicit',
        'authorization_code',
        'refresh_token',
        'client_credentials',
        'password',
        'urn:ietf:params:oauth:grant-type:jwt-bearer',
      ]),
    )
    .min(1)
    .optional(),
  client_name: line.optional(),
  client_id: line.optional(),
  client_secret: line.optional(),
  enabled: z.boolean().optional(),
  owner_org_id: line.optional(),
  audience: z.enum(['everyone', 'internal']).optional(),
  scopes: z.array(line).optional(),
};

const redirectUris = z.array(z.string().refine(isRedirectAddress, redirectAddressRule));

/** `owner_user_id: null` makes an app without an owner. */
export const newApp = z.strictObject({
  ...shared,
  redirect_uris: redirectUris,
  owner_user_id: line.nullable().optional(),
});

export const appChange = z.strictObject({
  ...shared,
  redirect_uris: redirectUris.optional(),
  owner_user_id: line.optional(),
});

const grant = z.strictObject({
  scope: line,
  context_params: z
    .strictObject({ org: z.string().optional(), envId: z.string().optional() })
    .transform((sent): Grant['context_params'] => ({
      ...(sent.org === undefined ? {} : { org: sent.org.toLowerCase() }),
      ...(sent.envId === undefined ? {} : { envId: sent.envId.toLowerCase() }),
    })),
});

/** Scopes to set or to remove. */
export const listedScopes = z.strictObject({ scopes: z.array(grant).min(1) });

/** Scopes to add and, at once, to remove. */
export const changedScopes = z.strictObject({
  scopes: z.array(grant).min(1),
  scopesToDelete: z.array(grant).min(1).optional(),
});

/** The part of a body that is kept as it is. */
export function settingsOf(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(settings)
      .filter((name) => body[name] !== undefined)
      .map((name) => [name, body[name]]),
  );
}

/** Whether two scopes are the same one in the same place. */
export function sameGrant(one: Grant, other: Grant): boolean {
  const { org, envId } = one.context_params;
  return one.scope === other.scope && org === other.context_params.org && envId === other.context_params.envId;
}

/**
 * Gives an app the scopes of its body. These have no context, which is right for apps that act for users. One that acts
 * on its own behalf would have them everywhere, so it gets its scopes at `…/scopes`, as Terraform does.
 * @throws PlatformError 400
 */
export function takeFlatScopes(app: ConnectedApp, sent: readonly string[] | undefined): void {
  if (sent === undefined) return;
  const isPlaced = (scope: string): boolean => !Object.hasOwn(scopesWithoutPlace, scope);
  const placed = sent.find(isPlaced);
  if (placed !== undefined && app.grantTypes.includes('client_credentials')) {
    throw fail(400, `scopes: ${placed} needs a context in an app with client_credentials; set it at /scopes`);
  }
  app.grants = [...new Set(sent)].map((scope) => ({ scope, context_params: {} }));
}

/** Checks scopes and their places. @throws PlatformError 400 */
export function checkGrants({ var: { platform, principal } }: Call, grants: readonly Grant[]): void {
  if (grants.length > maxScopes) throw fail(400, `A connected application can have at most ${maxScopes} scopes`);
  for (const { scope, context_params: at } of grants) {
    const isPlaceless = Object.hasOwn(scopesWithoutPlace, scope) || scope.startsWith('openid:');
    if (isPlaceless && at.org === undefined && at.envId === undefined) continue;
    if (at.org === undefined) throw fail(400, `${scope}: context_params.org is required`);
    const organization = platform.store.of(organizations).get(at.org);
    if (organization === undefined || !canSeeOrganization(principal, organization))
      throw fail(400, `${scope}: organization ${at.org} does not exist`);
    if (at.envId !== undefined && platform.store.of(environments).get(at.envId)?.organizationId !== at.org) {
      throw fail(400, `${scope}: environment ${at.envId} does not exist in organization ${at.org}`);
    }
  }
}
