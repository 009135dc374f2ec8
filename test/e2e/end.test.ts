import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { settingsFor } from '../support/mcp-client.ts';
import { SpawnedServer } from '../support/spawned.ts';

/** The ways in which a host ends a server. */
const ends: [string, (server: SpawnedServer) => void][] = [
  ['its input ends', (server) => void server.process.stdin.end()],
  ['it gets SIGTERM', (server) => void server.process.kill('SIGTERM')],
  ['it gets SIGINT', (server) => void server.process.kill('SIGINT')],
];

describe.each(ends)('the executable when %s', async (_what, end) => {
  let release = (): void => undefined;
  let reached = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const emulator = await startEmulator({
    clock: 'instant',
    async intercept(request) {
      if (!request.url.includes('/gateways')) return undefined;
      reached();
      await held;
      return undefined;
    },
  });
  afterAll(() => emulator.close());

  it('answers what it has accepted, then ends', async () => {
    const server = new SpawnedServer([], settingsFor(emulator.baseUrl, emulator.access));
    await server.initialize();
    const answer = server.callTool('anypoint_list_gateways');
    await asked;
    end(server);
    release();
    expect((await answer).text).toContain('orders-gateway');
    expect(await server.exited).toBe(0);
  });

  it('ends although it never had a session', async () => {
    const server = new SpawnedServer();
    await server.request('ping');
    end(server);
    expect(await server.exited).toBe(0);
  });

  it('writes the state of its embedded platform', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-state-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const state = join(folder, 'state.json');
    const server = new SpawnedServer(['--emulator', '--state', state]);
    await server.initialize();
    const { text, isError } = await server.callTool('anypoint_create_gateway', { name: 'kept-gateway', wait: false });
    expect(isError, text).toBe(false);
    end(server);
    expect(await server.exited).toBe(0);
    expect(readFileSync(state, 'utf8')).toContain('kept-gateway');
  });
});

describe('the executable whose client has gone', async () => {
  const emulator = await startEmulator({ clock: 'instant' });
  afterAll(() => emulator.close());

  it('ends without anybody to read its answer', async () => {
    const server = new SpawnedServer([], settingsFor(emulator.baseUrl, emulator.access));
    await server.initialize();
    server.process.stdout.destroy();
    void server.request('tools/list');
    expect(await server.exited).toBe(0);
  });
});
