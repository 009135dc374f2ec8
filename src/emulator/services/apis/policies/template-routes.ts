import type { Call } from '../../../core/call.ts';
import { isoDate } from '../../../core/platform.ts';
import { readFlag } from '../../../core/requests.ts';
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

/** Policy templates [docs/platform/policies.md#templates]. */
export const templateRoutes: readonly Route[] = [
  // Templates with Exchange coordinates, xapi/v1.
  experience.organization('GET', all, readScopes, (c) => {
    const api = apiInQuery(c);
    const latest = readFlag(c, 'latest', fail) ?? false;
    const includeConfiguration = readFlag(c, 'includeConfiguration', fail) ?? true;
    const automatedOnly = readFlag(c, 'automatedOnly', fail) ?? false;
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

  experience.organization('GET', `${all}/{groupId}/{assetId}/{version}`, readScopes, (c) => {
    const { groupId, assetId, version } = c.req.param();
    const template = findTemplate(groupId, assetId);
    if (template === undefined || !template.versions.includes(version)) {
      throw fail(404, `Policy template ${groupId}/${assetId}/${version} was not found`);
    }
    const isAll = readFlag(c, 'includeAllVersions', fail) ?? false;
    const allVersions = [...template.versions].sort((a, b) => compareVersions(b, a));
    return c.json({
      ...templateView(template, version, true),
      ...(isAll ? { allVersions: allVersions.map((one) => templateView(template, one, false)) } : {}),
    });
  }),

  // The older list without Exchange coordinates, api/v1, which the CLI shows.
  apiManager.organization('GET', legacy, readScopes, (c) => c.json(policyCatalog.map(legacyView))),

  apiManager.organization('GET', `${legacy}/{templateId}`, readScopes, (c) => {
    const templateId = c.req.param('templateId');
    const template = policyCatalog.find((one) => one.templateId === templateId || one.assetId === templateId);
    if (template === undefined) throw fail(404, `Policy template ${templateId} was not found`);
    return c.json(legacyView(template));
  }),
];

function apiInQuery(c: Call): ApiInstance | undefined {
  const { apiInstanceId, environmentId } = c.req.query();
  if (apiInstanceId === undefined) return undefined;
  if (environmentId === undefined) throw fail(400, 'environmentId is required together with apiInstanceId');
  const api = c.var.platform.store.of(apis).get(Number(apiInstanceId));
  if (api === undefined || api.environmentId !== environmentId) {
    throw fail(404, `API with id ${apiInstanceId} was not found`);
  }
  return api;
}

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
