import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { ResourceNotFoundError, Server } from '@modelcontextprotocol/server';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ServerParts } from '../../../src/mcp/parts.ts';
import { ListenFollowingTransport } from '../../../src/mcp/subscriptions/listen-transport.ts';
import { Subscriptions } from '../../../src/mcp/subscriptions/subscriptions.ts';

/** Parts of which only the watching is there; each resource answers when the test lets it. */
class Watching {
  /** Addresses that are watched at the moment, once for each watch. */
  readonly watched: string[] = [];
  readonly changes = new Map<string, () => void>();
  hold: Promise<void> = Promise.resolve();

  // The subscriptions use nothing else.
  readonly parts = { calls: async () => ({ watchResource: this.#watch }) } as unknown as ServerParts;

  readonly #watch = async (uri: string, onChange: () => void): Promise<() => void> => {
    await this.hold;
    if (uri.includes('nothing')) throw new ResourceNotFoundError(uri);
    this.watched.push(uri);
    this.changes.set(uri, onChange);
    return () => {
      this.watched.splice(this.watched.indexOf(uri), 1);
    };
  };
}

const gateways = 'anypoint://gateways';
const clusters = 'anypoint://clusters';
const done = () => new Promise((resolve) => setImmediate(resolve));

function listen(id: number, uris: unknown, others: object = {}): JSONRPCMessage {
  const notifications = { ...others, resourceSubscriptions: uris };
  // Also malformed ones, as a client may send them.
  return { jsonrpc: '2.0', id, method: 'subscriptions/listen', params: { notifications } } as JSONRPCMessage;
}

describe('following subscriptions/listen', () => {
  let watching: Watching;
  let wire: Transport;
  let sent: JSONRPCMessage[];
  let received: JSONRPCMessage[];
  let transport: ListenFollowingTransport;

  const receive = (message: JSONRPCMessage) => wire.onmessage?.(message);
  const cancel = (requestId: number) =>
    receive({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } });

  beforeEach(async () => {
    watching = new Watching();
    sent = [];
    received = [];
    wire = {
      start: async () => undefined,
      close: async () => wire.onclose?.(),
      send: async (message) => {
        sent.push(message);
      },
    };
    transport = new ListenFollowingTransport(wire, new Subscriptions(watching.parts));
    transport.onmessage = (message) => received.push(message);
    await transport.start();
  });

  it('watches what is named before the listen is acknowledged, and until it is cancelled', async () => {
    receive(listen(1, [gateways, clusters, gateways]));
    expect(received).toEqual([]);
    await done();
    expect(watching.watched).toEqual([gateways, clusters]);
    expect(received).toEqual([listen(1, [gateways, clusters])]);
    cancel(1);
    await done();
    expect(watching.watched).toEqual([]);
    expect(received).toHaveLength(2);
  });

  it('watches once what several listens name, and until the last of them ends', async () => {
    receive(listen(1, [gateways]));
    receive(listen(2, [gateways]));
    await done();
    expect(watching.watched).toEqual([gateways]);
    cancel(1);
    await done();
    expect(watching.watched).toEqual([gateways]);
    cancel(2);
    await done();
    expect(watching.watched).toEqual([]);
  });

  it('lets other messages pass while a listen waits, and forgets a listen that is cancelled meanwhile', async () => {
    let release = (): void => undefined;
    watching.hold = new Promise((resolve) => {
      release = resolve;
    });
    receive(listen(1, [gateways]));
    await done();
    const other: JSONRPCMessage = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    receive(other);
    cancel(1);
    release();
    await done();
    expect(received).toEqual([other]);
    expect(watching.watched).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('takes out what there is not, and refuses when nothing is left', async () => {
    for (const message of [
      listen(1, ['anypoint://nothing', gateways]),
      listen(2, ['anypoint://nothing'], { toolsListChanged: true }),
      listen(3, ['anypoint://nothing']),
    ]) {
      receive(message);
      await done();
    }
    expect(received).toEqual([listen(1, [gateways]), listen(2, [], { toolsListChanged: true })]);
    expect(sent).toEqual([
      {
        jsonrpc: '2.0',
        id: 3,
        error: expect.objectContaining({ code: -32602, data: { uri: 'anypoint://nothing' } }),
      },
    ]);
  });

  it('ends with the answer to a listen, which is its refusal or its end', async () => {
    receive(listen(1, [gateways]));
    await done();
    await transport.send({ jsonrpc: '2.0', id: 1, error: { code: -32603, message: 'Subscription limit reached' } });
    await done();
    expect(watching.watched).toEqual([]);
  });

  it('ends with the connection, whoever closes it', async () => {
    for (const close of [() => wire.close(), () => transport.close()]) {
      receive(listen(1, [gateways]));
      await done();
      expect(watching.watched).toEqual([gateways]);
      await close();
      await done();
      expect(watching.watched).toEqual([]);
    }
  });

  it.each([[undefined], ['anypoint://gateways'], [[1]], [[]]])('leaves a listen for %j to the SDK', async (uris) => {
    receive(listen(1, uris));
    expect(received).toEqual([listen(1, uris)]);
    await done();
    expect(watching.watched).toEqual([]);
  });
});

describe('what a connection is subscribed to', () => {
  it('notifies the client once for each change', async () => {
    const watching = new Watching();
    const subscriptions = new Subscriptions(watching.parts);
    const server = new Server({ name: 'test', version: '1' }, { capabilities: { resources: { subscribe: true } } });
    const notified: unknown[] = [];
    server.sendResourceUpdated = async (params) => {
      notified.push(params);
    };
    subscriptions.serve(server);
    await subscriptions.add(gateways, 'resources/subscribe');
    await subscriptions.add(gateways, 1);
    watching.changes.get(gateways)?.();
    expect(notified).toEqual([{ uri: gateways }]);
  });

  it('can be subscribed to again after it was refused or ended', async () => {
    const watching = new Watching();
    const subscriptions = new Subscriptions(watching.parts);
    await expect(subscriptions.add('anypoint://nothing', 1)).rejects.toThrow(ResourceNotFoundError);
    await subscriptions.add(gateways, 1);
    subscriptions.removeSubscriber(1);
    await subscriptions.add(gateways, 1);
    await done();
    expect(watching.watched).toEqual([gateways]);
    subscriptions.close();
    await done();
    expect(watching.watched).toEqual([]);
  });
});
