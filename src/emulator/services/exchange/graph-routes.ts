import type { Call } from '../../core/call.ts';
import { requireOrganization } from '../../core/identity/places.ts';
import { bearerOf, principalOf, validToken } from '../../core/identity/tokens.ts';
import { isoDate } from '../../core/platform.ts';
import { isRecord, originOf, readJson } from '../../core/requests.ts';
import { openRoutesBelow, type Route } from '../../core/routes.ts';
import { exchangeScopes } from './api.ts';
import { findAsset } from './asset.ts';
import { exchangeError as fail } from './errors.ts';
import { parseQuery, QueryProblem, type Selection } from './graph-query.ts';
import { findTemplate, muleSoftGroupId, policyCatalog } from './policy-catalog.ts';
import { policyDefinitionPath } from './policy-definition.ts';
import type { PolicyTemplate } from './policy-fields.ts';
import { searchAssets } from './search.ts';
import { minimalView, richView } from './views.ts';

type Fields = Readonly<Record<string, unknown>>;

const graph = openRoutesBelow('/graph/api/v2');

/**
 * GraphQL of Exchange, `/graph/api/v2/graphql`. It has no published document, so only the two queries of the CLI are
 * supported, `assets` and `asset` [docs/platform/cli.md#graphql]. The token is a variable; a header is accepted as
 * well.
 */
export const graphRoutes: readonly Route[] = [
  graph.open('POST', '/graphql', async (c) => {
    const body = await readJson(c, fail);
    const { query, variables: given } = isRecord(body) ? body : {};
    const variables = isRecord(given) ? given : {};
    if (!signInWith(c, variables['accessToken'])) return c.json({ errors: [{ message: 'Unauthorized' }] }, 401);
    if (typeof query !== 'string') return c.json({ errors: [{ message: 'Must provide query string.' }] }, 400);
    try {
      const fields = parseQuery(query, variables).map((field) => [field.key, answer(c, field)]);
      return c.json({ data: Object.fromEntries(fields) });
    } catch (error) {
      if (!(error instanceof QueryProblem)) throw error;
      return c.json({ errors: [{ message: error.message }] }, 400);
    }
  }),
];

function signInWith(c: Call, accessToken: unknown): boolean {
  const { platform } = c.var;
  const value = typeof accessToken === 'string' ? accessToken : bearerOf(c.req.header('authorization'));
  const token = value === undefined ? undefined : validToken(platform, value);
  const principal = token === undefined ? undefined : principalOf(platform, token);
  if (principal === undefined) return false;
  c.set('principal', principal);
  return true;
}

function answer(c: Call, field: Selection): unknown {
  switch (field.name) {
    case '__typename':
      return 'Query';
    case 'assets':
      return assetsFor(c, field.args).map((one) => selected(field, one, 'Asset'));
    case 'asset': {
      const found = assetFor(c, field.args);
      return found === null ? null : selected(field, found, 'Asset');
    }
    default:
      throw new QueryProblem(`Cannot query field "${field.name}" on type "Query".`);
  }
}

/**
 * The selected fields of a value. The CLI fails on an answer with a missing field, so unknown values are null. @throws
 * QueryProblem
 */
function selected({ name, fields }: Selection, value: Fields, type: string): Fields {
  if (fields === undefined) {
    throw new QueryProblem(`Field "${name}" of type "${type}" must have a selection of subfields.`);
  }
  return Object.fromEntries(
    fields.map((field) => {
      if (field.name === '__typename') return [field.key, type];
      if (!Object.hasOwn(value, field.name)) {
        throw new QueryProblem(`Cannot query field "${field.name}" on type "${type}".`);
      }
      const found = value[field.name] ?? null;
      if (field.fields === undefined || !Array.isArray(found)) return [field.key, found];
      return [field.key, found.filter(isRecord).map((one) => selected(field, one, 'AssetFile'))];
    }),
  );
}

const stringsOf = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string');
const numberOf = (value: unknown, fallback: number): number =>
  typeof value === 'number' && value >= 0 ? value : fallback;

function assetsFor(c: Call, args: Fields): Fields[] {
  const types = stringsOf(args['types']);
  const organizationIds = stringsOf(args['organizationIds']).filter((id) => id !== '');
  const text = stringsOf(args['searchTerm'])[0] ?? '';
  const allVersions = args['latestVersionsOnly'] === false;
  for (const id of organizationIds) requireOrganization(c, id, exchangeScopes.read, fail);
  const own = searchAssets(c, {
    text,
    types,
    allVersions,
    ...(organizationIds.length === 0 ? {} : { organizationIds }),
  });
  // MuleSoft's policies are public. Only a search for policies returns them, so that other lists show the caller's own
  // assets.
  const policies = types.includes('policy') && organizationIds.length === 0 ? policyCatalog : [];
  const matching = policies
    .filter(({ name, assetId }) => `${name} ${assetId}`.toLowerCase().includes(text.toLowerCase()))
    .flatMap((one) => one.versions.slice(0, allVersions ? undefined : 1).map((version) => policyView(one, version)));
  const offset = numberOf(args['offset'], 0);
  return [...own.map((one) => ({ ...minimalView(one), files: null })), ...matching].slice(
    offset,
    offset + numberOf(args['limit'], 20),
  );
}

function assetFor(c: Call, args: Fields): Fields | null {
  const { platform } = c.var;
  const origin = originOf(c);
  const [groupId = '', assetId = '', version = ''] = [args['groupId'], args['assetId'], args['version']].map(String);
  const template = findTemplate(groupId, assetId);
  if (template?.versions.includes(version)) {
    const externalLink = `${origin}${policyDefinitionPath}/${assetId}/${version}/policy-definition.yaml`;
    return {
      ...policyView(template, version),
      files: [{ classifier: 'policy-definition', packaging: 'yaml', externalLink, mainFile: null, isGenerated: false }],
    };
  }
  const found = findAsset(platform, { groupId, assetId, version });
  if (found === undefined) return null;
  requireOrganization(c, found.organizationId, exchangeScopes.read, fail);
  return richView(platform, found, { origin, statuses: [] });
}

const published = isoDate(Date.UTC(2025, 0, 15, 10));

function policyView({ assetId, name, description }: PolicyTemplate, version: string): Fields {
  const at = { createdDate: published, createdAt: published, updatedDate: published, modifiedAt: published };
  const coordinates = { organizationId: muleSoftGroupId, groupId: muleSoftGroupId, assetId, version };
  return { ...coordinates, name, description, type: 'policy', status: 'published', isPublic: true, files: null, ...at };
}
