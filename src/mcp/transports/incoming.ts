import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { isObject, type JsonObject } from '../../platform/json.ts';
import { type Line, maxLineBytes, type TooLongLine } from './line-reader.ts';

export type Id = string | number;

/** An error for a line that is no request; without an id where none can be read. */
export interface Refusal {
  id: Id | undefined;
  code: number;
  message: string;
}

/** What a line holds: a message, something to refuse, or nothing that is ever answered, with the reason unless it is empty. */
export type Incoming = { message: JSONRPCMessage } | { refusal: Refusal } | { dropped: string };

/**
 * Reads a line of the client. Nothing that could be a request is dropped in silence: its sender would wait for the answer. Optional members that are null count as not given, as many hosts write them.
 */
export function readLine(line: Line): Incoming {
  if (typeof line !== 'string') return tooLong(line);
  // Some hosts begin with a byte order mark.
  const text = line.replace(/^\uFEFF/, '').trim();
  if (text === '') return { dropped: '' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(
      undefined,
      ProtocolErrorCode.ParseError,
      'This line is not JSON. Write each message as JSON on one line, in UTF-8.',
    );
  }
  if (Array.isArray(value)) {
    return invalid(undefined, 'Batches are not supported. Send each message on a line of its own.');
  }
  if (!isObject(value)) return invalid(undefined, 'A message is a JSON object. Send the method and its params as one.');
  if ('method' in value) return readCall(value);
  if ('result' in value || 'error' in value) return readAnswer(value);
  return invalid(idOf(value), 'This message has no method. Name one, such as tools/list.');
}

function readCall({ jsonrpc, id, method, params }: JsonObject): Incoming {
  if (id !== undefined && !isId(id)) return invalid(undefined, 'id must be a text or an integer. Send another one.');
  if (jsonrpc !== '2.0') return invalid(id, 'jsonrpc must be "2.0". Add it and send the message again.');
  if (typeof method !== 'string') return invalid(id, 'method must be a text. Name one, such as tools/list.');
  const problem = problemOfParams(params);
  if (problem === undefined) {
    const call = { jsonrpc, method, ...(isObject(params) ? { params: withoutNulls(method, params) } : {}) };
    // Members that the protocol does not know are left out: the SDK refuses them without an answer.
    const message = id === undefined ? call : { ...call, id };
    if (isJSONRPCRequest(message) || isJSONRPCNotification(message)) return { message };
  }
  const said = `${problem ?? 'params._meta is malformed'}. Correct it and send the message again.`;
  return id === undefined ? { dropped: said } : refuse(id, ProtocolErrorCode.InvalidParams, said);
}

function problemOfParams(params: unknown): string | undefined {
  if (params === undefined || params === null) return undefined;
  if (!isObject(params)) return 'params must be an object with named members';
  const { _meta: meta } = params;
  if (meta === undefined || meta === null) return undefined;
  if (!isObject(meta)) return 'params._meta must be an object';
  const { progressToken: token } = meta;
  return token === undefined || isId(token) ? undefined : 'params._meta.progressToken must be a text or an integer';
}

function withoutNulls(method: string, params: JsonObject): JsonObject {
  const given = withoutNullMembers(params);
  const { arguments: args } = given;
  return method === 'prompts/get' && isObject(args) ? { ...given, arguments: withoutNullMembers(args) } : given;
}

function withoutNullMembers(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

/** An answer of the client. One that cannot be read is a failure: the call that waits for it must not wait for ever. */
function readAnswer({ id, result, error }: JsonObject): Incoming {
  if (!isId(id)) return { dropped: 'an answer without a readable id' };
  if (error === undefined && isObject(result)) return { message: { jsonrpc: '2.0', id, result } };
  const { code, message, data } = isObject(error) ? error : {};
  if (!Number.isSafeInteger(code) || typeof message !== 'string') return { message: unreadableAnswer(id) };
  return {
    message: { jsonrpc: '2.0', id, error: { code: Number(code), message, ...(data === undefined ? {} : { data }) } },
  };
}

function unreadableAnswer(id: Id): JSONRPCMessage {
  const message = 'The answer of the client could not be read.';
  return { jsonrpc: '2.0', id, error: { code: ProtocolErrorCode.InternalError, message } };
}

function tooLong({ head, tail }: TooLongLine): Incoming {
  const id = idAtStart(head) ?? idAtEnd(tail);
  if (isAnswer.test(head))
    return id === undefined ? { dropped: 'an answer that is too long' } : { message: unreadableAnswer(id) };
  const limit = `${maxLineBytes / 1024 / 1024} MiB`;
  return invalid(id, `This line is longer than ${limit}, and was skipped. Send less at once; nothing was done.`);
}

const idText = String.raw`"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)`;
const header = String.raw`"(?:jsonrpc|method)"\s*:\s*"[^"\\]*"`;
const atStart = new RegExp(String.raw`^\uFEFF?\s*\{\s*(?:${header}\s*,\s*)*${idText}\s*,`);
/** Clients that are written with the SDK put the id last. In JSON, what is before the last brace is not nested. */
const atEnd = new RegExp(String.raw`,\s*${idText}\s*(?:,\s*${header}\s*)*\}\s*$`);
const isAnswer = new RegExp(String.raw`^\uFEFF?\s*\{\s*(?:(?:${header}|${idText})\s*,\s*)*"(?:result|error)"\s*:`);

function idAtStart(head: string): Id | undefined {
  return parsedId(atStart.exec(head)?.[1]);
}

function idAtEnd(tail: string): Id | undefined {
  return parsedId(atEnd.exec(tail)?.[1]);
}

function parsedId(text: string | undefined): Id | undefined {
  if (text === undefined) return undefined;
  try {
    return idOf({ id: JSON.parse(text) });
  } catch {
    return undefined;
  }
}

function idOf({ id }: JsonObject): Id | undefined {
  return isId(id) ? id : undefined;
}

/** What the protocol allows as an id. */
export function isId(value: unknown): value is Id {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

function invalid(id: Id | undefined, message: string): Incoming {
  return refuse(id, ProtocolErrorCode.InvalidRequest, message);
}

function refuse(id: Id | undefined, code: number, message: string): Incoming {
  return { refusal: { id, code, message } };
}
