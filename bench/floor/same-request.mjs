// The smallest server of the same SDK whose one tool makes the same request as ours, by bare undici, and returns it
// as it came: what the protocol alone costs on top of a request. Reads BENCH_ORIGIN and BENCH_HEADERS.
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import undici from 'undici';
import * as z from 'zod';

const agent = new undici.Agent();
const headers = JSON.parse(process.env.BENCH_HEADERS);

serveStdio(() => {
  const server = new McpServer({ name: 'same-request', version: '1.0.0' });
  server.registerTool(
    'list_servers',
    { title: 'List servers', description: 'Lists servers.', inputSchema: z.strictObject({}) },
    async () => {
      const answer = await agent.request({
        origin: process.env.BENCH_ORIGIN,
        path: '/hybrid/api/v1/servers',
        method: 'GET',
        headers,
      });
      return { content: [{ type: 'text', text: JSON.stringify((await answer.body.json()).data) }] };
    },
  );
  return server;
});
