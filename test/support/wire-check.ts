import { PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server';
import { isObject, type JsonObject } from '../../src/platform/json.ts';
import { PublishedSchema, type Revision, revisions } from '../protocol/published.ts';
import { reportViolation } from './violations.ts';

type Id = string | number;

interface OpenRequest {
  method: string;
  /** That it names. */
  revision: Revision | undefined;
}

/** Before a revision is negotiated, and for requests that claim an unknown one. */
const newestOfInitialize: Revision = '2025-11-25';
const newest: Revision = '2026-07-28';

/**
 * Sees every line of one connection, and checks those of the server: each is JSON, valid by the published schema of the
 * negotiated revision, and answers a request that has been made and not been answered before.
 */
export class WireCheck {
  readonly #report: (violation: string) => void;
  /** Requests of the client that are not answered; a client that uses an id twice at once may get either answer first. */
  readonly #open = new Map<Id, OpenRequest[]>();
  /** Lines of the client whose id cannot be read: each may be answered by one error without an id. */
  #unidentified = 0;
  #negotiated: Revision | undefined;
  /** The first that a request named. */
  #claimed: Revision | undefined;

  constructor(report: (violation: string) => void = reportViolation) {
    this.#report = report;
  }

  /** A line that the client sent; tests send any kind of nonsense. */
  fromClient(line: string): void {
    const message = parsed(line.replace(/^\uFEFF/, ''));
    if (!isObject(message) || !isId(message['id'])) {
      if (!isObject(message) || 'id' in message || typeof message['method'] !== 'string') this.#unidentified++;
      return;
    }
    const { id, method } = message;
    if ('result' in message || 'error' in message) return;
    const revision = claimedRevision(message);
    this.#claimed ??= revision;
    this.#open.set(id, [...(this.#open.get(id) ?? []), { method: String(method), revision }]);
  }

  /** A line that the server sent. */
  fromServer(line: string): void {
    const message = parsed(line);
    const problem = isObject(message) ? this.#problemOf(message) : 'no JSON object';
    if (problem !== undefined) this.#report(`${problem} in ${line.slice(0, 500)}`);
  }

  #problemOf(message: JsonObject): string | undefined {
    if (typeof message['method'] === 'string') return this.#problemOfOwn(message['method'], message);
    return 'error' in message ? this.#problemOfError(message) : this.#problemOfResult(message);
  }

  /** Requests and notifications of the server. */
  #problemOfOwn(method: string, message: JsonObject): string | undefined {
    const schema = PublishedSchema.of(this.#negotiated ?? this.#claimed ?? newestOfInitialize);
    const kind = 'id' in message ? 'Request' : 'Notification';
    const definition = schema.serverMessage(kind, method);
    if (definition === undefined) return `${method} is not in revision ${this.#negotiated}`;
    return schema.problem(`JSONRPC${kind}`, message) ?? schema.problem(definition, message);
  }

  #problemOfError(message: JsonObject): string | undefined {
    const { id } = message;
    if (id === undefined || id === null) return this.#problemOfUnidentified(message);
    return this.#problemOfAnswer(id, (request) => {
      const schema = PublishedSchema.of(request.revision ?? this.#negotiated ?? newestOfInitialize);
      return schema.problem(schema.error, message);
    });
  }

  /** Without an id, or where the schema has no such error with the null of JSON-RPC itself. */
  #problemOfUnidentified(message: JsonObject): string | undefined {
    if (this.#unidentified === 0) return 'an error without an id, though every request had one';
    this.#unidentified--;
    const schema = PublishedSchema.of(this.#negotiated ?? newestOfInitialize);
    const needsId = schema.problem(schema.error, { ...message, id: undefined }) !== undefined;
    return schema.problem(schema.error, needsId && message['id'] === null ? { ...message, id: 0 } : message);
  }

  #problemOfResult(message: JsonObject): string | undefined {
    const { id, result } = message;
    return this.#problemOfAnswer(id, (request) => {
      if (request.method === 'initialize') this.#negotiated = revisionIn(result);
      else this.#negotiated ??= request.revision;
      const schema = PublishedSchema.of(request.revision ?? this.#negotiated ?? newestOfInitialize);
      const definition = schema.answerTo(request.method);
      return (
        schema.problem(schema.answer, message) ??
        ('ofMessage' in definition
          ? schema.problem(definition.ofMessage, message)
          : schema.problem(definition.ofResult, result))
      );
    });
  }

  /** Settles the first open request with the id that an answer fits; the problem where it fits none. */
  #problemOfAnswer(id: unknown, problemFor: (request: OpenRequest) => string | undefined): string | undefined {
    const [first, ...others] = isId(id) ? (this.#open.get(id) ?? []) : [];
    if (!isId(id) || first === undefined) return 'an answer to no open request';
    const problem = problemFor(first);
    const fitting = problem === undefined ? first : (others.find((other) => problemFor(other) === undefined) ?? first);
    const left = [first, ...others].filter((one) => one !== fitting);
    if (left.length === 0) this.#open.delete(id);
    else this.#open.set(id, left);
    return fitting === first ? problem : undefined;
  }
}

/** The revision that a request of 2026-07-28 or later names. */
function claimedRevision({ params }: JsonObject): Revision | undefined {
  const meta = isObject(params) ? params['_meta'] : undefined;
  const claimed = isObject(meta) ? meta[PROTOCOL_VERSION_META_KEY] : undefined;
  if (claimed === undefined) return undefined;
  return revisions.find((revision) => revision === claimed) ?? newest;
}

function revisionIn(result: unknown): Revision | undefined {
  const answered = isObject(result) ? result['protocolVersion'] : undefined;
  const revision = revisions.find((known) => known === answered);
  if (revision === undefined) throw new Error(`There is no published schema of the negotiated revision ${answered}.`);
  return revision;
}

function isId(value: unknown): value is Id {
  // Larger numbers cannot be told apart once they are read.
  return typeof value === 'string' || Number.isSafeInteger(value);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
