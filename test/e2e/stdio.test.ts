import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { settingsFor } from '../support/mcp-client.ts';
import { SpawnedServer } from '../support/spawned.ts';

describe('the executable on stdio', async () => {
  const emulator = await startEmulator({ clock: 'instant' });
  afterAll(() => emulator.close());
  const env = settingsFor(emulator.baseUrl, emulator.access);

  it('writes nothing but JSON-RPC to stdout and JSON lines to stderr, and ends when stdin is closed', async () => {
    const server = new SpawnedServer([], { ...env, ANYPOINT_LOG_LEVEL: 'debug' });
    await server.initialize();
    await server.request('tools/list');
    expect((await server.callTool('anypoint_list_servers')).isError).toBe(false);
    expect((await server.callTool('anypoint_get_gateway', { gateway: 'nowhere' })).isError).toBe(true);
    server.process.stdin.end();
    expect(await server.exited).toBe(0);
    expect(server.lines.length).toBe(4);
    for (const line of server.lines) expect(JSON.parse(line).jsonrpc).toBe('2.0');
    const logged = server.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(logged.some(({ tool, ok }) => tool === 'anypoint_get_gateway' && ok === false)).toBe(true);
    expect(server.stderr).not.toContain(emulator.access.clientSecret);
  });

  it('survives what is not JSON-RPC, an unknown method and an unknown tool, and answers the next call', async () => {
    const server = new SpawnedServer([], env);
    await server.initialize();
    server.send('this is not JSON');
    server.send('{"jsonrpc":"2.0"}');
    expect((await server.request('no/such/method')).error?.code).toBe(-32601);
    const unknown = await server.request('tools/call', { name: 'anypoint_list_server', arguments: {} });
    expect(unknown.error?.message).toContain('anypoint_list_servers');
    expect((await server.callTool('anypoint_list_environments')).isError).toBe(false);
  });

  it('starts without credentials, lists its tools, and says on the first call what to set', async () => {
    const server = new SpawnedServer();
    await server.initialize();
    expect((await server.request('tools/list')).result.tools.length).toBeGreaterThan(20);
    const { text, isError } = await server.callTool('anypoint_list_servers');
    expect(isError).toBe(true);
    expect(text).toContain('ANYPOINT_CLIENT_ID and ANYPOINT_CLIENT_SECRET');
    expect(text).toContain('the configuration is wrong');
  });

  it('treats a variable that the host did not fill in as missing, and says so in the log', async () => {
    const server = new SpawnedServer([], {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what a host passes on when the variable is not set
      ANYPOINT_CLIENT_ID: '${ANYPOINT_CLIENT_ID}',
      ANYPOINT_CLIENT_SECRET: 'real-enough',
    });
    await server.initialize();
    expect((await server.callTool('anypoint_list_servers')).text).toContain('ANYPOINT_CLIENT_ID is not');
    expect(server.stderr).toMatch(
      /ANYPOINT_CLIENT_ID holds the text \$\{ANYPOINT_CLIENT_ID\}, an unfilled placeholder/,
    );
  });

  it('names the host that cannot be reached, and keeps running', async () => {
    const server = new SpawnedServer([], { ...env, ANYPOINT_BASE_URL: 'http://127.0.0.1:1' });
    await server.initialize();
    for (const round of [1, 2]) {
      const { text, isError } = await server.callTool('anypoint_list_servers');
      expect(isError, `round ${round}`).toBe(true);
      expect(text).toContain('http://127.0.0.1:1 cannot be reached (ECONNREFUSED)');
    }
  });

  it('says that a web page came instead of data', async () => {
    const page = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
    });
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      page.close();
    });
    const { port } = page.address() as AddressInfo;
    const server = new SpawnedServer([], {
      ...env,
      ANYPOINT_BASE_URL: `http://127.0.0.1:${port}`,
      ANYPOINT_ACCESS_TOKEN: 'a-ready-token',
    });
    await server.initialize();
    const { text } = await server.callTool('anypoint_list_servers');
    expect(text).toContain('with a web page instead of data');
    expect(text).toContain('ANYPOINT_BASE_URL');
  });

  it('offers only reads in read-only mode, and says why a write is not there', async () => {
    const server = new SpawnedServer(['--read-only'], env);
    await server.initialize();
    const { tools } = (await server.request('tools/list')).result;
    for (const { annotations } of tools) expect(annotations.readOnlyHint).toBe(true);
    const answer = await server.request('tools/call', { name: 'anypoint_create_cluster', arguments: {} });
    expect(answer.error?.message).toContain('read-only mode');
  });

  it('offers only the toolsets asked for', async () => {
    const server = new SpawnedServer(['--toolsets', 'access,runtime'], env);
    await server.initialize();
    const names = (await server.request('tools/list')).result.tools.map((tool: { name: string }) => tool.name);
    expect(names).toContain('anypoint_list_clusters');
    expect(names).not.toContain('anypoint_list_gateways');
    const { resources } = (await server.request('resources/list')).result;
    expect(resources.map((resource: { uri: string }) => resource.uri)).not.toContain('anypoint://gateways');
  });

  it('works on the embedded platform with --emulator and nothing else', async () => {
    const server = new SpawnedServer(['--emulator']);
    await server.initialize();
    const { text, isError } = await server.callTool('anypoint_list_gateways');
    expect(isError).toBe(false);
    expect(text).toContain('orders-gateway');
    server.process.stdin.end();
    expect(await server.exited).toBe(0);
  });

  it('ends at once when stdin is closed although it watches resources', async () => {
    const server = new SpawnedServer([], { ...env, ANYPOINT_WATCH_SECONDS: '600' });
    await server.initialize();
    const { result } = await server.request('resources/subscribe', { uri: 'anypoint://gateways' });
    expect(result).toEqual({});
    // The next look is ten minutes away: a server that waited for it would not end within the time of a test.
    server.process.stdin.end();
    expect(await server.exited).toBe(0);
  });
});
