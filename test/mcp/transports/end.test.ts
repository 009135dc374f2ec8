import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import type { Clock } from '../../../src/platform/clock.ts';
import { abortError } from '../../../src/platform/errors.ts';
import { settingsFor } from '../../support/mcp-client.ts';
import { envelope, type RawClient, rawClient } from '../../support/raw-client.ts';

/** What a platform does not answer until the test lets it. */
class Gateways {
  #release: () => void = () => undefined;
  #reached: () => void = () => undefined;
  /** Resolves when it was asked. */
  asked = Promise.resolve();
  #held = Promise.resolve();

  hold(): void {
    this.#held = new Promise((resolve) => {
      this.#release = resolve;
    });
    this.asked = new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  release(): void {
    this.#release();
  }

  readonly intercept = async (request: Request): Promise<undefined> => {
    if (!request.url.includes('/gateways')) return;
    this.#reached();
    await this.#held;
  };
}

describe('a connection that ends', async () => {
  const gateways = new Gateways();
  const emulator: Emulator = await startEmulator({ clock: 'instant', intercept: gateways.intercept });
  afterAll(() => emulator.close());
  const env = settingsFor(emulator.baseUrl, emulator.access);
  const call = { name: 'anypoint_list_gateways', arguments: {} };
  let client: RawClient;

  beforeEach(async () => {
    client = rawClient(env);
    await client.initialize();
    gateways.hold();
  });

  /** Whether something has happened by the time that everything else has. */
  async function isDone(promise: Promise<unknown>): Promise<boolean> {
    let done = false;
    void promise.then(() => {
      done = true;
    });
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    return done;
  }

  it('answers what it has accepted, and nothing more', async () => {
    const answers = [client.request('tools/call', call), client.request('tools/call', call)];
    await gateways.asked;
    const ended = client.connection.finish();
    client.send({ id: 'late', method: 'ping' });
    expect(await isDone(ended)).toBe(false);
    gateways.release();
    await ended;
    for (const { result } of await Promise.all(answers)) expect(result.content[0].text).toContain('orders-gateway');
    expect(client.received.some(({ id }) => id === 'late')).toBe(false);
  });

  it('answers what stands on the last line of its input', async () => {
    const ended = new Promise<void>((resolve) => {
      client.transport.onended = () => void client.connection.finish().then(resolve);
    });
    const answer = client.request('tools/call', call);
    client.end('{"jsonrpc":"2.0","id":"last","method":"tools/list"}');
    await gateways.asked;
    gateways.release();
    await ended;
    expect((await answer).result.isError).toBeUndefined();
    expect(client.received.find(({ id }) => id === 'last')?.result.tools.length).toBeGreaterThan(0);
  });

  it('does not wait for work that goes on at the platform', async () => {
    gateways.release();
    let slept = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      slept = resolve;
    });
    const clock: Clock = {
      now: Date.now,
      sleep: (_ms, signal) =>
        new Promise((_resolve, reject) => {
          slept();
          signal?.addEventListener('abort', () => reject(abortError()), { once: true });
        }),
    };
    const starting = await startEmulator({
      clock: 'instant',
      intercept: ({ url }) =>
        url.endsWith('/status') ? Response.json({ status: 'APPLYING', ready: false, running: false }) : undefined,
    });
    onTestFinished(() => starting.close());
    const creating = rawClient(settingsFor(starting.baseUrl, starting.access), { clock });
    await creating.initialize();
    const answer = creating.request('tools/call', {
      name: 'anypoint_create_gateway',
      arguments: { name: 'new-gateway' },
    });
    await waiting;
    await creating.connection.finish();
    const { structuredContent, content } = (await answer).result;
    expect(structuredContent.outcome, content[0].text).toBe('in_progress');
    expect(content[0].text).toContain('Read it again with');
  });

  it('does not wait for what the client has cancelled', async () => {
    void client.request('tools/call', call, 'cancelled');
    await gateways.asked;
    client.send({ method: 'notifications/cancelled', params: { requestId: 'cancelled' } });
    await client.request('ping');
    await client.connection.finish();
    expect(client.received.some(({ id }) => id === 'cancelled')).toBe(false);
    gateways.release();
  });

  it('leaves nothing half done when the client cancels and goes', async () => {
    gateways.release();
    const starts = new Gateways();
    starts.hold();
    const own = await startEmulator({
      clock: 'instant',
      async intercept(request) {
        const isStart = request.method === 'PATCH' && (await request.clone().text()).includes('STARTED');
        return isStart ? starts.intercept(new Request('http://x/gateways')) : undefined;
      },
    });
    onTestFinished(() => own.close());
    const restarting = rawClient({ ...settingsFor(own.baseUrl, own.access), ANYPOINT_POLICY: 'allow' });
    await restarting.initialize();
    const [deployment] = own.store.amcDeployments.values();
    if (deployment === undefined) throw new Error('the seed has changed');
    const args = { application: deployment.name, action: 'restart' };
    void restarting.request('tools/call', { name: 'anypoint_set_application_status', arguments: args }, 'restart');
    // It is stopped, and its start is under way.
    await starts.asked;
    restarting.send({ method: 'notifications/cancelled', params: { requestId: 'restart' } });
    await restarting.request('ping');
    const ended = restarting.connection.finish();
    expect(await isDone(ended)).toBe(false);
    starts.release();
    await ended;
    expect(JSON.stringify(deployment)).toContain('"desiredState":"STARTED"');
  });

  it('does not wait for a client that reads nothing any more', async () => {
    void client.request('tools/call', call);
    await gateways.asked;
    const broken = new Promise<void>((resolve) => {
      client.transport.onended = resolve;
    });
    client.output.destroy(new Error('write EPIPE'));
    await broken;
    await client.connection.finish();
    gateways.release();
  });

  it('waits for nothing when nothing was asked', async () => {
    await client.connection.finish();
    await client.connection.finish();
    gateways.release();
  });

  it('ends subscriptions, which are answered by their end only', async () => {
    gateways.release();
    const listening = rawClient(env);
    const params = { _meta: envelope(), notifications: { resourceSubscriptions: ['anypoint://gateways'] } };
    const acknowledged = listening.next(({ method }) => method === 'notifications/subscriptions/acknowledged');
    listening.send({ id: 'listen', method: 'subscriptions/listen', params });
    await acknowledged;
    await listening.connection.finish();
  });

  it('answers a call whose user has not answered', async () => {
    gateways.release();
    const { ANYPOINT_ENVIRONMENT: _unset, ...elsewhere } = env;
    const asking = rawClient(elsewhere);
    await asking.initialize('2025-11-25', { elicitation: {} });
    const question = asking.next(({ method }) => method === 'elicitation/create');
    const answer = asking.request('tools/call', call);
    await question;
    await asking.connection.finish();
    const { result } = await answer;
    expect(result.isError).toBe(true);
    expect(result.content[0].text).toContain('Which environment?');
  });

  it('asks nobody after its end', async () => {
    gateways.release();
    const { ANYPOINT_ENVIRONMENT: _unset, ...elsewhere } = env;
    const asking = rawClient(elsewhere);
    await asking.initialize('2025-11-25', { elicitation: {} });
    const answer = asking.request('tools/call', call);
    await asking.connection.finish();
    expect((await answer).result.content[0].text).toContain('Which environment?');
  });
});
