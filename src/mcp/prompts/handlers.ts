import type { Server, ServerCapabilities, StandardSchemaV1 } from '@modelcontextprotocol/server';
import { isObject } from '../../platform/json.ts';
import { refuseCursor } from '../one-page.ts';
import type { ServerParts } from '../parts.ts';
import { isStateless } from '../revisions.ts';

/** What a client is told of prompts, completion and skills. */
export const promptCapabilities: ServerCapabilities = {
  prompts: {},
  completions: {},
  extensions: { 'io.modelcontextprotocol/skills': {} },
};

/**
 * Answers for prompts, completion and skills. The SDK's own skills extension attaches to `McpServer` only, so its two
 * methods are answered by hand (docs/decisions); `skill://` addresses are answered where resources are read.
 */
export function servePrompts(server: Server, parts: ServerParts): void {
  server.setRequestHandler('prompts/list', async ({ params }) => {
    refuseCursor(params, 'prompts');
    return { prompts: (await parts.prompts()).list() };
  });
  server.setRequestHandler('prompts/get', async ({ params }, ctx) => {
    const prompts = await parts.prompts();
    return prompts.get(params.name, params.arguments, ctx.mcpReq.signal);
  });
  server.setRequestHandler('completion/complete', async ({ params }) => {
    const completion = await parts.completion();
    return completion.complete(params);
  });
  server.setRequestHandler('skills/list', { params: textParams('cursor', false) }, async ({ cursor }, ctx) => {
    refuseCursor({ cursor }, 'skills');
    return { ...(await parts.skills()).list(isStateless(ctx)) };
  });
  server.setRequestHandler('skills/get', { params: textParams('uri', true) }, async ({ uri = '' }, ctx) => {
    return { ...(await parts.skills()).get(uri, isStateless(ctx)) };
  });
}

/** The smallest schema there can be, so that nothing is built before anybody has asked. */
function textParams<Name extends string>(
  name: Name,
  isRequired: boolean,
): StandardSchemaV1<unknown, { [Key in Name]?: string }> {
  return {
    '~standard': {
      version: 1,
      vendor: 'anypoint-mcp',
      validate(params) {
        const value = isObject(params) ? params[name] : undefined;
        if (value === undefined && !isRequired) return { value: {} };
        if (typeof value !== 'string') return { issues: [{ message: `${name} must be a string`, path: [name] }] };
        // A computed key widens to a plain record.
        return { value: { [name]: value } as { [Key in Name]?: string } };
      },
    },
  };
}
