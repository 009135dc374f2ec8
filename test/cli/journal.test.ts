import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/harness.ts';
import { command } from '../support/printed.ts';
import { stateFolder } from '../support/safety.ts';

/** A journal of three writes, and where it is. */
async function journalOfThree() {
  const folder = stateFolder();
  const { ok, call } = await startHarness({ gate: { folder } });
  const { changeId: renamed } = await ok('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-x' });
  const { changeId: deleted } = await ok('anypoint_delete_server', { server: 'mule-x' });
  await call('anypoint_create_api', {
    ...{ assetId: 'orders-api', gateway: 'orders-gateway', upstreamUri: 'https://example.com', label: 'l\u009b31m' },
  });
  const env = { XDG_STATE_HOME: path.dirname(folder) };
  return { env, folder, renamed: String(renamed), deleted: String(deleted) };
}

describe('anypoint-mcp journal', async () => {
  const { env, folder, renamed, deleted } = await journalOfThree();
  const journal = (...argv: string[]) => command(['journal', ...argv], env);
  const [name = ''] = readdirSync(path.join(folder, 'journal'));
  const file = path.join(folder, 'journal', name);

  it('lists what was changed, the newest first', async () => {
    const { code, printed } = await journal();
    expect(code).toBe(0);
    expect(printed.indexOf(deleted)).toBeLessThan(printed.indexOf(renamed));
    expect(printed).toContain('delete server');
    expect(printed).toMatch(/^when +change +who +outcome +what\n/);
    // Columns are where their heads are.
    const [head = '', first = ''] = printed.split('\n');
    expect(first.slice(head.indexOf('who'))).toMatch(/^\S+ .* {2,}done +in /);
  });

  it('shows one in full, or says that there is none', async () => {
    const { code, printed } = await journal(deleted);
    expect(code).toBe(0);
    for (const part of [
      'let pass  what removes or stops something asks; agreed by a person in the client a person (',
      'DELETE /hybrid/',
      'done',
    ]) {
      expect(printed).toContain(part);
    }
    expect(await journal('nosuch')).toEqual({ code: 1, printed: 'There is no such change.\n' });
  });

  it('filters by tool, with and without its prefix, and by date', async () => {
    for (const tool of ['rename_server', 'anypoint_rename_server']) {
      const { printed } = await journal('--tool', tool);
      expect(printed).toContain(renamed);
      expect(printed).not.toContain(deleted);
    }
    expect((await journal('--since', '2999-01-01')).printed).toBe('No changes.\n');
    expect(await journal('--since', 'yesterday')).toMatchObject({ code: 2 });
  });

  it('exports every change as a line of JSON', async () => {
    const { printed } = await journal('--json');
    const changes = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(changes.map(({ intent }) => intent.id)).toEqual(expect.arrayContaining([renamed, deleted]));
  });

  it('prints nothing that a terminal obeys', async () => {
    const ids = (await journal('--json')).printed.matchAll(/"intent":\{"type":"intent","id":"(\w+)"/g);
    for (const argv of [[], ['--json'], ...[...ids].map(([, id = '']) => [id])]) {
      expect((await journal(...argv)).printed.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }
  });

  it('verifies that nobody has changed it', async () => {
    const whole = readFileSync(file);
    const text = whole.toString();
    expect(await journal('--verify')).toMatchObject({
      code: 0,
      printed: expect.stringContaining('no chain is broken'),
    });
    appendFileSync(file, '{"seq":9,"prev":"00');
    const torn = await journal('--verify');
    expect(torn.code).toBe(0);
    expect(torn.printed).toContain('its last line is torn, because its process was killed');
    writeFileSync(file, text.replace('mule-legacy-1', 'mule-legacy-2'));
    const changed = await journal('--verify');
    expect(changed.code).toBe(1);
    expect(changed.printed).toContain(`${name}, line 1: it was changed: its hash is another one`);
    writeFileSync(file, whole);
  });

  it('refuses more than one id and unknown flags with what it takes', async () => {
    for (const argv of [['a', 'b'], ['--no-such']]) {
      const { code, printed } = await journal(...argv);
      expect(code).toBe(2);
      expect(printed).toContain('--verify');
    }
  });
});

describe('a write whose outcome cannot be written down', () => {
  it('is told as what it is: done', async () => {
    const folder = stateFolder();
    let isGone = false;
    const { ok } = await startHarness({
      gate: { folder },
      emulator: {
        intercept: ({ method, url }) => {
          if (method === 'PATCH' && url.includes('/servers/')) {
            rmSync(path.join(folder, 'journal'), { recursive: true });
            isGone = true;
          }
          return undefined;
        },
      },
    });
    const { outcome, note } = await ok('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-x' });
    expect([isGone, outcome]).toEqual([true, 'done']);
    expect(note).toContain('The journal could not be written any more');
  });
});
