import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Agent, buildConnector } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { startHarness } from './harness.ts';
import { RoundCounter, roundsText } from './rounds.ts';

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}

/** An agent each of whose connections takes longer than the one before. */
function agentWithSlowConnections(): Agent {
  const connectNow = buildConnector({});
  let connections = 0;
  return new Agent({
    connect: (options, callback) => {
      const connect = (): void => connectNow(options, callback);
      void turns(500 * connections++).then(connect);
    },
  });
}

describe('rounds', () => {
  const counter = new RoundCounter();
  let emulator: Emulator;
  let agent: Agent;
  beforeAll(async () => {
    emulator = await startEmulator({ intercept: counter.intercept });
    agent = agentWithSlowConnections();
  });
  afterAll(async () => {
    await emulator.close();
    await agent.close();
  });

  async function get(path: string, signal?: AbortSignal): Promise<void> {
    const { body } = await agent.request({ origin: emulator.baseUrl, path, method: 'GET', signal: signal ?? null });
    await body.text();
  }
  async function pathsOf(run: () => Promise<unknown>): Promise<string[][]> {
    return (await counter.count(run)).map((round) => round.map(({ path }) => path));
  }

  it('are as many as requests that stand one after the other', async () => {
    expect(
      await pathsOf(async () => {
        await get('/a');
        await get('/b?page=1');
        await get('/b?page=2');
      }),
    ).toEqual([['/a'], ['/b'], ['/b']]);
  });

  it('hold what is sent at once, however slow its connection is', async () => {
    const paths = Array.from({ length: 8 }, (_, index) => `/${index}`);
    expect(await pathsOf(() => Promise.all(paths.map((path) => get(path))))).toEqual([paths]);
  });

  it('hold what each branch of a call sends after as many answers', async () => {
    const branch = async (...paths: string[]): Promise<void> => {
      for (const path of paths) await get(path);
    };
    const run = () => Promise.all([branch('/a', '/b', '/c'), branch('/d'), branch('/e', '/f')]);
    expect(await pathsOf(run)).toEqual([['/a', '/d', '/e'], ['/b', '/f'], ['/c']]);
  });

  it('hold what is sent after a pause or a look at a file', async () => {
    const afterPause = async (): Promise<void> => {
      await turns(3);
      await get('/b');
    };
    const afterFile = async (): Promise<void> => {
      for (let times = 0; times < 20; times++) await readFile(new URL(import.meta.url));
      await get('/c');
    };
    expect(await pathsOf(() => Promise.all([get('/a'), afterPause(), afterFile()]))).toEqual([['/a', '/b', '/c']]);
  });

  it('leave out what the client has given up', async () => {
    const run = async (): Promise<void> => {
      const giveUp = new AbortController();
      const givenUp = expect(get('/a', giveUp.signal)).rejects.toThrow('aborted');
      await turns(3);
      giveUp.abort();
      await givenUp;
      await get('/b');
    };
    expect(await pathsOf(run)).toEqual([['/b']]);
  });

  it('are counted for one call at a time', async () => {
    const run = async (): Promise<void> => {
      await expect(counter.count(() => get('/b'))).rejects.toThrow('one call at a time');
      await get('/a');
    };
    expect(await pathsOf(run)).toEqual([['/a']]);
  });

  it('end with the call, and hold nothing afterwards', async () => {
    const run = async (): Promise<never> => {
      await get('/a');
      throw new Error('broken');
    };
    await expect(counter.count(run)).rejects.toThrow('broken');
    await get('/b');
    expect(await pathsOf(async () => undefined)).toEqual([]);
  });

  it('are told with their requests', () => {
    const path = '/organizations/6f2d1c84-5b3e-4a97-8c10-d94e7ab35f01/apis/19870001';
    expect(roundsText([[{ method: 'GET', path: '/a' }], [{ method: 'POST', path }]])).toBe(
      ['  round 1', '    GET /a', '  round 2', '    POST /organizations/6f2d…/apis/19870001'].join('\n'),
    );
  });
});

describe('the rounds of a tool', async () => {
  const counter = new RoundCounter();
  const harness = await startHarness({ emulator: { intercept: counter.intercept } });

  it('hold every request that the emulator has logged', async () => {
    const rounds = await counter.count(() => harness.ok('anypoint_list_servers'));
    const logged = harness.seen.map(({ method, path }) => `${method} ${path}`);
    expect(
      rounds
        .flat()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual(logged.sort());
    expect(rounds.map(([first]) => first?.path)).toContain('/accounts/api/v2/oauth2/token');
  });
});
