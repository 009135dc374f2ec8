import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An address that stays while the platform behind it is replaced, so that one server process can be used for many. */
export interface PlatformSwitch {
  baseUrl: string;
  /** Whose base URL requests go to from now on. */
  use(platform: { baseUrl: string }): void;
  close(): Promise<void>;
}

export async function startPlatformSwitch(): Promise<PlatformSwitch> {
  let target: string | undefined;
  const server = createServer((request, response) => {
    if (target === undefined) {
      response.destroy();
      return;
    }
    const { method, headers, url = '/' } = request;
    // The host as it came: links in answers lead here again.
    const forwarded = httpRequest(new URL(url, target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It listens on a port, not on a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    use({ baseUrl }) {
      target = baseUrl;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
