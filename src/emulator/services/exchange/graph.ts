import { type Context, Hono } from 'hono';
import { exchangeError } from '../../core/errors.ts';
import type { Principal } from '../../core/permissions.ts';
import { requireOrganization } from '../../core/places.ts';
import { isoDate, type Platform, type PlatformEnv } from '../../core/platform.ts';
import { isRecord, originOf, readJson } from '../../core/requests.ts';
import { bearerOf, liveToken, principalOf } from '../../core/tokens.ts';
import { fieldView } from '../apis/policies/templates.ts';
import { exchangeScopes, findAsset } from './access.ts';
import { parseQuery, QueryProblem, type Selection } from './graph-query.ts';
import { findTemplate, muleSoftGroupId, type PolicyTemplate, policyCatalog } from './policy-catalog.ts';
import { searchAssets } from './search.ts';
import { minimalView, richView } from './views.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * GraphQL over Exchange, `/graph/api/v2/graphql`: no document of it is published, so it knows the two queries that the
 * CLI sends, `assets` and `asset` (CLI reference 3). The token is a variable; a header is accepted as well.
 */
export function graphqlRoutes(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  app.post('/graphql', async (c) => {
    const body = await readJson(c, exchangeError);
    const { query, variables: given } = isRecord(body) ? body : {};
    const variables = isRecord(given) ? given : {};
    const principal = principalFor(platform, c, variables['accessToken']);
    if (principal === undefined) return c.json({ errors: [{ message: 'Unauthorized' }] }, 401);
    if (typeof query !== 'string') return c.json({ errors: [{ message: 'Must provide query string.' }] }, 400);
    try {
      const data = Object.fromEntries(
        parseQuery(query, variables).map((field) => [field.key, answer(platform, c, principal, field)]),
      );
      return c.json({ data });
    } catch (error) {
      if (!(error instanceof QueryProblem)) throw error;
      return c.json({ errors: [{ message: error.message }] }, 400);
    }
  });

  return app;
}

/** The definition of a policy as a file of its asset, by a link that needs no token (CLI reference 3 and 5). */
export function policyDefinitionRoutes(): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  app.get('/:assetId/:version/policy-definition.yaml', (c) => {
    const { assetId, version } = c.req.param();
    const template = findTemplate(muleSoftGroupId, assetId);
    if (template === undefined || !template.versions.includes(version)) throw exchangeError(404, 'File not found');
    const { name, description, category, fields } = template;
    const definition = {
      id: assetId,
      name,
      description,
      category,
      configuration: Object.entries(fields).map(fieldView),
    };
    c.header('content-type', 'application/yaml');
    // The values as JSON, which YAML takes (YAML 1.2, section 1.3); the whole is none, which the CLI would not take.
    return c.body(
      Object.entries(definition)
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
        .join(''),
    );
  });
  return app;
}

function principalFor(platform: Platform, c: Context<PlatformEnv>, accessToken: unknown): Principal | undefined {
  const value = typeof accessToken === 'string' ? accessToken : bearerOf(c.req.header('authorization'));
  const token = value === undefined ? undefined : liveToken(platform, value);
  return token === undefined ? undefined : principalOf(platform.store, token);
}

function answer(platform: Platform, c: Context<PlatformEnv>, principal: Principal, field: Selection): unknown {
  switch (field.name) {
    case '__typename':
      return 'Query';
    case 'assets':
      return assets(platform, principal, field.args).map((one) => selected(field, one, 'Asset'));
    case 'asset': {
      const found = asset(platform, originOf(c), principal, field.args);
      return found === null ? null : selected(field, found, 'Asset');
    }
    default:
      throw new QueryProblem(`Cannot query field "${field.name}" on type "Query".`);
  }
}

/** What was asked for of a value. The client drops an answer in which a field is missing, so unknown values are null. */
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

const textsOf = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string');
const numberOf = (value: unknown, fallback: number): number =>
  typeof value === 'number' && value >= 0 ? value : fallback;

function assets(platform: Platform, principal: Principal, args: Fields): Fields[] {
  const types = textsOf(args['types']);
  const organizationIds = textsOf(args['organizationIds']).filter((id) => id !== '');
  const words = textsOf(args['searchTerm'])[0] ?? '';
  const allVersions = args['latestVersionsOnly'] === false;
  for (const id of organizationIds) {
    requireOrganization(platform.store, principal, id, exchangeScopes.read, exchangeError);
  }
  const own = searchAssets(platform, principal, {
    words,
    types,
    allVersions,
    ...(organizationIds.length === 0 ? {} : { organizationIds }),
  });
  // MuleSoft's policies are everybody's; they come when they are asked for, so that a list shows one's own assets.
  const policies = types.includes('policy') && organizationIds.length === 0 ? policyCatalog : [];
  const fitting = policies
    .filter(({ name, assetId }) => `${name} ${assetId}`.toLowerCase().includes(words.toLowerCase()))
    .flatMap((one) => one.versions.slice(0, allVersions ? undefined : 1).map((version) => policyView(one, version)));
  const offset = numberOf(args['offset'], 0);
  return [...own.map((one) => ({ ...minimalView(one), files: null })), ...fitting].slice(
    offset,
    offset + numberOf(args['limit'], 20),
  );
}

function asset(platform: Platform, origin: string, principal: Principal, args: Fields): Fields | null {
  const [groupId = '', assetId = '', version = ''] = [args['groupId'], args['assetId'], args['version']].map(String);
  const template = findTemplate(groupId, assetId);
  if (template?.versions.includes(version)) {
    const externalLink = `${origin}${policyDefinitionPath}/${assetId}/${version}/policy-definition.yaml`;
    return {
      ...policyView(template, version),
      files: [{ classifier: 'policy-definition', packaging: 'yaml', externalLink, mainFile: null, isGenerated: false }],
    };
  }
  const { store, clock } = platform;
  const found = findAsset(store, clock.now(), groupId, assetId, version);
  if (found === undefined) return null;
  requireOrganization(store, principal, found.organizationId, exchangeScopes.read, exchangeError);
  return richView(store, found, origin, clock.now());
}

/** Where the definitions of policies can be fetched. */
export const policyDefinitionPath = '/exchange/files/policies';

const published = isoDate(Date.UTC(2025, 0, 15, 10));

function policyView({ assetId, name, description }: PolicyTemplate, version: string): Fields {
  const at = { createdDate: published, createdAt: published, updatedDate: published, modifiedAt: published };
  const coordinates = { organizationId: muleSoftGroupId, groupId: muleSoftGroupId, assetId, version };
  return { ...coordinates, name, description, type: 'policy', status: 'published', isPublic: true, files: null, ...at };
}
