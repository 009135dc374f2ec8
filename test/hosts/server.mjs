/** The built server, as a host starts it: over stdio, with the embedded platform. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const executable = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
if (!existsSync(executable)) throw new Error('dist/index.js is missing: npm run build makes it.');

/** What a host is configured with. */
export const server = {
  command: process.execPath,
  args: [executable, '--emulator'],
  env: { PATH: process.env.PATH ?? '', ANYPOINT_LOG_LEVEL: 'silent' },
};

/** A plain MCP client, connected to a server of its own. */
export async function connectClient() {
  const client = new Client({ name: 'hosts-test', version: '1.0.0' });
  await client.connect(new StdioClientTransport(server));
  return client;
}

/** What the server lists, before any host converts it. */
export async function listedTools() {
  const client = await connectClient();
  try {
    const { tools, nextCursor } = await client.listTools();
    if (nextCursor !== undefined) throw new Error('the server lists its tools in several pages: read all of them here');
    return tools;
  } finally {
    await client.close();
  }
}
