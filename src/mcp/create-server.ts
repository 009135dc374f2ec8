import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import { callerOf } from './caller.ts';
import { CallLog } from './calls/call-log.ts';
import type { ProgressListener } from './calls/heartbeat.ts';
import type { CallResult } from './calls/render.ts';
import { type CallMemory, callRound, toldBefore } from './elicitation/call-rounds.ts';
import { converse } from './elicitation/converse.ts';
import { instructions } from './instructions.ts';
import { refuseCursor } from './one-page.ts';
import type { ServerParts } from './parts.ts';
import { promptCapabilities, servePrompts } from './prompts/handlers.ts';
import { sessionRevisions } from './revisions.ts';
import { Subscriptions } from './subscriptions/subscriptions.ts';
import { version } from './version.ts';

/** What belongs to a connection, which may have more than one server: clients first try out which era it serves. */
export interface Connected {
  subscriptions?: Subscriptions;
  /** Aborts when the connection is about to end. */
  ending?: AbortSignal;
  /** Is told of every call of a tool. */
  track?<T>(call: Promise<T>): Promise<T>;
}

/**
 * Builds the MCP server of one connection. What the handlers do is loaded with the first request that needs it: the
 * answer to `initialize` needs none of it, and hosts start every configured server at once.
 *
 * The SDK's low-level `Server` is used instead of `McpServer` because `McpServer` converts and keeps every schema at registration, before any request.
 */
export function createServer(
  parts: ServerParts,
  { subscriptions = new Subscriptions(parts), ending, track = (call) => call }: Connected = {},
): Server {
  const server = new Server(
    { name: 'anypoint-mcp', title: 'MuleSoft Anypoint Platform', version },
    {
      capabilities: { tools: {}, resources: { subscribe: true }, ...promptCapabilities },
      supportedProtocolVersions: sessionRevisions,
      // Sessions are asked by `converse`.
      inputRequired: { legacyShim: false },
      instructions,
      cacheHints,
    },
  );
  server.setRequestHandler('tools/list', async ({ params }) => {
    refuseCursor(params, 'tools');
    const { listedTools } = await parts.calls();
    // The SDK's Tool type has index signatures that our exact type does not declare.
    return { tools: listedTools() as never };
  });
  server.setRequestHandler('tools/call', async (request, ctx) => {
    const { name, arguments: args } = request.params;
    const { tools, pipeline, expectChange } = await parts.calls();
    const tool = tools.find(name);
    if ('problem' in tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, tool.problem);
    const caller = callerOf(server, ctx);
    const conversation = { server, ctx, subject: [caller.session, name, args], ...parts.asking };
    const log = new CallLog();
    // Nothing has happened yet when there is a question: names are resolved and plans made before anything is sent.
    const calling = converse<CallResult, CallMemory>(conversation, async (before) => {
      const { answers, consent } = toldBefore(before, caller);
      const { signal } = ctx.mcpReq;
      const call = { signal, ending, progress: progressOf(ctx), answers, caller, consent, logs: log.take };
      log.take(undefined);
      const result = await pipeline.call(tool, args, call);
      if (tool.effect !== 'read') expectChange();
      return callRound(result, before);
    });
    const end = await track(calling).catch((error: unknown) => {
      log.end('call cancelled');
      throw error;
    });
    log.end('result' in end ? 'call' : 'question');
    return 'result' in end ? callToolResult(end.result) : end.inputRequired;
  });
  server.setRequestHandler('resources/list', async ({ params }, ctx) => {
    refuseCursor(params, 'resources');
    const { resources } = await parts.calls();
    const [ofPlatform, ofSkills] = await Promise.all([resources.list(ctx.mcpReq.signal), parts.skills()]);
    return { resources: [...ofPlatform, ...ofSkills.resources()] };
  });
  server.setRequestHandler('resources/templates/list', async ({ params }) => {
    refuseCursor(params, 'resource templates');
    return { resourceTemplates: (await parts.calls()).resources.templates() };
  });
  server.setRequestHandler('resources/read', async (request, ctx) => {
    const { readResource } = await parts.calls();
    return readResource(request.params.uri, ctx.mcpReq.signal);
  });
  servePrompts(server, parts);
  subscriptions.serve(server);
  return server;
}

/** What is offered changes with the settings only. Live state is never cached: that is what subscriptions are for. */
const cacheHints: NonNullable<ServerOptions['cacheHints']> = {
  'tools/list': { ttlMs: 300_000 },
  'prompts/list': { ttlMs: 300_000 },
  'resources/templates/list': { ttlMs: 300_000 },
  'resources/list': { ttlMs: 10_000 },
  'resources/read': { ttlMs: 0 },
};

function callToolResult({ text, structured, isError }: CallResult): CallToolResult {
  return {
    content: [{ type: 'text', text }],
    ...(structured ? { structuredContent: structured } : {}),
    ...(isError ? { isError } : {}),
  };
}

/** Progress goes out only when the client asked for it, and never holds up the call. */
function progressOf(ctx: ServerContext): ProgressListener | undefined {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let last = -1;
  return (message, seconds, total) => {
    // The protocol requires increasing values.
    last = Math.max(seconds, last + 0.001);
    const params = { progressToken, progress: last, message, ...(total === undefined ? {} : { total }) };
    ctx.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
