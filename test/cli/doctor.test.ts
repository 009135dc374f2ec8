import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { report } from '../../src/cli/doctor.ts';
import { startEmulator } from '../../src/emulator/index.ts';
import { settingsFor } from '../support/mcp-client.ts';
import { policyFile, stateFolder } from '../support/safety.ts';

// What a person in a terminal reads; the process with its exit codes is in test/e2e/commands.test.ts.

describe('the doctor, for a person in a terminal', async () => {
  const emulator = await startEmulator();
  afterAll(() => emulator.close());
  const state = { XDG_STATE_HOME: path.dirname(stateFolder()) };
  const settings = settingsFor(emulator.baseUrl, emulator.access);

  async function examined(env: Record<string, string>, argv: string[] = []) {
    let printed = '';
    const isFine = await report(argv, { ...state, ...env }, (text) => {
      printed += `${text}\n`;
    });
    return { isFine, printed };
  }

  it.each([
    ['ANYPOINT_ENVIRONMENT', 'Sandbx'],
    ['ANYPOINT_ORGANIZATION', 'Acm'],
  ])('names commands to type, and the names that are there, when %s is %s', async (setting, name) => {
    const { isFine, printed } = await examined({ ...settings, [setting]: name });
    expect(isFine).toBe(false);
    expect(printed).toContain('Next: Run anypoint-mcp doctor --organization NAME --environment NAME with names');
    expect(printed).toContain('"Acme Outfitters" has "Design", "Sandbox" and "Production"');
    expect(printed).toContain('in the settings of your client');
    expect(printed).not.toMatch(/anypoint_list_|Nothing was changed/);
  });

  it('says where credentials come from here, and how to try it without', async () => {
    const { isFine, printed } = await examined({});
    expect(isFine).toBe(false);
    expect(printed).toContain('Type ANYPOINT_CLIENT_ID=… ANYPOINT_CLIENT_SECRET=… anypoint-mcp doctor');
    expect(printed).toContain('not those in the settings of your client');
    expect(printed).toContain('anypoint-mcp doctor --emulator');
    expect(printed).not.toContain('env block of this server');
  });

  it('says what it knows, whichever answer about the principal makes no sense', async () => {
    for (const broken of [0, 1, 2, 3]) {
      let asked = 0;
      const odd = await startEmulator({
        intercept: ({ url }) =>
          url.endsWith('/accounts/api/me') && asked++ === broken
            ? Response.json({ user: { id: 'x', memberOfOrganizations: [{ id: 7 }] } })
            : undefined,
      });
      const { printed } = await examined(settingsFor(odd.baseUrl, odd.access));
      await odd.close();
      expect(printed).toContain('ok   signed in');
    }
  });

  it('does not advise the command that is running', async () => {
    const { printed } = await examined({ ...settings, ANYPOINT_BASE_URL: 'http://127.0.0.1:1' });
    expect(printed).toContain('cannot be reached');
    expect(printed).toContain('then run this command again.');
    expect(printed).not.toContain('anypoint-mcp doctor');
  });

  it('says which proxy is on the way, and names the variable of one that cannot be read', async () => {
    const far = { ...settings, ANYPOINT_BASE_URL: 'https://anypoint.invalid' };
    const secret = 'Kq7-proxy-pass';
    const proxy = await examined({ ...far, HTTPS_PROXY: `user:${secret}@127.0.0.1:1` });
    expect(proxy.printed).toContain('ok   proxy for https http://[secret]@127.0.0.1:1 (HTTPS_PROXY)');
    expect(proxy.printed).toContain('cannot be reached (ECONNREFUSED)');
    const wrong = await examined({ ...far, https_proxy: `user:12/${secret}@127.0.0.1:1` });
    expect(wrong.isFine).toBe(false);
    expect(wrong.printed).toContain(
      'FAIL The value of https_proxy is not the address of a proxy, so nothing was sent.',
    );
    expect(proxy.printed + wrong.printed).not.toContain(secret);
    const near = await examined({ ...settings, HTTPS_PROXY: 'http://' });
    expect([near.isFine, near.printed.includes('proxy')]).toEqual([true, false]);
  });

  it('notes what switches protection off, and is fine with it', async () => {
    const off = { ANYPOINT_POLICY: 'allow', ANYPOINT_JOURNAL: 'off' };
    const { isFine, printed } = await examined({ ...settings, ...off });
    expect(isFine).toBe(true);
    expect(printed).toMatch(/ {2}note with ANYPOINT_POLICY=allow no person is asked, also in production/);
    expect(printed).toMatch(/ {2}note with ANYPOINT_JOURNAL=off nothing is written down/);
    const usual = await examined(settings);
    expect([usual.isFine, usual.printed.includes('note')]).toEqual([true, false]);
  });

  it.each([
    ['two people', { rules: [{ name: 'r', answer: 'ask', approvals: 2 }] }, {}, 'asks two different people'],
    ['a limit without a journal', { limits: { removalsPerHour: 1 } }, { ANYPOINT_JOURNAL: 'off' }, 'nothing to count'],
  ])('fails for a policy with which nothing is served: %s', async (_what, policy, env, problem) => {
    const { isFine, printed } = await examined({ ...settings, ...env, ANYPOINT_POLICY: policyFile(policy) });
    expect(isFine).toBe(false);
    expect(printed).toContain(problem);
  });
});
