import type { JSONRPCMessage, MessageExtraInfo, Transport } from '@modelcontextprotocol/server';
import { refusal, type Subscriptions } from './subscriptions.ts';

type Id = string | number;

/**
 * A transport that observes `subscriptions/listen`. The SDK answers these requests itself and does not tell which resources they name, but only resources with listeners may be polled.
 *
 * A listen is held back until the resources that it names are watched, so that no change after its acknowledgement is missed. Unknown resources are removed from it: the acknowledgement lists the others. If none remains, the answer is the error of the first.
 */
export class ListenFollowingTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  readonly #wire: Transport;
  readonly #subscriptions: Subscriptions;
  /** Listens that wait for their resources. */
  readonly #held = new Set<Id>();

  constructor(wire: Transport, subscriptions: Subscriptions) {
    this.#wire = wire;
    this.#subscriptions = subscriptions;
  }

  async start(): Promise<void> {
    this.#wire.onmessage = (message, extra) => this.#receive(message, extra);
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onclose = () => {
      this.#subscriptions.close();
      this.onclose?.();
    };
    await this.#wire.start();
  }

  setProtocolVersion(revision: string): void {
    this.#wire.setProtocolVersion?.(revision);
  }

  async send(message: JSONRPCMessage, options?: Parameters<Transport['send']>[1]): Promise<void> {
    // A listen is answered only when it is refused or over.
    if (('result' in message || 'error' in message) && message.id !== undefined) {
      this.#subscriptions.removeSubscriber(message.id);
    }
    await this.#wire.send(message, options);
  }

  async close(): Promise<void> {
    this.#subscriptions.close();
    await this.#wire.close();
  }

  #receive(message: JSONRPCMessage, extra: MessageExtraInfo | undefined): void {
    if ('method' in message && message.method === 'subscriptions/listen' && 'id' in message) {
      const uris = namedResources(message.params);
      if (uris.length > 0) {
        this.#hold(message, uris, extra).catch((error) => this.onerror?.(error));
        return;
      }
    }
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = message.params?.['requestId'];
      if (typeof id === 'string' || typeof id === 'number') {
        this.#subscriptions.removeSubscriber(id);
        if (this.#held.delete(id)) return;
      }
    }
    this.onmessage?.(message, extra);
  }

  async #hold(
    message: JSONRPCMessage & { id: Id; params?: Record<string, unknown> | undefined },
    uris: readonly string[],
    extra: MessageExtraInfo | undefined,
  ): Promise<void> {
    const { id, params } = message;
    this.#held.add(id);
    const ends = await Promise.allSettled(uris.map((uri) => this.#subscriptions.add(uri, id)));
    if (!this.#held.delete(id)) {
      // Cancelled meanwhile; what was added after that is let go.
      this.#subscriptions.removeSubscriber(id);
      return;
    }
    const watched = uris.filter((_, index) => ends[index]?.status === 'fulfilled');
    const refused = ends.find((end) => end.status === 'rejected');
    const { resourceSubscriptions: _named, ...others } = Object(params?.['notifications']);
    if (refused !== undefined && watched.length === 0 && !Object.values(others).includes(true)) {
      await this.#wire.send({ jsonrpc: '2.0', id, error: refusal(refused.reason) });
      return;
    }
    const notifications = { ...others, resourceSubscriptions: watched };
    this.onmessage?.({ ...message, params: { ...params, notifications } }, extra);
  }
}

/** The addresses that a listen names, each once; none if it is malformed, which the SDK reports. */
function namedResources(params: unknown): readonly string[] {
  const uris: unknown = Object(Object(params).notifications).resourceSubscriptions;
  return Array.isArray(uris) && uris.every((uri) => typeof uri === 'string') ? [...new Set(uris)] : [];
}
