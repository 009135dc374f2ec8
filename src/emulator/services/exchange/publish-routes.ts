import { requireOrganization } from '../../core/identity/places.ts';
import type { Platform } from '../../core/platform.ts';
import { oneOf } from '../../core/queries.ts';
import { originOf, readParts } from '../../core/requests.ts';
import type { ApiRoutes, Route } from '../../core/routes.ts';
import { durations } from '../../core/transitions.ts';
import { exchangeScopes } from './api.ts';
import { assetKey, assets, publications, requireAsset } from './asset.ts';
import { contentProblems } from './content.ts';
import { exchangeError as fail } from './errors.ts';
import type { Asset, Publication } from './model.ts';
import { assetFrom, changeMutableData, fromLegacyParts, requireText } from './publication.ts';
import { nextVersion, requirePublishable, usedVersions } from './version-rules.ts';
import { minimalView } from './views.ts';

const path = '/organizations/{organizationId}/assets/{groupId}/{assetId}/{version}';

/** Publishing into Exchange [docs/platform/exchange.md#publish]. */
export function publishRoutes(api: ApiRoutes): readonly Route[] {
  const { read, write } = exchangeScopes;

  return [
    api.organization('POST', path, write, async (c) => {
      const { platform } = c.var;
      const asset = await assetFrom(await readParts(c, fail), c.req.param(), platform.clock.now());
      requirePublishable(platform, asset);
      const errors = contentProblems(asset);
      if (c.req.header('x-sync-publication') === 'true') {
        if (errors.length > 0) throw fail(400, errors.join('; '));
        publish(platform, asset);
        return c.json(minimalView(asset), 201);
      }
      const { id, finishesAt } = startPublication(platform, asset, errors);
      if (errors.length === 0) publish(platform, { ...asset, availableAt: finishesAt });
      const link = `${originOf(c)}${new URL(c.req.url).pathname}/publication/status/${id}`;
      return c.json({ publicationStatusLink: link }, 202);
    }),

    api.organization('GET', `${path}/publication/status/{publicationId}`, read, (c, organization) => {
      const { store, clock } = c.var.platform;
      const publication = store.of(publications).get(c.req.param('publicationId'));
      if (publication?.organizationId !== organization.id) throw fail(404, 'Publication not found');
      return c.json(publicationView(publication, clock.now()));
    }),

    // Metadata that may change after publishing, as the CLI sends it [docs/platform/cli.md#exchange].
    api.checkedByHandler('PATCH', `${path}/mutabledata`, { level: 'organization', scopes: write }, async (c) => {
      const { organizationId, ...at } = c.req.param();
      const asset = requireAsset(c, at, write);
      changeMutableData(asset, await readParts(c, fail));
      asset.updatedAt = c.var.platform.clock.now();
      const { id } = startPublication(c.var.platform, { ...asset, organizationId }, []);
      const publication = new URL(c.req.url).pathname.replace(/mutabledata$/, `publication/status/${id}`);
      return c.json({ mutableDataStatusLink: `${originOf(c)}${publication}` }, 202);
    }),

    // The older publishing API: the coordinates are parts, and there is one file [docs/platform/exchange.md#publish].
    api.checkedByHandler('POST', '/assets', { level: 'organization', scopes: write }, async (c) => {
      const { platform } = c.var;
      const parts = await readParts(c, fail);
      const text = (name: string): string => requireText(parts, name);
      const organizationId = text('organizationId');
      requireOrganization(c, organizationId, write, fail);
      const content = fromLegacyParts(parts, text('classifier'));
      const at = { organizationId, groupId: text('groupId'), assetId: text('assetId'), version: text('version') };
      const asset = await assetFrom(content, at, platform.clock.now());
      requirePublishable(platform, asset);
      const problems = contentProblems(asset);
      if (problems.length > 0) throw fail(400, problems.join('; '));
      publish(platform, asset);
      return c.json(minimalView(asset), 201);
    }),

    api.organization(
      'GET',
      '/organizations/{organizationId}/groups/{groupId}/assets/{assetId}/nextAvailableVersion',
      { scopes: read, query: { versionOrder: oneOf(['MAJOR', 'MINOR', 'PATCH']) } },
      (c, _, { versionOrder: order = 'PATCH' }) =>
        c.json({ nextAvailableVersion: nextVersion(usedVersions(c.var.platform, c.req.param()), order) }),
    ),
  ];
}

function publish({ store }: Platform, asset: Asset): void {
  store.of(assets).set(assetKey(asset), asset);
}

function startPublication(
  { store, clock }: Platform,
  { organizationId, type }: Pick<Asset, 'organizationId' | 'type'>,
  errors: string[],
): Publication {
  const finishesAt = clock.after(durations.assetPublishes);
  const publication: Publication = { id: crypto.randomUUID(), organizationId, assetType: type, finishesAt, errors };
  store.of(publications).set(publication.id, publication);
  return publication;
}

/** A publication is `running`, then `completed` or `error` [docs/platform/exchange.md#publication-status]. */
function publicationView({ finishesAt, errors, assetType }: Publication, now: number) {
  const outcome = errors.length > 0 ? 'error' : 'completed';
  const status = now < finishesAt ? 'running' : outcome;
  const shown = status === 'error' ? errors : [];
  return {
    status,
    assetType,
    steps: [
      { description: 'Metadata validation', status: 'completed', errors: [] },
      { description: 'Files processing', status, errors: shown, ...(status === 'error' ? { statusCode: 400 } : {}) },
    ],
  };
}
