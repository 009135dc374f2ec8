import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { settingsFor } from '../support/mcp-client.ts';
import { runCommand, runUnread, SpawnedServer } from '../support/spawned.ts';

describe('the command line', () => {
  it('shows every flag and variable in --help', async () => {
    const { code, stdout } = await runCommand(['--help']);
    expect(code).toBe(0);
    for (const word of ['emulator', 'doctor', 'demo', 'tools', '--read-only', 'ANYPOINT_CLIENT_SECRET']) {
      expect(stdout).toContain(word);
    }
  });

  it.each([
    ['serve', '--read-only'],
    ['demo', 'It takes no flags.'],
    ['emulator', '--tls-cert FILE'],
    ['doctor', 'ANYPOINT_CLIENT_SECRET'],
    ['tools', '--json'],
  ])('shows the help of %s, asked for in each way', async (command, content) => {
    // Each process has a state folder of its own, which the commands that use one name.
    const help = async (args: string[]) => {
      const { stdout, ...rest } = await runCommand(args);
      return { ...rest, stdout: stdout.replaceAll(/XDG_STATE_HOME=\S+/g, 'XDG_STATE_HOME=…') };
    };
    const shown = await help([command, '--help']);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toMatch(new RegExp(`Usage: .*node \\S+ ${command}`));
    expect(shown.stdout).toContain(content);
    expect(await help(['help', command])).toEqual(shown);
    expect(await help([command, '-h'])).toEqual(shown);
  });

  it.each([['--help'], ['--version'], ['help', 'policy'], ['tools'], ['policy', 'check'], ['journal'], ['demo']])(
    'ends without a word when nobody reads what it prints: %s %s',
    async (...args) => {
      const { code, stderr } = await runUnread(args.filter(Boolean));
      expect({ code, stderr }).toEqual({ code: 141, stderr: '' });
    },
  );

  it('prints its version', async () => {
    const { code, stdout } = await runCommand(['--version']);
    expect([code, stdout]).toEqual([0, '0.1.0\n']);
  });

  it.each([
    [['--read-onyl'], '--read-onyl is not a flag of anypoint-mcp; did you mean --read-only?'],
    [['docter'], 'Unknown command "docter"; did you mean doctor?'],
    [['zzzz'], 'Unknown command "zzzz". See node '],
    [['--region'], '--region needs a value'],
    [['--log-level', 'loud'], '--log-level is "loud"'],
    [['--toolsets', 'gateway'], '--toolsets is "gateway"'],
    [['--client-secret', 'x'], 'secrets come from the environment only, here ANYPOINT_CLIENT_SECRET'],
    [['emulator', '--port', 'http'], '--port is "http"'],
    [['emulator', '--prot', '1'], '--prot'],
    [['emulator', '--prot', '1', '--port', 'http'], '--port is "http"'],
    [['emulator', '--tls-cert', 'x.pem'], '--tls-cert needs --tls'],
    [['tools', '--yaml'], '--yaml'],
    [['frobnicate', '--help'], 'Unknown command "frobnicate". See'],
    [['--frobnicate'], '--frobnicate is not a flag of anypoint-mcp. See'],
    [['constructor'], 'Unknown command "constructor"'],
  ])('refuses %j with exit code 2, naming the word', async (args, message) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
  });

  it('lists every tool with its cost', async () => {
    const { code, stdout } = await runCommand(['tools']);
    expect(code).toBe(0);
    for (const { name, toolset, effect } of allTools) {
      expect(stdout).toMatch(new RegExp(`^${name} +${toolset} +${effect} `, 'm'));
    }
    const { stdout: json } = await runCommand(['tools', '--json']);
    for (const row of JSON.parse(json)) expect(row.full).toBeGreaterThan(row.input);
  });
});

describe('the policy command', () => {
  const example = fileURLToPath(new URL('../../docs/examples/policy.yaml', import.meta.url));

  it('explains the example file', async () => {
    const { code, stdout } = await runCommand(['policy', 'check'], { ANYPOINT_POLICY: example });
    expect(stdout).toContain(`Policy: ${example}.`);
    expect(stdout).toContain('deny: "gateways in production are never deleted"');
    expect(code).toBe(0);
  });
});

describe('the server in a terminal', () => {
  // A terminal is not at hand everywhere, so the process is told that it has one.
  const inTerminal = { NODE_OPTIONS: '--import data:text/javascript,process.stdin.isTTY=true' };

  it('says in one line what it is, how to connect it, and where help is', async () => {
    const { code, stdout, stderr } = await runCommand([], inTerminal);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/^anypoint-mcp is an MCP server .*connect it .*--help\.\n$/);
  });

  it('says nothing to a host', async () => {
    expect(await runCommand([])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('the server on the embedded platform', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anypoint-mcp-commands-'));
  afterAll(() => rm(folder, { recursive: true }));

  it('holds what the scenario says, and keeps it in the file until the next start', async () => {
    const scenario = join(folder, 'scenario.json');
    const state = join(folder, 'state.json');
    const servers = [{ name: 'mule-alone-1', ip: '10.20.8.1', isolated: true }];
    await writeFile(scenario, JSON.stringify({ extends: 'acme', servers }));
    for (const files of [
      ['--scenario', scenario, '--state', state],
      ['--state', state],
    ]) {
      const server = new SpawnedServer(['--emulator', ...files]);
      await server.initialize();
      expect((await server.callTool('anypoint_list_servers')).text).toContain('mule-alone-1');
      server.process.stdin.end();
      expect(await server.exited).toBe(0);
    }
  });

  it('says to the caller what is wrong with a file', async () => {
    const server = new SpawnedServer(['--emulator', '--scenario', join(folder, 'nowhere.json')]);
    await server.initialize();
    const { text, isError } = await server.callTool('anypoint_list_servers');
    expect(isError).toBe(true);
    expect(text).toContain('the file does not exist or cannot be read');
  });
});

describe('the emulator command', () => {
  it.each([
    ['0.0.0.0', true],
    ['127.0.0.1', false],
  ])('on %s warns of being reached from other machines: %s', async (host, warns) => {
    const server = new SpawnedServer(['emulator', '--json', '--host', host]);
    await expect.poll(() => server.lines.length, { timeout: 20_000 }).toBe(1);
    server.process.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(server.stderr.includes('everybody who reaches this machine can sign in')).toBe(warns);
  });

  it('prints one JSON line with what a client needs, and works', async () => {
    const server = new SpawnedServer(['emulator', '--json']);
    await new Promise((resolve) => server.process.stdout.once('data', resolve));
    await expect.poll(() => server.lines.length, { timeout: 20_000 }).toBe(1);
    const access = JSON.parse(server.lines[0] ?? '');
    expect(Object.keys(access)).toEqual([
      'baseUrl',
      'username',
      'password',
      'clientId',
      'clientSecret',
      'organizationId',
      'environmentId',
      'environmentName',
    ]);
    const answer = await fetch(`${access.baseUrl}/accounts/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: access.username, password: access.password }),
    });
    expect(await answer.json()).toHaveProperty('access_token');
    server.process.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });

  it('serves HTTPS with --tls, says where the certificate is, and takes it away again', async () => {
    const server = new SpawnedServer(['emulator', '--tls', '--json']);
    await expect.poll(() => server.lines.length, { timeout: 20_000 }).toBe(1);
    const { baseUrl, certificateFile } = JSON.parse(server.lines[0] ?? '');
    expect(baseUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const ca = await readFile(certificateFile);
    const status = await new Promise((resolve, reject) => {
      get(`${baseUrl}/accounts/api/me`, { ca }, (answer) => resolve(answer.resume().statusCode)).once('error', reject);
    });
    expect(status).toBe(401);
    server.process.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    await expect(readFile(certificateFile)).rejects.toThrow('ENOENT');
  });

  it('says that a port is in use', async () => {
    const running = await startEmulator();
    const { port } = new URL(running.baseUrl);
    const { code, stderr } = await runCommand(['emulator', '--port', port]);
    await running.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is in use`);
  });
});

describe('the doctor', async () => {
  const emulator = await startEmulator();
  afterAll(() => emulator.close());
  const env = settingsFor(emulator.baseUrl, emulator.access);

  it('says what is set and from where, who we are and what we may read; exit code 0', async () => {
    const { code, stdout } = await runCommand(['doctor', '--environment', 'Production'], env);
    expect(stdout).toContain('ANYPOINT_ENVIRONMENT = Production   (flag --environment)');
    expect(stdout).toContain('(environment ANYPOINT_CLIENT_ID)');
    expect(stdout).toContain('connected app "platform-automation"');
    const may = [...stdout.matchAll(/ok {3}may read (.*)/g)].map(([, things]) => things);
    const listings = ['API instances', 'applications', 'clusters', 'gateway targets', 'Flex Gateways', 'servers'];
    expect(may).toEqual(expect.arrayContaining(listings));
    expect(stdout).toContain('manage:servers');
    expect(stdout).not.toContain(emulator.access.clientSecret);
    expect(code).toBe(0);
  });

  it('exits 1 when a part of a listing may not be read, and names the request', async () => {
    const partial = await startEmulator({
      intercept: ({ url }) =>
        /\/standalone\/|\/cloudhub\//.test(new URL(url).pathname)
          ? Response.json({ message: 'not for you' }, { status: 403 })
          : undefined,
    });
    const { code, stdout } = await runCommand(['doctor'], settingsFor(partial.baseUrl, partial.access));
    await partial.close();
    expect(stdout).toMatch(/FAIL reading Flex Gateways, in part: .* GET \/standalone\/.*answered 403/);
    expect(stdout).toMatch(/FAIL reading applications, in part: .* GET \/cloudhub\/.*answered 403/);
    expect(stdout).toContain('ok   may read servers');
    expect(code).toBe(1);
  });

  it('tells an app that may only look from one that may change things', async () => {
    const { clientId, clientSecret } = emulator.access.viewer;
    const { code, stdout } = await runCommand(['doctor'], {
      ...env,
      ANYPOINT_CLIENT_ID: clientId,
      ANYPOINT_CLIENT_SECRET: clientSecret,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('may read servers');
    expect(stdout).not.toContain('manage:servers');
  });

  it('exits 1 when the environment or organization of the settings does not exist', async () => {
    for (const [setting, argument, noun] of [
      ['ANYPOINT_ENVIRONMENT', 'environment', 'Environment'],
      ['ANYPOINT_ORGANIZATION', 'organization', 'Business group'],
    ] as const) {
      const { code, stdout } = await runCommand(['doctor'], { ...env, [setting]: 'Nope' });
      const found = `FAIL The default ${argument} of this server, "Nope", cannot be used: ${noun} "Nope" was not found in `;
      expect(stdout).toContain(found);
      expect(code).toBe(1);
    }
  });

  it('exits 1 with the reason when nothing is configured', async () => {
    const { code, stdout } = await runCommand(['doctor']);
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL No credentials for Anypoint Platform are configured.');
  });

  it('exits 1 with the reason when the secret is wrong', async () => {
    const { code, stdout } = await runCommand(['doctor'], { ...env, ANYPOINT_CLIENT_SECRET: 'wrong-secret-value' });
    expect(code).toBe(1);
    expect(stdout).toContain('refused to sign in');
    expect(stdout).not.toContain('wrong-secret-value');
  });

  it('exits 1 when the platform does not answer', async () => {
    const { code, stdout } = await runCommand(['doctor'], { ...env, ANYPOINT_BASE_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(stdout).toContain('cannot be reached');
  });

  it.each([
    'https://user:hunter2pass@anypoint.example.com',
    'https://hunter2pass-Aa3Bb4Cc5Dd6Ee7@anypoint.example.com',
    'https://anypoint.example.com/?access_token=hunter2pass',
    'https://anypoint.example.com/tenant/Aa3Bb4Cc5Dd6Ee7Ff8hunter2pass',
    'user:hunter2pass@anypoint.example.com',
  ])('shows no secret inside the base URL %s', async (baseUrl) => {
    const unresolved = baseUrl.replace('anypoint.example.com', 'anypoint.invalid');
    const { stdout, stderr } = await runCommand(['doctor'], { ...env, ANYPOINT_BASE_URL: unresolved });
    expect(stdout).toContain('ANYPOINT_BASE_URL = ');
    const rest = `${stdout}${stderr}`;
    expect(rest).not.toContain('hunter2pass');
  });

  it('exits 1 when the region is none', async () => {
    const { code, stdout } = await runCommand(['doctor', '--region', 'moon'], {});
    expect(code).toBe(1);
    expect(stdout).toContain('not a region');
  });
});
