import type { Context } from 'hono';
import { apiManagerError as fail } from '../../core/errors.ts';
import type { Scope } from '../../core/permissions.ts';
import { type Place, requirePlace } from '../../core/places.ts';
import { isoDate, type Platform, type PlatformEnv } from '../../core/platform.ts';
import type { ApiInstance, AppliedPolicy } from './model.ts';

/** Scopes of API Manager (reference 5); each kind of thing has one to see and one to change it. */
export const apiScopes = {
  readApis: ['view:api_configuration', 'manage:api_configuration'],
  writeApis: ['manage:api_configuration'],
  readPolicies: ['view:policies', 'manage:policies'],
  writePolicies: ['manage:policies'],
  readContracts: ['view:contracts', 'manage:contracts'],
  writeContracts: ['manage:contracts'],
} as const satisfies Record<string, readonly Scope[]>;

/** Where the instances of an environment are, below `/apimanager/api/v1` and `/apimanager/xapi/v1`. */
export const apisPath = '/organizations/:organizationId/environments/:environmentId/apis';

/** The organization and environment of the path. */
export function placeOf({ store }: Platform, c: Context<PlatformEnv>, scopes: readonly Scope[]): Place {
  const { organizationId = '', environmentId = '' } = c.req.param();
  return requirePlace(store, c.get('principal'), organizationId, environmentId, scopes, fail);
}

/** The instance of the path. */
export function requireApi(platform: Platform, c: Context<PlatformEnv>, scopes: readonly Scope[]): ApiInstance {
  const { environment } = placeOf(platform, c, scopes);
  const id = c.req.param('apiId') ?? '';
  if (!/^\d{1,10}$/.test(id)) throw fail(404, '"route" could not be found using "request path"');
  const api = platform.store.apis.get(Number(id));
  if (api?.environmentId !== environment.id) throw fail(404, `API with id ${id} was not found`);
  return api;
}

/** The policy of the path. */
export function requirePolicy(api: ApiInstance, id: string): AppliedPolicy {
  const policy = api.policies.find((one) => String(one.id) === id);
  if (policy === undefined) throw fail(404, `Policy with id ${id} was not found in API ${api.id}`);
  return policy;
}

/** The CLI reads both members of it without asking (CLI reference 3). */
export function auditView({ createdAt, updatedAt }: { createdAt: number; updatedAt: number | null }) {
  return {
    created: { date: isoDate(createdAt) },
    updated: updatedAt === null || updatedAt === createdAt ? {} : { date: isoDate(updatedAt) },
  };
}
