import {
  isInitializeRequest,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type MessageExtraInfo,
  PROTOCOL_VERSION_META_KEY,
  ProtocolErrorCode,
  SUBSCRIPTION_ID_META_KEY,
  type Transport,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/server';
import { isObject } from '../../platform/json.ts';
import { statelessRevision } from '../revisions.ts';
import { type Id, isId } from './incoming.ts';
import { OpenRequests } from './open-requests.ts';
import { initializeError, olderResourceError, readableError, type WireError } from './wire-errors.ts';

/**
 * Stands between a connection and the SDK, and keeps what the protocol demands of both sides: nothing is done before the session has begun, in a revision that is not served, or after the end; everything accepted is answered; errors can be read.
 */
export class Gate implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  readonly #wire: Transport;
  readonly #accepted = new OpenRequests();
  /** What the server has asked the client and got no answer to. */
  readonly #asked = new Set<Id>();
  /** Subscriptions that are acknowledged, and last. */
  readonly #listens = new Set<Id>();
  #hasBegun = false;
  #isEnding = false;
  /** As agreed by `initialize`; later revisions agree on none. */
  #revision: string | undefined;

  constructor(wire: Transport) {
    this.#wire = wire;
  }

  async start(): Promise<void> {
    this.#wire.onmessage = (message, extra) => this.#receive(message, extra);
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onclose = () => {
      this.#accepted.clear();
      this.onclose?.();
    };
    await this.#wire.start();
  }

  setProtocolVersion(revision: string): void {
    this.#revision = revision;
    this.#wire.setProtocolVersion?.(revision);
  }

  async send(message: JSONRPCMessage, options?: Parameters<Transport['send']>[1]): Promise<void> {
    if ('method' in message) {
      this.#noteOwn(message);
      await this.#wire.send(message, options);
      if ('id' in message && this.#isEnding) this.#giveUp(message.id);
      return;
    }
    const { id } = message;
    const method = id === undefined ? undefined : this.#accepted.methodOf(id);
    // A refused initialize begins no session, as on a connection that is used without one.
    if (method === 'initialize' && 'error' in message) this.#hasBegun = this.#revision !== undefined;
    const shown = 'error' in message ? { ...message, error: this.#errorOf(message.error, method) } : message;
    try {
      await this.#wire.send(shown, options);
    } finally {
      if (id !== undefined && !this.#listens.delete(id)) this.#accepted.settle(id);
    }
  }

  async close(): Promise<void> {
    await this.#wire.close();
  }

  /** Accepts nothing more, and resolves when everything accepted is answered. */
  async finish(): Promise<void> {
    this.#isEnding = true;
    for (const id of [...this.#asked]) this.#giveUp(id);
    await this.#accepted.allAnswered();
  }

  #receive(message: JSONRPCMessage, extra: MessageExtraInfo | undefined): void {
    if (this.#isEnding) return;
    if (!('method' in message)) this.#receiveAnswer(message, extra);
    else if ('id' in message) this.#receiveRequest(message, extra);
    else if (this.#mayNotify(message)) this.onmessage?.(message, extra);
  }

  #receiveRequest(request: JSONRPCRequest, extra: MessageExtraInfo | undefined): void {
    const { id, method } = request;
    const error = this.#refusalOf(request);
    if (error !== undefined) this.#answer({ jsonrpc: '2.0', id, error });
    // To the SDK it would open a session.
    else if (method === 'ping' && !this.#hasBegun && !isStateless(request))
      this.#answer({ jsonrpc: '2.0', id, result: {} });
    else {
      this.#hasBegun ||= isInitializeRequest(request);
      this.#accepted.add(id, method);
      this.onmessage?.(request, extra);
    }
  }

  #refusalOf(request: JSONRPCRequest): WireError | undefined {
    const { method } = request;
    if (method === 'initialize') return initializeError(request);
    const claimed = claimedRevision(request);
    const served = this.#hasBegun ? this.#revision : statelessRevision;
    if (claimed !== undefined && claimed !== served) return unsupported(claimed, served);
    if (claimed !== undefined || this.#hasBegun || method === 'ping') return undefined;
    return {
      code: ProtocolErrorCode.InvalidRequest,
      message: `${method} came before the session began, and was not carried out. Send initialize first; in revision ${statelessRevision}, name the revision and the capabilities of the client in params._meta of each request.`,
    };
  }

  /** A notification must not open a session either. */
  #mayNotify(notification: JSONRPCNotification): boolean {
    const cancelled = cancelledId(notification);
    if (cancelled === undefined) return this.#hasBegun || isStateless(notification);
    const isKnown = this.#listens.delete(cancelled) || this.#accepted.methodOf(cancelled) !== undefined;
    // What is cancelled is not answered.
    this.#accepted.settle(cancelled);
    return this.#hasBegun || isStateless(notification) || isKnown;
  }

  #receiveAnswer(answer: JSONRPCMessage, extra: MessageExtraInfo | undefined): void {
    const id = 'id' in answer ? answer.id : undefined;
    // Late or invented.
    if (id === undefined || !this.#asked.delete(id)) return;
    this.onmessage?.(answer, extra);
  }

  /** Notes what the server's own messages change. */
  #noteOwn(message: JSONRPCRequest | JSONRPCNotification): void {
    if ('id' in message) {
      this.#asked.add(message.id);
      return;
    }
    const cancelled = cancelledId(message);
    if (cancelled !== undefined) this.#asked.delete(cancelled);
    // A subscription is answered at its end only; from its acknowledgement on nobody waits for that.
    const acknowledged =
      message.method === 'notifications/subscriptions/acknowledged' && metaOf(message)[SUBSCRIPTION_ID_META_KEY];
    if (!isId(acknowledged)) return;
    this.#listens.add(acknowledged);
    this.#accepted.settle(acknowledged);
  }

  /** Answers in the client's place: it sends nothing more. */
  #giveUp(id: Id): void {
    if (!this.#asked.delete(id)) return;
    const error = { code: ProtocolErrorCode.InternalError, message: 'The client has ended the session.' };
    this.onmessage?.({ jsonrpc: '2.0', id, error });
  }

  #errorOf(error: WireError, method: string | undefined): WireError {
    if (method === undefined) return error;
    const readable = readableError(error, method);
    const isOlder = this.#revision !== undefined && this.#revision < statelessRevision;
    return isOlder && method.startsWith('resources/') ? olderResourceError(readable) : readable;
  }

  #answer(message: JSONRPCMessage): void {
    this.#wire.send(message).catch((error) => this.onerror?.(error));
  }
}

/** Where a session is about to begin, no request needs to name a revision. */
function unsupported(claimed: unknown, served: string | undefined): WireError {
  const requested = typeof claimed === 'string' ? claimed : JSON.stringify(claimed);
  const supported = served === undefined ? [] : [served];
  const { code, message, data } = new UnsupportedProtocolVersionError({ supported, requested });
  return { code, message, data };
}

function metaOf({ params }: JSONRPCRequest | JSONRPCNotification): Readonly<Record<string, unknown>> {
  return isObject(params?._meta) ? params._meta : {};
}

/** The revision that a message claims to be of; those before 2026-07-28 do not say it. */
function claimedRevision(message: JSONRPCRequest | JSONRPCNotification): unknown {
  return metaOf(message)[PROTOCOL_VERSION_META_KEY];
}

function isStateless(message: JSONRPCRequest | JSONRPCNotification): boolean {
  return claimedRevision(message) === statelessRevision;
}

function cancelledId({ method, params }: JSONRPCRequest | JSONRPCNotification): Id | undefined {
  const id = method === 'notifications/cancelled' ? params?.['requestId'] : undefined;
  return isId(id) ? id : undefined;
}
