import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in every hostile text; nothing of ours holds it. */
export const marker = 'EVIL WORDS';

/** Replaces texts in what a platform answers. */
export interface Mischief {
  /** Whether a text is replaced, by the name of its member. */
  picks(member: string): boolean;
  /** What takes its place. */
  instead(text: string): string;
}

/** A way to a platform on which somebody changes answers. */
export interface HostilePlatform {
  baseUrl: string;
  /** Undefined: answers arrive as they are. */
  mischief: Mischief | undefined;
  /** Every member of answers that held a text so far. */
  members: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Members without which there is no sign-in. */
const spared: ReadonlySet<string> = new Set(['access_token', 'expires_in', 'token_type']);

/** Puts one in front of a platform. */
export async function hostileWayTo(target: () => string): Promise<HostilePlatform> {
  const members = new Set<string>();
  const platform: { mischief: Mischief | undefined } = { mischief: undefined };
  const server = createServer((request, response) => {
    forward(request, target()).then(
      async (answer) => {
        const { mischief } = platform;
        const text = await answer.text();
        const headers = new Headers(answer.headers);
        for (const name of ['content-length', 'content-encoding', 'transfer-encoding', 'connection'])
          headers.delete(name);
        if (mischief?.picks('x-request-id')) headers.set('x-request-id', inHeader(mischief.instead('id')));
        if (mischief?.picks('www-authenticate')) headers.set('www-authenticate', inHeader(mischief.instead('Bearer')));
        response.writeHead(answer.status, Object.fromEntries(headers));
        response.end(changed(text, mischief, members));
      },
      () => response.writeHead(502).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  return Object.assign(platform, { baseUrl: `http://127.0.0.1:${port}`, members, close: () => closed(server) });
}

async function forward(request: IncomingMessage, target: string): Promise<Response> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name)) {
      headers.set(name, value);
    }
  }
  const hasBody = !['GET', 'HEAD'].includes(request.method ?? 'GET');
  return fetch(`${target}${request.url}`, {
    method: request.method ?? 'GET',
    headers,
    ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
  });
}

/** Headers have Latin-1, and no line breaks. */
function inHeader(text: string): string {
  return text.replace(/[^\t -~\u00a0-\u00ff]/g, '\u00ad');
}

function changed(text: string, mischief: Mischief | undefined, members: Set<string>): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return mischief?.picks('text') && text !== '' ? mischief.instead(text) : text;
  }
  return JSON.stringify(inside(body, 'body'));

  function inside(value: unknown, member: string): unknown {
    if (typeof value === 'string') {
      members.add(member);
      return !spared.has(member) && mischief?.picks(member) ? mischief.instead(value) : value;
    }
    if (Array.isArray(value)) return value.map((one) => inside(one, member));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        mischief?.picks('names of members') && !spared.has(name) ? mischief.instead(name) : name,
        inside(one, name),
      ]),
    );
  }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
