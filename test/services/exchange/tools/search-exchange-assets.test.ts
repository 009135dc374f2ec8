import { describe, expect, it } from 'vitest';
import { seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_search_exchange_assets';
const ids = (assets: { assetId: string }[]) => assets.map(({ assetId }) => assetId);

describe(tool, async () => {
  const harness = await startHarness();

  it('finds the newest version of every asset with its coordinates', async () => {
    const { assets, total, nextCursor } = await harness.ok(tool);
    expect([total, nextCursor]).toEqual([assets.length, undefined]);
    expect(assets).toContainEqual({
      name: 'Orders API',
      groupId: seedIds.root,
      assetId: 'orders-api',
      version: '1.1.0',
      type: 'rest-api',
      status: 'published',
    });
  });

  it('narrows by text and by several types, and says what a limit leaves out', async () => {
    expect(ids((await harness.ok(tool, { text: 'orders' }))['assets'])).toEqual(['orders-app', 'orders-api']);
    const { assets } = await harness.ok(tool, { types: ['rest-api', 'app'] });
    expect(new Set(assets.map(({ type }: { type: string }) => type))).toEqual(new Set(['rest-api', 'app']));
    const { text, structured } = await harness.call(tool, { limit: 2 });
    expect(structured?.['assets']).toHaveLength(2);
    expect(text).toContain(
      `2 assets shown in Exchange of business group "Acme Outfitters" (${seedIds.root}). There are more: narrow the listing`,
    );
  });

  it('says so when there is nothing', async () => {
    const { text } = await harness.call(tool, { text: 'no-such-asset', organization: 'Retail' });
    expect(text).toContain(`0 assets in Exchange of business group "Retail" (${seedIds.retail}) match.`);
  });
});

describe(`${tool} without the permission`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        request.url.includes('/exchange/') ? Response.json({ status: 403, message: 'No' }, { status: 403 }) : undefined,
    },
  });

  it('names the scope to add', async () => {
    expect(await harness.fails(tool)).toContain('"Exchange Viewer"');
  });
});

describe(`${tool} in a large Exchange`, async () => {
  const assets = Array.from({ length: 1005 }, (_, index) => ({
    assetId: `asset-${index}`,
    name: `Asset ${index}`,
    type: 'http-api',
  }));
  const harness = await startHarness({ emulator: { scenario: { extends: 'acme', assets } } });

  it('says that a sort covers the first thousand only, and gives no cursor after them', async () => {
    const { text, structured = {} } = await harness.call(tool, { types: ['http-api'], sort: '-name', limit: 1000 });
    expect(structured).toMatchObject({ sortedRows: 1000 });
    expect(structured).not.toHaveProperty('total');
    expect(text).toContain('Only the first 1000 were read and sorted; narrow the listing to see the others.');
  });

  it('pages through all of it in the order of the platform', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Record<string, unknown> = await harness.ok(tool, {
        ...{ types: ['http-api'], limit: 400, fields: ['version'] },
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...ids(Object(page)['assets']));
      cursor = page['nextCursor'] as string | undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(assets.map(({ assetId }) => assetId)));
  });
});
