import { describe, expect, it } from 'vitest';
import { seedApis } from '../../../src/emulator/index.ts';
import { applicationsNamingApi } from '../../../src/services/applications/applications.ts';
import { namesApi } from '../../../src/services/applications/properties.ts';
import { startHarness } from '../../support/harness.ts';

describe('the applications of an API', async () => {
  const ctx = await (await startHarness()).environment();
  const naming = (id: string) =>
    applicationsNamingApi(({ properties }) => properties !== undefined && namesApi(properties, id), ctx);

  it.each([
    [seedApis.orders, 'orders-app'],
    [seedApis.shipping, 'shipping-quotes'],
    [seedApis.catalog, 'catalog-batch'],
  ])('are found by the id in any property, whatever service runs them (%i)', async (id, name) => {
    const { found, unreadable } = await naming(String(id));
    expect(found.map((one) => one.name)).toEqual([name]);
    expect(unreadable).toEqual([]);
  });

  it('are none for an id that no property has', async () => {
    expect((await naming('1')).found).toEqual([]);
  });
});
