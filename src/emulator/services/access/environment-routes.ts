import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import { errorForm } from '../../core/errors.ts';
import type { Environment, EnvironmentType, Organization } from '../../core/identity/model.ts';
import { clients, environments, organizations } from '../../core/identity/organizations.ts';
import { canSeeOrganization, hasScope, type Scope } from '../../core/identity/permissions.ts';
import { requirePlace } from '../../core/identity/places.ts';
import { hexId, type Platform } from '../../core/platform.ts';
import { flag, integerFrom, text } from '../../core/queries.ts';
import { readBody } from '../../core/requests.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { accessManagement, accessManagementPath } from './api.ts';
import { accessManagementError as fail } from './errors.ts';

/**
 * The text of the rule is published [docs/platform/access.md#environments]. The emulator also accepts spaces, hyphens
 * and underscores.
 */
const environmentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{1,64}$/, 'must be alpha-numeric and between 2 and 65 characters long');

/**
 * The document requires `isProduction`; the CLI never sends it, but repeats the organization of the path
 * [docs/platform/cli.md#against-the-published-documents].
 */
const createBody = z.strictObject({
  name: environmentName,
  type: z.enum(['production', 'sandbox', 'design']).optional(),
  isProduction: z.boolean().optional(),
  organizationId: z.string().optional(),
});

/** Only the name can be changed; Terraform sends the rest as it is [docs/platform/access.md#environments]. */
const updateBody = z.strictObject({
  name: environmentName.optional(),
  type: z.enum(['production', 'sandbox', 'design']).optional(),
  isProduction: z.boolean().optional(),
  organizationId: z.string().optional(),
});

const listQuery = {
  name: text,
  type: text,
  isProduction: flag,
  search: text,
  expandAll: flag,
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
};

const scopes = {
  view: ['view:environment'],
  manage: ['manage:environments'],
} as const satisfies Record<string, readonly Scope[]>;

const all = '/organizations/{organizationId}/environments';
const one = `${all}/{environmentId}` as const;

/** Routes without an organization in the path. An environment that the caller cannot see is answered as unknown. */
const byId = routesBelow(accessManagementPath, {
  fail,
  place: (c, needed) => {
    const notFound = errorForm((status, message) =>
      status === 403 ? fail(status, message) : fail(404, 'Environment not found'),
    );
    const environmentId = c.req.param('environmentId') ?? '';
    const environment = c.var.platform.store.of(environments).get(environmentId);
    const organizationId = environment?.organizationId ?? '';
    return requirePlace(c, { organizationId, environmentId }, needed, notFound);
  },
});

/** Environments [docs/platform/access.md#environments]. */
export const environmentRoutes: readonly Route[] = [
  accessManagement.organization('GET', all, { scopes: scopes.view, query: listQuery }, (c, organization, sent) => {
    const { offset, limit, isProduction, name, type, search, expandAll } = sent;
    const places = expandAll === true ? withGroups(c, organization) : [organization];
    const found = places
      .flatMap((place) => visibleEnvironments(c, place))
      .filter(
        (environment) =>
          (name === undefined || environment.name === name) &&
          (type === undefined || environment.type === type) &&
          (isProduction === undefined || (environment.type === 'production') === isProduction) &&
          (search === undefined || environment.name.toLowerCase().includes(search.toLowerCase())),
      );
    return c.json({ data: found.slice(offset, offset + limit).map(environmentView), total: found.length });
  }),

  accessManagement.organization('POST', all, scopes.manage, async (c, organization) => {
    const { platform } = c.var;
    const body = await readBody(c, createBody, fail);
    if (body.organizationId !== undefined && body.organizationId !== organization.id) {
      throw fail(400, 'organizationId: is not the organization of the path');
    }
    if (!organization.entitlements.createEnvironments) {
      throw fail(403, 'The organization is not entitled to create new environments');
    }
    const type: EnvironmentType = body.type ?? (body.isProduction === true ? 'production' : 'sandbox');
    if (body.isProduction !== undefined && body.isProduction !== (type === 'production')) {
      throw fail(400, `isProduction: does not match an environment of type ${type}`);
    }
    const { name } = body;
    const organizationId = organization.id;
    const environment: Environment = { id: crypto.randomUUID(), name, organizationId, type, clientId: hexId() };
    requireFreeName(platform, environment, name);
    platform.store.of(environments).set(environment.id, environment);
    const { clientId } = environment;
    platform.store.of(clients).set(clientId, { clientId, clientSecret: hexId(), name, organizationId });
    return c.json(environmentView(environment), 201);
  }),

  accessManagement.environment('GET', one, scopes.view, (c, { environment }) => c.json(environmentView(environment))),

  accessManagement.environment('PUT', one, scopes.manage, (c, { environment }) => rename(c, environment)),
  byId.environment('PUT', '/environments/{environmentId}', scopes.manage, (c, { environment }) =>
    rename(c, environment),
  ),

  accessManagement.environment('DELETE', one, scopes.manage, (c, { environment }) => {
    c.var.platform.store.delete(environments, environment.id);
    return c.body(null, 204);
  }),

  byId.environment('GET', '/environments/{environmentId}', scopes.view, (c, { environment }) =>
    c.json(environmentView(environment)),
  ),
];

async function rename(c: Call, environment: Environment): Promise<Response> {
  const { name = environment.name, ...rest } = await readBody(c, updateBody, fail);
  const view = environmentView(environment);
  for (const key of ['type', 'isProduction', 'organizationId'] as const) {
    if (rest[key] !== undefined && rest[key] !== view[key]) throw fail(400, `${key} cannot be changed`);
  }
  if (name !== environment.name) requireFreeName(c.var.platform, environment, name);
  environment.name = name;
  return c.json(environmentView(environment));
}

/** Names are unique in an organization; that case does not matter is inferred. @throws PlatformError 409 */
function requireFreeName(
  { store }: Platform,
  { organizationId, id }: Pick<Environment, 'organizationId' | 'id'>,
  name: string,
): void {
  for (const environment of store.of(environments).values()) {
    if (environment.id === id) continue;
    if (environment.organizationId === organizationId && environment.name.toLowerCase() === name.toLowerCase()) {
      throw fail(409, `An environment named ${name} already exists`);
    }
  }
}

/** With `expandAll`: a root organization and all business groups below it that the caller can see. */
function withGroups({ var: { platform, principal } }: Call, root: Organization): Organization[] {
  if (root.parentOrganizationIds.length > 0) throw fail(400, 'expandAll: the organization is not a root organization');
  return [...platform.store.of(organizations).values()].filter(
    (one) => (one.id === root.id || one.parentOrganizationIds.includes(root.id)) && canSeeOrganization(principal, one),
  );
}

/** The environments of an organization that the caller can see. */
export function visibleEnvironments({ var: { platform, principal } }: Call, organization: Organization): Environment[] {
  return [...platform.store.of(environments).values()].filter(
    (environment) =>
      environment.organizationId === organization.id &&
      hasScope(principal, 'view:environment', organization, environment),
  );
}

/** An environment as Access Management shows it. */
export function environmentView({ id, name, organizationId, type, clientId }: Environment) {
  return { id, name, organizationId, isProduction: type === 'production', type, clientId, arcNamespace: null };
}
