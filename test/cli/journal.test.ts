import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { reset } from '../../src/cli/policy.ts';
import { startHarness } from '../support/harness.ts';
import { command } from '../support/printed.ts';
import { stateFolder } from '../support/safety.ts';
import { terminalWith } from '../support/terminal.ts';

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
    expect(printed).toMatch(/^when +change +platform +who +outcome +what\n/);
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
    const typo = `${deleted.slice(0, -1)}_`;
    for (const more of [[], ['--json']]) {
      expect(await journal('nosuch', ...more)).toEqual({
        code: 1,
        printed: 'anypoint-mcp: There is no change "nosuch"; anypoint-mcp journal lists all.\n',
      });
      expect((await journal(typo, ...more)).printed).toContain(`(did you mean ${deleted}?)`);
    }
  });

  it('says below a change that was refused, and in it, what the platform said, in quotes', async () => {
    const own = stateFolder();
    const { call } = await startHarness({
      gate: { folder: own },
      emulator: {
        intercept: ({ method, url }) =>
          method === 'PATCH' && url.includes('/servers/')
            ? Response.json({ message: `Frozen\u001b[2J\n2026-11-29 done ${'x'.repeat(400)}` }, { status: 409 })
            : undefined,
      },
    });
    await call('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-x' });
    const place = { XDG_STATE_HOME: path.dirname(own) };
    const { printed } = await command(['journal'], place);
    const [, line = '', why = '', ...rest] = printed.split('\n');
    expect(line).toContain('refused');
    expect(why).toMatch(
      /^ {2}why: The platform rejected the request: .* answered 409\. The platform said: "Frozen 2026.*…"/,
    );
    expect(rest).toEqual(['']);
    const [, id = ''] = line.split(/ {2,}/);
    expect((await command(['journal', id], place)).printed).toMatch(
      /outcome {3}refused: .*The platform said: "Frozen 2026/,
    );
  });

  it('filters by tool, with and without its prefix, and by date', async () => {
    for (const tool of ['rename_server', 'anypoint_rename_server']) {
      const { printed } = await journal('--tool', tool);
      expect(printed).toContain(renamed);
      expect(printed).not.toContain(deleted);
    }
    expect((await journal('--since', '2999-01-01')).printed).toBe('No change matches.\n');
    expect((await journal('--tool', 'update_gateway')).printed).toBe('No change matches.\n');
    expect(await journal('--since', 'yesterday')).toMatchObject({ code: 2 });
  });

  it('filters by platform, as the table names it, and refuses one that is not there', async () => {
    for (const platform of ['localhost', 'http://localhost', 'http://LOCALHOST/']) {
      expect((await journal('--platform', platform)).printed).toContain(renamed);
    }
    expect(await journal('--platform', 'eu1.anypoint.mulesoft.com')).toEqual({
      code: 2,
      printed:
        'anypoint-mcp: --platform "eu1.anypoint.mulesoft.com" is in no change of the journal, which has "localhost".\n',
    });
  });

  it.each([
    ['rename_servr', '--tool "rename_servr" is no tool that writes (did you mean anypoint_rename_server?)'],
    ['nosuch', '--tool "nosuch" is no tool that writes; anypoint-mcp tools lists them.'],
    ['list_servers', 'anypoint_list_servers only reads'],
  ])('refuses %s as a tool instead of showing nothing', async (tool, problem) => {
    for (const more of [[], ['--json']]) {
      expect(await journal('--tool', tool, ...more)).toEqual({ code: 2, printed: expect.stringContaining(problem) });
    }
  });

  it('says when nothing was changed yet', async () => {
    const empty = { XDG_STATE_HOME: path.dirname(stateFolder()) };
    expect(await command(['journal'], empty)).toEqual({ code: 0, printed: 'Nothing was changed yet.\n' });
  });

  it('exports every change as a line of JSON', async () => {
    const { printed } = await journal('--json');
    const changes = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(changes.map(({ intent }) => intent.id)).toEqual(expect.arrayContaining([renamed, deleted]));
    // Each with its place in the chain, as the file has it.
    const written = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const { type, intent, lines } of changes) {
      const own = written.filter(({ record }) => record.id === intent.id);
      expect(type).toBe('change');
      expect(lines).toEqual(own.map(({ seq, prev, hash }) => ({ file: name, seq, prev, hash })));
      expect(lines.length).toBeGreaterThan(0);
    }
  });

  it('shows that somebody has reset the limit, in every form', async () => {
    const { env: own } = await journalOfThree();
    expect(await reset(terminalWith('yes'), own)).toBe(0);
    const { printed } = await command(['journal'], own);
    const line = printed.split('\n').find((one) => one.includes('reset the limit')) ?? '';
    expect(line).toContain(`${userInfo().username} in a terminal`);
    const [, id = ''] = line.split(/ {2,}/);
    expect((await command(['journal', id], own)).printed).toContain(`${id}: reset the limit of removals and stops`);
    const lines = (await command(['journal', '--json'], own)).printed.trim().split('\n');
    const resets = lines.map((one) => JSON.parse(one)).filter(({ type }) => type === 'reset');
    expect(resets).toMatchObject([{ reset: { id, type: 'reset' }, lines: [{ seq: 1, prev: '0'.repeat(64) }] }]);
    expect((await command(['journal', '--tool', 'delete_server'], own)).printed).not.toContain('reset');
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
      printed: expect.stringMatching(/^\d+ lines in 1 file: no chain is broken/),
    });
    appendFileSync(file, '{"seq":9,"prev":"00');
    const torn = await journal('--verify');
    expect(torn.code).toBe(0);
    expect(torn.printed).toContain('its last line is torn: its process was killed');
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
