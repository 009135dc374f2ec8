import { type Context, Hono } from 'hono';
import { apiManagerError as fail } from '../../../core/errors.ts';
import { requireOrganization } from '../../../core/places.ts';
import { isoDate, type Platform, type PlatformEnv } from '../../../core/platform.ts';
import { readFlag } from '../../../core/requests.ts';
import { compareVersions } from '../../exchange/access.ts';
import {
  findTemplate,
  muleSoftGroupId,
  type PolicyField,
  type PolicyTemplate,
  policyCatalog,
} from '../../exchange/policy-catalog.ts';
import { apiScopes } from '../access.ts';
import type { ApiInstance } from '../model.ts';

const readScopes = [...apiScopes.readPolicies, ...apiScopes.readApis, 'read:exchange'] as const;

/** Policy templates with their Exchange coordinates, xapi/v1 (reference 5.6). */
export function policyTemplateRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store } = platform;
  const app = new Hono<PlatformEnv>();
  const path = '/organizations/:organizationId/exchange-policy-templates';

  const checkOrganization = (c: Context<PlatformEnv>): void => {
    requireOrganization(store, c.get('principal'), c.req.param('organizationId') ?? '', readScopes, fail);
  };

  const apiOf = (c: Context<PlatformEnv>): ApiInstance | undefined => {
    const { apiInstanceId, environmentId } = c.req.query();
    if (apiInstanceId === undefined) return undefined;
    if (environmentId === undefined) throw fail(400, 'environmentId is required together with apiInstanceId');
    const api = store.apis.get(Number(apiInstanceId));
    if (api === undefined || api.environmentId !== environmentId) {
      throw fail(404, `API with id ${apiInstanceId} was not found`);
    }
    return api;
  };

  app.get(path, (c: Context<PlatformEnv>) => {
    checkOrganization(c);
    const api = apiOf(c);
    const latest = readFlag(c, 'latest', fail) ?? false;
    const includeConfiguration = readFlag(c, 'includeConfiguration', fail) ?? true;
    const automatedOnly = readFlag(c, 'automatedOnly', fail) ?? false;
    const fitting = policyCatalog.filter(
      ({ technologies, direction }) =>
        (api === undefined || technologies.includes(api.technology)) && (!automatedOnly || direction === 'inbound'),
    );
    const views = fitting.flatMap((template) =>
      (latest ? template.versions.slice(0, 1) : template.versions).map((version) =>
        templateView(template, version, includeConfiguration),
      ),
    );
    return c.json(views);
  });

  app.get(`${path}/:groupId/:assetId/:version`, (c) => {
    checkOrganization(c);
    const { groupId, assetId, version } = c.req.param();
    const template = findTemplate(groupId, assetId);
    if (template === undefined || !template.versions.includes(version)) {
      throw fail(404, `Policy template ${groupId}/${assetId}/${version} was not found`);
    }
    const all = readFlag(c, 'includeAllVersions', fail) ?? false;
    const allVersions = [...template.versions].sort((a, b) => compareVersions(b, a));
    return c.json({
      ...templateView(template, version, true),
      ...(all ? { allVersions: allVersions.map((one) => templateView(template, one, false)) } : {}),
    });
  });

  return app;
}

/** The older list without Exchange coordinates, api/v1; the CLI shows it (reference 5.6). */
export function legacyTemplateRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store } = platform;
  const app = new Hono<PlatformEnv>();
  const path = '/organizations/:organizationId/policy-templates';

  app.get(path, (c: Context<PlatformEnv>) => {
    requireOrganization(store, c.get('principal'), c.req.param('organizationId') ?? '', readScopes, fail);
    return c.json(policyCatalog.map(legacyView));
  });

  app.get(`${path}/:templateId`, (c) => {
    const { organizationId, templateId } = c.req.param();
    requireOrganization(store, c.get('principal'), organizationId, readScopes, fail);
    const template = policyCatalog.find((one) => one.templateId === templateId || one.assetId === templateId);
    if (template === undefined) throw fail(404, `Policy template ${templateId} was not found`);
    return c.json(legacyView(template));
  });

  return app;
}

const fieldTypes: Readonly<Record<PolicyField['type'], string>> = {
  string: 'string',
  int: 'int',
  bool: 'boolean',
  array: 'array',
  string_array: 'array',
};

/** A field of a configuration as templates and policy definitions describe it (reference 5.6). */
export function fieldView([propertyName, field]: [string, PolicyField]) {
  return {
    propertyName,
    name: propertyName,
    description: '',
    type: fieldTypes[field.type],
    optional: field.required !== true,
    sensitive: field.sensitive === true,
    allowMultiple: field.type === 'array' || field.type === 'string_array',
    ...(field.options === undefined ? {} : { options: field.options.map((value) => ({ name: value, value })) }),
    ...(field.max === undefined ? {} : { maximumValue: field.max }),
    defaultValue: null,
  };
}

const firstSeen = isoDate(Date.UTC(2025, 0, 15, 10));

/** Sources disagree about some names (reference 5.6): both are given. */
function templateView(template: PolicyTemplate, version: string, includeConfiguration: boolean) {
  return {
    audit: { created: { date: firstSeen }, updated: {} },
    orgId: muleSoftGroupId,
    organizationId: muleSoftGroupId,
    groupId: muleSoftGroupId,
    assetId: template.assetId,
    version,
    assetVersion: version,
    id: template.templateId,
    name: template.name,
    description: template.description,
    type: 'policy',
    isOOTB: true,
    stage: 'release',
    status: 'published',
    category: template.category,
    violationCategory: 'other',
    interfaceScope: template.direction === 'outbound' ? ['outbound'] : ['api', 'resource'],
    applicable: true,
    supportedTechnologies: template.technologies,
    supportedPoliciesVersions: '>=v1',
    ...(includeConfiguration ? { configuration: Object.entries(template.fields).map(fieldView) } : {}),
  };
}

function legacyView({ templateId, assetId, name, description, category, fields }: PolicyTemplate) {
  return {
    id: templateId,
    policyTemplateId: assetId,
    name,
    description,
    category,
    configuration: Object.entries(fields).map(fieldView),
  };
}
