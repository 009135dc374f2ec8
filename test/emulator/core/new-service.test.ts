import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { compose } from '../../../src/emulator/core/composition.ts';
import { type EmulatorOptions, startServices } from '../../../src/emulator/core/emulator.ts';
import { errorForm, PlatformError } from '../../../src/emulator/core/errors.ts';
import { environments } from '../../../src/emulator/core/identity/organizations.ts';
import { placeIn } from '../../../src/emulator/core/identity/scenario-places.ts';
import { defineKind, relation } from '../../../src/emulator/core/kinds.ts';
import { type Route, routesBelow } from '../../../src/emulator/core/routes.ts';
import { guid, name, place } from '../../../src/emulator/core/scenario/fields.ts';
import { guidFrom } from '../../../src/emulator/core/scenario/names.ts';
import { scenarioJsonSchema } from '../../../src/emulator/core/scenario/schema.ts';
import { defineList } from '../../../src/emulator/core/scenario/sections.ts';
import { defineService } from '../../../src/emulator/core/service.ts';
import { seedIds, seedLogins } from '../../../src/emulator/index.ts';
import { services } from '../../../src/emulator/services/index.ts';
import { sandboxPath, send, signIn } from '../client.ts';

// An example service, which the platform does not have: a real one would take its names. Its folder would have everything
// up to the next comment.

interface Parcel {
  id: string;
  organizationId: string;
  environmentId: string;
  name: string;
}

const parcels = defineKind({
  name: 'parcels',
  noun: 'parcel',
  empty: () => new Map<string, Parcel>(),
  deletedWith: [relation(environments, (parcel: Parcel, { id }) => parcel.environmentId === id)],
});

const parcelsSection = defineList({
  name: 'parcels',
  entry: z.strictObject({ ...place, name, id: guid }),
  load: (entry, at) => {
    const { organizationId, environmentId } = placeIn(at, entry);
    const id = entry.id ?? guidFrom('parcel', environmentId, entry.name);
    at.claim(parcels, { name: entry.name, id, scope: environmentId });
    at.store.of(parcels).set(id, { id, organizationId, environmentId, name: entry.name });
  },
});

const fail = errorForm((status, message) => new PlatformError(status, message, { status, message }));
const api = routesBelow('/parcel-service/api/v1', { fail });

const parcelRoutes: readonly Route[] = [
  api.environment(
    'GET',
    '/organizations/{organizationId}/environments/{environmentId}/parcels',
    ['read:parcels'],
    (c, { environment }) => {
      const all = c.var.platform.store.of(parcels).values();
      return c.json([...all].filter(({ environmentId }) => environmentId === environment.id));
    },
  ),
];

const parcelService = defineService({
  name: 'parcel-service',
  emulates: [
    { subject: 'Parcels', has: { list: 'GET /parcels' }, lacks: 'everything else', facts: ['conventions.md'] },
  ],
  scopes: { 'read:parcels': { name: 'Read Parcels', level: 'environment' } },
  state: [parcels],
  scenario: [parcelsSection],
  routes: parcelRoutes,
});

// Its line in the registry.
const withParcels = [...services, parcelService] as const;

const path = `/parcel-service/api/v1/${sandboxPath}/parcels`;
const scenario = { extends: 'acme', parcels: [{ name: 'spare-parts' }] };

async function withService(
  options: EmulatorOptions,
  run: (emulator: Awaited<ReturnType<typeof start>>) => Promise<void>,
): Promise<void> {
  const emulator = await start(options);
  try {
    await run(emulator);
  } finally {
    await emulator.close();
  }
}

const start = (options: EmulatorOptions) => startServices(withParcels, { clock: 'instant', ...options });

describe('a new service with one folder and one line in the registry', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anypoint-mcp-service-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has its objects in scenarios and in the typed store, and lists them', async () => {
    await withService({ scenario }, async (emulator) => {
      expectTypeOf(emulator.store.parcels).toEqualTypeOf<Map<string, Parcel>>();
      const [parcel] = emulator.store.parcels.values();
      const call = await signIn(emulator);
      const { status, body } = await call('GET', path);
      expect([status, body]).toEqual([200, [parcel]]);
      expect(parcel).toMatchObject({ name: 'spare-parts', environmentId: seedIds.rootSandbox });
    });
  });

  it('reports problems of its scenario section, and describes it in the schema', async () => {
    const wrong = { extends: 'acme', parcels: [{ name: 'a' }, { name: 'a' }, { name: 'b', environment: 'Moon' }] };
    const starting = start({ scenario: wrong });
    await expect(starting).rejects.toThrow('parcels[1]: another parcel in the same place is already named a');
    await expect(starting).rejects.toThrow('parcels[2].environment: environment "Moon" not found; available: ');
    await expect(start({ scenario: { extends: 'acme', parcels: [{ colour: 1 }] } })).rejects.toThrow(
      'parcels[0]: unknown member colour',
    );
    expect(JSON.stringify(scenarioJsonSchema(compose(withParcels)))).toContain('"parcels":{"default":[]');
  });

  it('is written to the state file, and read from it', async () => {
    const state = join(folder, 'state.json');
    await withService({ scenario, state }, async () => {});
    expect(await readFile(state, 'utf8')).toContain('"spare-parts"');
    await withService({ state }, async (emulator) => {
      const { body } = await (await signIn(emulator))('GET', path);
      expect(body).toMatchObject([{ name: 'spare-parts' }]);
    });
  });

  it('requires a token and a permission, and answers with its own error body', async () => {
    await withService({ scenario }, async (emulator) => {
      expect((await send(emulator, 'GET', path)).status).toBe(401);
      expect((await send(emulator, 'GET', '/parcel-service/api/v1/nothing')).status).toBe(401);
      const [app] = [...emulator.store.connectedApps.values()];
      if (app !== undefined) app.grants = [{ scope: 'read:exchange', context_params: { org: seedIds.root } }];
      const call = await signIn(emulator);
      const refused = await call('GET', path);
      expect([refused.status, refused.body.message]).toEqual([403, expect.stringContaining('permissions')]);
      const elsewhere = await call('GET', path.replace(seedIds.rootSandbox, seedIds.retailSandbox));
      expect([elsewhere.status, elsewhere.body.status]).toEqual([404, 404]);
    });
  });

  it('is subject to faults', async () => {
    await withService({ scenario }, async (emulator) => {
      const call = await signIn(emulator);
      emulator.faults.add({ kind: 'status', path: '/parcel-service/**', status: 503, times: 1 });
      expect([(await call('GET', path)).status, (await call('GET', path)).status]).toEqual([503, 200]);
    });
  });

  it('deletes its objects together with the environment', async () => {
    await withService({ scenario }, async (emulator) => {
      expect(emulator.store.parcels.size).toBe(1);
      const call = await signIn(emulator);
      expect((await call('DELETE', `/accounts/api/${sandboxPath}`)).status).toBe(204);
      expect(emulator.store.parcels.size).toBe(0);
    });
  });

  it('does not exist without its line', async () => {
    const emulator = await startServices(services, { clock: 'instant' });
    try {
      expect((await send(emulator, 'POST', '/accounts/login', seedLogins.admin)).status).toBe(200);
      expect((await send(emulator, 'GET', path)).status).toBe(404);
      expect(() => emulator.store.of(parcels)).toThrow('No service declares parcels');
    } finally {
      await emulator.close();
    }
  });
});
