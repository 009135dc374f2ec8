import {
  CLIENT_INFO_META_KEY,
  type Implementation,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Caller } from '../core/changes.ts';
import { newId } from '../safety/state/ids.ts';

/** On stdio a process has one client, and its session is the process. */
const processSession = newId(10);

/** Who makes a request: since 2026-07-28 each one names its client, before it `initialize` does. */
export function callerOf(server: Server, ctx: ServerContext): Caller {
  // The envelope is typed by a loose record that forgets its own keys.
  const envelope: Partial<Record<string, unknown>> = ctx.mcpReq.envelope ?? {};
  const inRequest = envelope[CLIENT_INFO_META_KEY] as Implementation | undefined;
  const client = inRequest ?? server.getClientVersion();
  return {
    ...(client === undefined ? {} : { client: `${client.name} ${client.version}` }),
    session: ctx.sessionId ?? processSession,
  };
}
