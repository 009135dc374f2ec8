import { ProtocolErrorCode, specTypeSchemas } from '@modelcontextprotocol/server';
import { isObject, type JsonObject } from '../../platform/json.ts';

/** The error member of an answer. */
export interface WireError {
  code: number;
  message: string;
  data?: unknown;
}

/**
 * An error of the SDK as a client can use it. The SDK reports invalid params as a dump of its schema's complaints, often as an internal error.
 */
export function readableError(error: WireError, method: string): WireError {
  const issues = issuesIn(error.message);
  return issues === undefined ? error : { ...error, ...invalidParams(method, issues) };
}

/**
 * What is wrong with an `initialize`; undefined when nothing is. The SDK would answer one that it cannot read, and take
 * the connection for a session all the same.
 */
export function initializeError(request: object): WireError | undefined {
  const checked = specTypeSchemas.InitializeRequest['~standard'].validate(request);
  // The schemas of the SDK have nothing to wait for.
  if (checked instanceof Promise || checked.issues === undefined) return undefined;
  return invalidParams(
    'initialize',
    checked.issues.map((issue) => ({ ...issue })),
  );
}

function invalidParams(method: string, issues: readonly JsonObject[]): WireError {
  const problems = issues.map(problemOf).join('; ');
  return {
    code: ProtocolErrorCode.InvalidParams,
    message: `Invalid ${method}: ${problems}. Correct it and send the request again.`,
  };
}

/**
 * Unknown resources have a code of their own up to 2025-11-25, and that of invalid params from 2026-07-28 on [https://modelcontextprotocol.io/seps/2164-resource-not-found-error]. The SDK knows the newer one only.
 */
export function olderResourceError(error: WireError): WireError {
  const isUnknownResource =
    error.code === ProtocolErrorCode.InvalidParams && isObject(error.data) && Object.keys(error.data).join() === 'uri';
  return isUnknownResource ? { ...error, code: ProtocolErrorCode.ResourceNotFound } : error;
}

/** The complaints about a request that a message of the SDK consists of. */
function issuesIn(message: string): readonly JsonObject[] | undefined {
  const start = message.indexOf('[\n');
  if (start === -1 || !/^(?:Invalid \S+ request: )?$/.test(message.slice(0, start))) return undefined;
  try {
    const issues: unknown = JSON.parse(message.slice(start));
    return Array.isArray(issues) && issues.every(isRequestIssue) ? issues : undefined;
  } catch {
    return undefined;
  }
}

function isRequestIssue(issue: unknown): issue is JsonObject {
  return isObject(issue) && Array.isArray(issue['path']) && issue['path'][0] === 'params';
}

function problemOf(issue: JsonObject): string {
  const where = Array.isArray(issue['path']) ? issue['path'].map(String).join('.') : 'params';
  const texts = complaints(issue);
  if (texts.some((text) => text.endsWith('received undefined'))) return `${where} is missing`;
  const [said = 'is not valid'] = texts;
  return `${where}: ${said.replace(/^Invalid input: /, '').replace('expected record', 'expected object')}`;
}

/** What is said of a member; of one that may be of several kinds, about each. */
function complaints({ message, errors }: JsonObject): string[] {
  const branches = Array.isArray(errors) ? errors.flat().filter(isObject) : [];
  const own = branches.flatMap(({ path, message: said }) =>
    Array.isArray(path) && path.length === 0 && typeof said === 'string' ? [said] : [],
  );
  return own.length > 0 ? own : typeof message === 'string' ? [message] : [];
}
