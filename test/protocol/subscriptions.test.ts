import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { drivenClock } from '../support/driven-clock.ts';
import type { SeenRequest } from '../support/harness.ts';
import { eras, settingsFor, type TestClient } from '../support/mcp-client.ts';
import { agreesToPlans } from '../support/person.ts';
import { connect } from '../support/served.ts';
import { LookClock } from './look-clock.ts';

const gateways = 'anypoint://gateways';
const production = 'anypoint://Acme%20Outfitters/Production';

/** Time for what was sent to arrive. */
async function arrived(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe.each(eras)('subscriptions of a client of %s', (era) => {
  const seen: SeenRequest[] = [];
  let emulator: Emulator;
  let client: TestClient;
  let clock: LookClock;

  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'driven', onRequest: (request) => seen.push(request) });
  });
  beforeEach(async () => {
    clock = new LookClock();
    client = await connect(era, settingsFor(emulator.baseUrl, emulator.access), {
      person: agreesToPlans,
      clock: drivenClock((ms) => emulator.clock.advance(ms), emulator.clock.now()),
      watchClock: clock,
    });
  });
  afterEach(() => client.close());
  afterAll(() => emulator.close());

  /** Those who watch look so often that an update which is told twice would be seen. */
  const exactlyOne = async (...uris: string[]) => {
    await clock.looks(uris.length);
    await arrived();
    expect([...client.updates].sort()).toEqual([...uris].sort());
    client.updates.length = 0;
  };
  const nothing = async (watched: number) => {
    await clock.looks(watched);
    await arrived();
    expect(client.updates).toEqual([]);
  };

  it('tell once of a gateway that becomes ready', async () => {
    const { structured } = await client.callTool('anypoint_create_gateway', { name: `new-${era}`, wait: false });
    // As the tool's output schema says, which test/mcp/tools/tools.test.ts keeps.
    const { gateway } = Object(structured?.['result']) as { gateway: { id: string } };
    const { organizationId, environmentId } = emulator.access;
    const uri = `anypoint://${organizationId}/${environmentId}/gateways/${gateway.id}`;
    await client.subscribe(uri);
    await nothing(1);
    emulator.clock.advance(60_000);
    await exactlyOne(uri);
    expect(JSON.parse((await client.readResource(uri)).text).gateway.status).toBe('RUNNING');
  });

  it('tell once of a server that drops, for its listing, itself and its cluster', async () => {
    const server = [...emulator.store.servers.values()].find(
      ({ clusterId, status }) => clusterId !== undefined && status.after === 'RUNNING',
    );
    const cluster = emulator.store.clusters.get(server?.clusterId ?? 0);
    if (server === undefined || cluster === undefined) throw new Error('no server in a cluster');
    const place = `anypoint://${server.organizationId}/${server.environmentId}`;
    const uris = [`${place}/servers`, `${place}/servers/${server.id}`, `${place}/clusters/${cluster.id}`];
    await client.subscribe(...uris);
    const before = server.status;
    onTestFinished(() => {
      server.status = before;
    });
    server.status = { before: 'DISCONNECTED', after: 'DISCONNECTED', at: 0 };
    await exactlyOne(...uris);
  });

  it('tell once of an API that turns active', async () => {
    const served = [...emulator.store.apis.values()].find(
      ({ deployment, environmentId }) =>
        environmentId === emulator.access.environmentId &&
        emulator.store.managedGateways.get(deployment?.targetId ?? '')?.name === 'orders-gateway',
    );
    if (served === undefined) throw new Error('no API on the gateway');
    const { organizationId, environmentId } = emulator.access;
    const uri = `anypoint://${organizationId}/${environmentId}/apis/${served.id}`;
    const status = async () => JSON.parse((await client.readResource(uri)).text).api.status;
    const set = (desiredStatus: string) =>
      client.callTool('anypoint_set_gateway_desired_status', {
        ...{ gateway: 'orders-gateway', desiredStatus, wait: false },
      });
    await set('STOPPED');
    emulator.clock.advance(60_000);
    expect(await status()).toBe('inactive');
    await client.subscribe(uri);
    await set('STARTED');
    emulator.clock.advance(60_000);
    await exactlyOne(uri);
    expect(await status()).toBe('active');
  });

  it('tell once of a change made through a tool, and of none after the subscription has ended', async () => {
    const { uris, end } = await client.subscribe(gateways, `${production}/gateways`);
    expect(uris).toEqual([gateways, `${production}/gateways`]);
    await client.callTool('anypoint_create_gateway', { name: `made-${era}`, wait: false });
    // It makes those who watch look at once.
    await clock.asleep(2);
    await arrived();
    expect(client.updates).toEqual([gateways]);
    await clock.looks(2);
    await arrived();
    expect(client.updates).toEqual([gateways]);
    client.updates.length = 0;
    await end();
    emulator.clock.advance(60_000);
    await nothing(0);
  });

  it('cost nothing while nobody listens', async () => {
    const { end } = await client.subscribe(gateways);
    await clock.asleep(1);
    await end();
    await client.callTool('anypoint_list_organizations');
    seen.length = 0;
    await nothing(0);
    expect(clock.sleepers).toBe(0);
    expect(seen).toEqual([]);
  });

  it('cost one look however many subscribe', async () => {
    const looks = async () => {
      await clock.asleep(1);
      seen.length = 0;
      await clock.looks(1, 3);
      return seen.filter(({ path }) => path.endsWith('/servers')).length;
    };
    const servers = 'anypoint://servers';
    await client.subscribe(servers);
    expect(await looks()).toBe(3);
    await client.subscribe(servers);
    await client.subscribe(servers);
    expect(await looks()).toBe(3);
  });

  it('share one check for all spellings of an address, and each client is told of its own', async () => {
    const [gateway] = [...emulator.store.managedGateways.values()].filter(({ name }) => name === 'orders-gateway');
    if (gateway === undefined) throw new Error('no gateway');
    const { organizationId, environmentId } = emulator.access;
    const uris = [organizationId, 'Acme%20Outfitters', 'acme%20outfitters', '%41cme%20Outfitters'].flatMap((group) =>
      [environmentId, 'Sandbox', 'sandbo%78', 'SANDBOX'].flatMap((environment) =>
        [
          gateway.id,
          'orders-gateway',
          'Orders-Gateway',
          'orders%2Dgateway',
          '%6frders-gateway',
          'orders-%67%61teway',
        ].map((name) => `anypoint://${group}/${environment}/gateways/${name}`),
      ),
    );
    const ends: (() => Promise<void>)[] = [];
    for (const uri of uris) ends.push((await client.subscribe(uri)).end);
    gateway.name = 'orders-gateway-2';
    await clock.looks(1);
    await arrived();
    expect([...client.updates].sort()).toEqual([...uris].sort());
    gateway.name = 'orders-gateway';
    for (const end of ends) await end();
  });

  it('survive an outage of the platform: no news from it, and the change once afterwards', async () => {
    await client.subscribe(gateways);
    await nothing(1);
    emulator.faults.add({ kind: 'status', status: 503 });
    const [gateway] = emulator.store.managedGateways.values();
    if (gateway === undefined) throw new Error('no gateway');
    const before = gateway.name;
    onTestFinished(() => {
      gateway.name = before;
      emulator.faults.clear();
    });
    await nothing(1);
    gateway.name = `renamed-${era}`;
    await nothing(1);
    emulator.faults.clear();
    await exactlyOne(gateways);
  });

  it('accepted in an outage tell once that there is nothing, so that whoever reads it learns why', async () => {
    emulator.faults.add({ kind: 'status', status: 503 });
    onTestFinished(() => {
      emulator.faults.clear();
    });
    const missing = `${production}/gateways/no-such-gateway`;
    expect((await client.subscribe(missing)).uris).toEqual([missing]);
    emulator.faults.clear();
    await exactlyOne(missing);
    await expect(client.readResource(missing)).rejects.toThrow('no-such-gateway');
  });

  it.each([
    ['anypoint://nothing', 'anypoint://nothing'],
    ['https://example.com/', 'https://example.com/'],
    [`${production}/gateways/no-such-gateway`, 'no-such-gateway'],
    ['anypoint://Acme%20Outfitters/Sanbox/gateways', '"Sandbox"'],
  ])('are refused for what there is not: %s', async (uri, reason) => {
    await expect(client.subscribe(uri)).rejects.toThrow(reason);
    // The connection is as good as before.
    expect((await client.subscribe(gateways)).uris).toEqual([gateways]);
  });
});

describe('a listen of 2026-07-28', () => {
  it('is acknowledged with what there is of what it names', async () => {
    const emulator = await startEmulator({ clock: 'instant' });
    const client = await connect('2026-07-28', settingsFor(emulator.baseUrl, emulator.access));
    const { uris } = await client.subscribe('anypoint://nothing', gateways);
    expect(uris).toEqual([gateways]);
    await client.close();
    await emulator.close();
  });
});
