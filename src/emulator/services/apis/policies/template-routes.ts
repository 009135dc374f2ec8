import type { Call } from '../../../core/call.ts';
import { isoDate } from '../../../core/platform.ts';
import { flag, integer, type Query, text } from '../../../core/queries.ts';
import type { Route } from '../../../core/routes.ts';
import {
  compareVersions,
  fieldView,
  findTemplate,
  muleSoftGroupId,
  type PolicyTemplate,
  policyCatalog,
} from '../../exchange/index.ts';
import { apiManager, apiScopes, experience } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import { apis } from '../instances/instance.ts';
import type { ApiInstance } from '../model.ts';

const readScopes = [...apiScopes.readPolicies, ...apiScopes.readApis, 'read:exchange'] as const;
const all = '/organizations/{organizationId}/exchange-policy-templates';
const legacy = '/organizations/{organizationId}/policy-templates';

/** All policies suit every Mule version and are split here, so `muleVersion` and `splitModel` change nothing. */
const listQuery = {
  apiInstanceId: integer,
  environmentId: text,
  latest: flag,
  muleVersion: text,
  splitModel: flag,
  includeConfiguration: flag,
  automatedOnly: flag,
};

const reading = { scopes: readScopes, query: { includeAllVersions: flag, splitModel: flag } };

/** The version is that of the older form of templates, which all have. */
const legacyQuery = { apiInstanceId: integer, version: text };

/** Policy templates [docs/platform/policies.md#templates]. */
export const templateRoutes: readonly Route[] = [
  // Templates with Exchange coordinates, xapi/v1.
  experience.organization('GET', all, { scopes: readScopes, query: listQuery }, (c, _, sent) => {
    const api = apiInQuery(c, sent);
    const { latest = false, includeConfiguration = true, automatedOnly = false } = sent;
    const applicable = policyCatalog.filter(
      ({ technologies, direction }) =>
        (api === undefined || technologies.includes(api.technology)) && (!automatedOnly || direction === 'inbound'),
    );
    const views = applicable.flatMap((template) =>
      (latest ? template.versions.slice(0, 1) : template.versions).map((version) =>
        templateView(template, version, includeConfiguration),
      ),
    );
    return c.json(views);
  }),

  experience.organization('GET', `${all}/{groupId}/{assetId}/{version}`, reading, (c, _, { includeAllVersions }) => {
    const { groupId, assetId, version } = c.req.param();
    const template = findTemplate(groupId, assetId);
    if (template === undefined || !template.versions.includes(version)) {
      throw fail(404, `Policy template ${groupId}/${assetId}/${version} was not found`);
    }
    const allVersions = [...template.versions].sort((a, b) => compareVersions(b, a));
    return c.json({
      ...templateView(template, version, true),
      ...(includeAllVersions === true
        ? { allVersions: allVersions.map((one) => templateView(template, one, false)) }
        : {}),
    });
  }),

  // The older list without Exchange coordinates, api/v1, which the CLI shows.
  apiManager.organization('GET', legacy, { scopes: readScopes, query: legacyQuery }, (c, organization, sent) => {
    const api = sent.apiInstanceId === undefined ? undefined : apiOf(c, sent.apiInstanceId);
    if (api !== undefined && api.organizationId !== organization.id) throw notFound(api.id);
    const applicable = policyCatalog.filter(
      ({ technologies }) => api === undefined || technologies.includes(api.technology),
    );
    return c.json(applicable.map(legacyView));
  }),

  apiManager.organization('GET', `${legacy}/{templateId}`, { scopes: readScopes, query: { version: text } }, (c) => {
    const templateId = c.req.param('templateId');
    const template = policyCatalog.find((one) => one.templateId === templateId || one.assetId === templateId);
    if (template === undefined) throw fail(404, `Policy template ${templateId} was not found`);
    return c.json(legacyView(template));
  }),
];

function apiInQuery(c: Call, { apiInstanceId, environmentId }: Query<typeof listQuery>): ApiInstance | undefined {
  if (apiInstanceId === undefined) return undefined;
  if (environmentId === undefined) throw fail(400, 'environmentId is required together with apiInstanceId');
  const api = apiOf(c, apiInstanceId);
  if (api.environmentId !== environmentId) throw notFound(apiInstanceId);
  return api;
}

/** @throws PlatformError 404 */
function apiOf(c: Call, id: number): ApiInstance {
  const api = c.var.platform.store.of(apis).get(id);
  if (api === undefined) throw notFound(id);
  return api;
}

const notFound = (id: number) => fail(404, `API with id ${id} was not found`);

const firstSeen = isoDate(Date.UTC(2025, 0, 15, 10));

/**
 * A policy template. Where sources disagree about a name, both are present
 * [docs/platform/disagreements.md#template-version-field].
 */
function templateView(template: PolicyTemplate, version: string, includeConfiguration: boolean) {
  return {
    audit: { created: { date: firstSeen }, updated: {} },
    orgId: muleSoftGroupId,
    organizationId: muleSoftGroupId,
    groupId: muleSoftGroupId,
    assetId: template.assetId,
    version,
    assetVersion: version,
    // A number, as recorded; older lists have the same as text.
    id: Number(template.templateId),
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
