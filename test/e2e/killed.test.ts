import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand, SpawnedServer } from '../support/spawned.ts';

/** `npm run fuzz:kill` kills more often. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? 4);
const callers = 8;

const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the emulator prints at its start. */
interface Access {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  organizationId: string;
  environmentId: string;
}

/** An emulator as a process, and a client of it. */
class Platform {
  readonly server: SpawnedServer;
  readonly #access: Access;
  #headers: Record<string, string> = {};

  private constructor(server: SpawnedServer, access: Access) {
    this.server = server;
    this.#access = access;
  }

  static async start(state: string): Promise<Platform> {
    const server = new SpawnedServer(['emulator', '--json', '--state', state]);
    const access = await new Promise<Access>((resolve, reject) => {
      // Its first line says how to reach it.
      server.onmessage = (message) => resolve(message as unknown as Access);
      server.exited.then(() => reject(new Error(server.stderr)), reject);
    });
    const platform = new Platform(server, access);
    const { clientId, clientSecret, organizationId, environmentId } = access;
    const body = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' };
    const { access_token: token } = (await platform.send('POST', '/accounts/api/v2/oauth2/token', body)) as Record<
      string,
      string
    >;
    platform.#headers = {
      authorization: `Bearer ${token}`,
      'x-anypnt-org-id': organizationId,
      'x-anypnt-env-id': environmentId,
    };
    return platform;
  }

  async send(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#access.baseUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...this.#headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }

  async kill(): Promise<void> {
    this.server.process.kill('SIGKILL');
    await this.server.exited;
  }
}

const groups = '/hybrid/api/v1/serverGroups';

/** Server groups by id, as their names. */
async function groupsOf(platform: Platform): Promise<Map<number, string>> {
  const { data } = (await platform.send('GET', groups)) as { data: { id: number; name: string }[] };
  return new Map(data.map(({ id, name }) => [id, name]));
}

describe('an emulator with a state file', () => {
  it(`loses no change that it has answered when it is killed in the middle of others, ${rounds} times`, async () => {
    const state = join(folder, 'state.json');
    /** What each group was answered to be called, by id. */
    const answered = new Map<number, string>();
    for (let round = 0; round < rounds; round += 1) {
      const platform = await Platform.start(state);
      const found = await groupsOf(platform);
      expect([...answered].filter(([id, name]) => found.get(id) !== name)).toEqual([]);
      let left = 5 + round * 13;
      let killed: Promise<void> | undefined;
      await Promise.all(
        Array.from({ length: callers }, async (_, caller) => {
          for (let number = 0; killed === undefined; number += 1) {
            try {
              const name = `group-${round}-${caller}-${number}`;
              const { data } = (await platform.send('POST', groups, { name, serverIds: [] })) as {
                data: { id: number };
              };
              answered.set(data.id, name);
              const { data: changed } = (await platform
                .send('PATCH', `${groups}/${data.id}`, { name: `${name}-b` })
                .catch((error: unknown) => {
                  // It may be changed, though nobody was told so.
                  answered.delete(data.id);
                  throw error;
                })) as { data: { id: number; name: string } };
              answered.set(changed.id, changed.name);
            } catch (error) {
              if (killed === undefined) throw error;
            }
            left -= 1;
            if (left === 0) killed = platform.kill();
          }
        }),
      );
      await killed;
    }
    const last = await Platform.start(state);
    const found = await groupsOf(last);
    expect([...answered].filter(([id, name]) => found.get(id) !== name)).toEqual([]);
    expect(answered.size).toBeGreaterThan(rounds * 5);
    last.server.process.kill('SIGTERM');
    expect(await last.server.exited).toBe(0);
    expect(readdirSync(folder)).toEqual(['state.json']);
  }, 300_000);

  it('refuses a second process, and names the first', async () => {
    const state = join(folder, 'shared.json');
    const { server } = await Platform.start(state);
    const second = await runCommand(['emulator', '--state', state]);
    expect(second.code).not.toBe(0);
    expect(second.stderr).toContain(`is in use by the process ${server.process.pid}, since 20`);
    server.process.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });

  it('refuses a folder that does not exist before it listens', async () => {
    const state = join(folder, 'missing', 'state.json');
    const { code, stdout, stderr } = await runCommand(['emulator', '--state', state]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      `The folder of the state file does not exist: ${state}. Create it, or choose another file.`,
    );
  });
});
