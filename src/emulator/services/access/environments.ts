import { Hono } from 'hono';
import * as z from 'zod';
import { accessManagementError } from '../../core/errors.ts';
import { allows, type Principal } from '../../core/permissions.ts';
import { forbiddenText, requireOrganization, requirePlace } from '../../core/places.ts';
import { hexId, type Platform, type PlatformEnv } from '../../core/platform.ts';
import { readBody, readFlag, readInteger } from '../../core/requests.ts';
import type { Environment, EnvironmentType, Organization, Store } from '../../core/store.ts';

const fail = accessManagementError;

/** The text of the rule is that of [spec:am]; blanks and dashes are taken too, as the web UI does. */
const environmentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{1,64}$/, 'must be alpha-numeric and between 2 and 65 characters long');

/** `isProduction` is required by the document and never sent by the CLI (CLI reference 4). */
const createEnvironment = z.object({
  name: environmentName,
  type: z.enum(['production', 'sandbox', 'design']).optional(),
  isProduction: z.boolean().optional(),
});

const updateEnvironment = z.object({ name: environmentName });

/** Environments (reference 2.3). */
export function environmentRoutes({ store }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  app.get('/organizations/:organizationId/environments', (c) => {
    const { organizationId } = c.req.param();
    const principal = c.get('principal');
    const organization = requireOrganization(store, principal, organizationId, ['view:environment'], fail);
    const offset = readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const limit = readInteger(c, 'limit', { fallback: 25, min: 0, max: 500 }, fail);
    const isProduction = readFlag(c, 'isProduction', fail);
    const { name, type, search } = c.req.query();
    const found = visibleEnvironments(store, principal, organization).filter(
      (environment) =>
        (name === undefined || environment.name === name) &&
        (type === undefined || environment.type === type) &&
        (isProduction === undefined || (environment.type === 'production') === isProduction) &&
        (search === undefined || environment.name.toLowerCase().includes(search.toLowerCase())),
    );
    return c.json({ data: found.slice(offset, offset + limit).map(environmentView), total: found.length });
  });

  app.post('/organizations/:organizationId/environments', async (c) => {
    const { organizationId } = c.req.param();
    const principal = c.get('principal');
    const organization = requireOrganization(store, principal, organizationId, ['manage:environments'], fail);
    const body = await readBody(c, createEnvironment, fail);
    if (!organization.entitlements.createEnvironments) {
      throw fail(403, 'The organization is not entitled to create new environments');
    }
    const type: EnvironmentType = body.type ?? (body.isProduction === true ? 'production' : 'sandbox');
    if (body.isProduction !== undefined && body.isProduction !== (type === 'production')) {
      throw fail(400, `isProduction: does not fit an environment of type ${type}`);
    }
    requireFreeName(store, organization.id, body.name);
    const environment: Environment = {
      id: crypto.randomUUID(),
      name: body.name,
      organizationId: organization.id,
      type,
      clientId: hexId(),
    };
    store.environments.set(environment.id, environment);
    store.clients.set(environment.clientId, {
      clientId: environment.clientId,
      clientSecret: hexId(),
      name: environment.name,
      organizationId: organization.id,
    });
    return c.json(environmentView(environment), 201);
  });

  app.get('/organizations/:organizationId/environments/:environmentId', (c) => {
    const { organizationId, environmentId } = c.req.param();
    const principal = c.get('principal');
    const { environment } = requirePlace(store, principal, organizationId, environmentId, ['view:environment'], fail);
    return c.json(environmentView(environment));
  });

  app.put('/organizations/:organizationId/environments/:environmentId', async (c) => {
    const { organizationId, environmentId } = c.req.param();
    const principal = c.get('principal');
    const scopes = ['manage:environments'] as const;
    const { environment } = requirePlace(store, principal, organizationId, environmentId, scopes, fail);
    const { name } = await readBody(c, updateEnvironment, fail);
    if (name !== environment.name) requireFreeName(store, organizationId, name);
    environment.name = name;
    return c.json(environmentView(environment));
  });

  app.delete('/organizations/:organizationId/environments/:environmentId', (c) => {
    const { organizationId, environmentId } = c.req.param();
    const principal = c.get('principal');
    const scopes = ['manage:environments'] as const;
    const { environment } = requirePlace(store, principal, organizationId, environmentId, scopes, fail);
    store.environments.delete(environment.id);
    store.clients.delete(environment.clientId);
    return c.body(null, 204);
  });

  app.get('/environments/:environmentId', (c) => {
    const environment = store.environments.get(c.req.param('environmentId'));
    if (environment === undefined) throw fail(404, 'Environment not found');
    const { organizationId, id } = environment;
    requirePlace(store, c.get('principal'), organizationId, id, ['view:environment'], (status) =>
      status === 403 ? fail(403, forbiddenText) : fail(404, 'Environment not found'),
    );
    return c.json(environmentView(environment));
  });

  return app;
}

function requireFreeName(store: Store, organizationId: string, name: string): void {
  for (const environment of store.environments.values()) {
    if (environment.organizationId === organizationId && environment.name.toLowerCase() === name.toLowerCase()) {
      throw fail(409, `An environment named ${name} already exists`);
    }
  }
}

/** The environments of an organization that a principal sees. */
export function visibleEnvironments(store: Store, principal: Principal, organization: Organization): Environment[] {
  return [...store.environments.values()].filter(
    (environment) =>
      environment.organizationId === organization.id &&
      allows(principal, 'view:environment', organization, environment),
  );
}

/** An environment as Access Management shows it. */
export function environmentView({ id, name, organizationId, type, clientId }: Environment) {
  return { id, name, organizationId, isProduction: type === 'production', type, clientId, arcNamespace: null };
}
