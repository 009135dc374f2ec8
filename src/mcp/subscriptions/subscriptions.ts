import { ProtocolError, ProtocolErrorCode, type Server } from '@modelcontextprotocol/server';
import type { ServerParts } from '../parts.ts';

/** Who subscribed within a connection: a `subscriptions/listen` by its request id, or `resources/subscribe`. */
export type Subscriber = string | number | 'resources/subscribe';

interface Subscribed {
  subscribers: Set<Subscriber>;
  /** Fulfilled with what ends the watching. */
  watching: Promise<() => void>;
}

/**
 * The subscriptions of one connection. However many of its requests name a resource, it is watched once and notified once; the SDK then copies the notification to each `subscriptions/listen`.
 */
export class Subscriptions {
  readonly #parts: ServerParts;
  readonly #subscribed = new Map<string, Subscribed>();
  /** The server of the connection; undefined before its first message. */
  #server: Server | undefined;

  constructor(parts: ServerParts) {
    this.#parts = parts;
  }

  /** Serves `resources/subscribe` and `resources/unsubscribe`, and notifies through this server from now on. */
  serve(server: Server): void {
    this.#server = server;
    server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
      await this.add(uri, 'resources/subscribe');
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
      this.#remove(uri, 'resources/subscribe');
      return {};
    });
    server.onclose = () => this.close();
  }

  /** Subscribes to a resource. @throws ProtocolError when it does not exist or may not be read */
  async add(uri: string, subscriber: Subscriber): Promise<void> {
    let entry = this.#subscribed.get(uri);
    if (entry === undefined) {
      const watching = this.#parts.calls().then(({ watchResource }) => watchResource(uri, () => this.#tell(uri)));
      entry = { subscribers: new Set(), watching };
      this.#subscribed.set(uri, entry);
    }
    entry.subscribers.add(subscriber);
    try {
      await entry.watching;
    } catch (error) {
      if (this.#subscribed.get(uri) === entry) this.#subscribed.delete(uri);
      throw error;
    }
  }

  /** Ends everything that a subscriber subscribed to. */
  removeSubscriber(subscriber: Subscriber): void {
    for (const uri of [...this.#subscribed.keys()]) this.#remove(uri, subscriber);
  }

  /** Ends everything. */
  close(): void {
    for (const [uri, { subscribers }] of [...this.#subscribed]) {
      for (const subscriber of [...subscribers]) this.#remove(uri, subscriber);
    }
  }

  #remove(uri: string, subscriber: Subscriber): void {
    const entry = this.#subscribed.get(uri);
    if (entry === undefined) return;
    entry.subscribers.delete(subscriber);
    if (entry.subscribers.size > 0) return;
    this.#subscribed.delete(uri);
    entry.watching.then(
      (stop) => stop(),
      () => undefined,
    );
  }

  #tell(uri: string): void {
    // The client has gone.
    this.#server?.sendResourceUpdated({ uri }).catch(() => undefined);
  }
}

/** The JSON-RPC error for a refused subscription. */
export function refusal(error: unknown): { code: number; message: string; data?: unknown } {
  if (!(error instanceof ProtocolError)) {
    return { code: ProtocolErrorCode.InternalError, message: 'anypoint-mcp failed in this subscription.' };
  }
  return { code: error.code, message: error.message, ...(error.data === undefined ? {} : { data: error.data }) };
}
