import { describe, expect, it } from 'vitest';
import { applicationsOfApi } from '../../src/domain/applications.ts';
import { seedApis } from '../../src/emulator/index.ts';
import { startHarness } from '../support/harness.ts';

describe('the applications of an API', async () => {
  const { session } = await startHarness();
  const { platform, directory } = session;
  const place = { platform, scope: await directory.scope(), signal: new AbortController().signal };

  it.each([
    [seedApis.orders, 'orders-app'],
    [seedApis.shipping, 'shipping-quotes'],
    [seedApis.catalog, 'catalog-batch'],
  ])('are found by the id in any property, whatever service runs them (%i)', async (id, name) => {
    const { applications, unavailable } = await applicationsOfApi(place, String(id));
    expect(applications.map((one) => one.name)).toEqual([name]);
    expect(unavailable).toEqual([]);
  });

  it('are none for an id that nobody names', async () => {
    expect((await applicationsOfApi(place, '1')).applications).toEqual([]);
  });
});
