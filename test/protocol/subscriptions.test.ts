import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { connect, eras, settingsFor, type TestClient } from '../support/clients.ts';
import type { SeenRequest } from '../support/harness.ts';
import { SpawnedServer } from '../support/spawned.ts';

const gateways = 'anypoint://gateways';
const production = 'anypoint://Acme%20Outfitters/Production';
/** Twelve times this is the longest pause between two looks. */
const shortest = 0.03;
const longestMs = shortest * 12 * 1000;

/** Time for every poller to have looked at least once, whatever its pause has grown to. */
const looksHaveBeenTaken = () => new Promise((resolve) => setTimeout(resolve, longestMs * 2));

describe.each(eras)('subscriptions of a client of %s', (era) => {
  const seen: SeenRequest[] = [];
  let emulator: Emulator;
  let client: TestClient;

  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'driven', onRequest: (request) => seen.push(request) });
  });
  beforeEach(async () => {
    client = await connect(era, {
      ...settingsFor(emulator.baseUrl, emulator.access),
      ANYPOINT_WATCH_SECONDS: String(shortest),
      ANYPOINT_ATTEMPT_TIMEOUT_SECONDS: '1',
      ANYPOINT_CALL_TIMEOUT_SECONDS: '1',
    });
  });
  afterEach(() => client.close());
  afterAll(() => emulator.close());

  /** Waits until there is an update, and then long enough to see that it stays the only one. */
  const exactlyOne = async (...uris: string[]) => {
    await expect.poll(() => client.updates, { timeout: 10_000 }).toHaveLength(uris.length);
    await looksHaveBeenTaken();
    expect([...client.updates].sort()).toEqual([...uris].sort());
    client.updates.length = 0;
  };

  it('tell once of a gateway that becomes ready', async () => {
    const { structured } = await client.callTool('anypoint_create_gateway', { name: `new-${era}`, wait: false });
    // As the tool's output schema says, which test/mcp/tools/tools.test.ts keeps.
    const { gateway } = Object(structured?.['result']) as { gateway: { id: string } };
    const { organizationId, environmentId } = emulator.access;
    const uri = `anypoint://${organizationId}/${environmentId}/gateways/${gateway.id}`;
    await client.subscribe(uri);
    await looksHaveBeenTaken();
    expect(client.updates).toEqual([]);
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
    await exactlyOne(gateways);
    await end();
    emulator.clock.advance(60_000);
    await looksHaveBeenTaken();
    expect(client.updates).toEqual([]);
  });

  it('cost nothing while nobody listens', async () => {
    const { end } = await client.subscribe(gateways);
    await end();
    await client.callTool('anypoint_list_organizations');
    seen.length = 0;
    await looksHaveBeenTaken();
    expect(seen).toEqual([]);
  });

  it('cost one look however many subscribe', async () => {
    const looks = async () => {
      seen.length = 0;
      await new Promise((resolve) => setTimeout(resolve, longestMs * 3));
      return seen.filter(({ path }) => path.endsWith('/servers')).length;
    };
    const servers = 'anypoint://servers';
    await client.subscribe(servers);
    await looksHaveBeenTaken();
    const alone = await looks();
    expect(alone).toBeGreaterThan(0);
    await client.subscribe(servers);
    await client.subscribe(servers);
    expect(await looks()).toBeLessThanOrEqual(alone + 1);
  });

  it('survive an outage of the platform: no news from it, and the change once afterwards', async () => {
    await client.subscribe(gateways);
    await looksHaveBeenTaken();
    emulator.faults.add({ kind: 'status', status: 503 });
    const [gateway] = emulator.store.managedGateways.values();
    if (gateway === undefined) throw new Error('no gateway');
    const before = gateway.name;
    onTestFinished(() => {
      gateway.name = before;
      emulator.faults.clear();
    });
    await looksHaveBeenTaken();
    gateway.name = `renamed-${era}`;
    await looksHaveBeenTaken();
    expect(client.updates).toEqual([]);
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

describe('a server with subscriptions', () => {
  it('ends at once when stdin is closed', async () => {
    const emulator = await startEmulator({ clock: 'instant' });
    onTestFinished(() => emulator.close());
    const server = new SpawnedServer([], {
      ...settingsFor(emulator.baseUrl, emulator.access),
      ANYPOINT_WATCH_SECONDS: '600',
    });
    await server.initialize();
    const { result } = await server.request('resources/subscribe', { uri: gateways });
    expect(result).toEqual({});
    // The next look is ten minutes away: a server that waited for it would not end within the time of a test.
    server.process.stdin.end();
    expect(await server.exited).toBe(0);
  });
});
