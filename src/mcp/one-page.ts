import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/** Every list of the protocol is on one page here, so no cursor is ours. @throws ProtocolError when one is given */
export function refuseCursor(params: { cursor?: string | undefined } | undefined, things: string): void {
  if (params?.cursor === undefined) return;
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `Unknown cursor: the first page, without a cursor, holds all ${things}.`,
  );
}
