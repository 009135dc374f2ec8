import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Endpoints } from '../../../src/platform/egress/endpoints.ts';
import { EgressGuard, privateAddressCode } from '../../../src/platform/egress/guard.ts';
import { isPublicAddress } from '../../../src/platform/egress/public-addresses.ts';
import { createHttp, type HttpOptions } from '../../../src/platform/transport/http.ts';

/** First addresses and lengths of the ranges that are not the public Internet, from the IANA registries. */
const specialRanges: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** The groups of an address as one number. */
function numberOf(address: string): bigint {
  if (isIP(address) === 4) return address.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  const [head = '', tail = ''] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const groups = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

function ipv4(number: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 255n).join('.');
}

function ipv6(number: bigint): string {
  return Array.from({ length: 8 }, (_, index) => (number >> BigInt(112 - 16 * index)) & 0xffffn)
    .map((group) => group.toString(16))
    .join(':');
}

const specialAddress = fc.constantFrom(...specialRanges).chain(([first, length]) => {
  const bits = isIP(first) === 4 ? 32 : 128;
  const write = bits === 32 ? ipv4 : ipv6;
  return fc.bigInt({ min: 0n, max: (1n << BigInt(bits - length)) - 1n }).map((rest) => write(numberOf(first) + rest));
});

describe('an address', () => {
  it('of a special range is not public, in any form', () => {
    fc.assert(
      fc.property(specialAddress, (address) => {
        const forms = isIP(address) === 4 ? [address, `::ffff:${address}`] : [address, `[${address}]`, `${address}%lo`];
        for (const form of forms) expect(isPublicAddress(form), form).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['not an address', '', '127.0.0.1:80', '::ffff:127.0.0.1', '::1%eth0'])('%j is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '[2606:4700::1111]', '::ffff:8.8.8.8', '2a00:1450::1'])(
    '%j is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('the egress guard', async () => {
  const reached: string[] = [];
  const closing: (() => void)[] = [];
  const listen = async (listener: RequestListener): Promise<number> => {
    const server = createServer(listener);
    server.on('connect', (request, socket) => {
      reached.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 502 No\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    return (server.address() as AddressInfo).port;
  };
  const inside = await listen((request, response) => {
    reached.push(`${request.method} ${request.url}`);
    response.end();
  });
  const proxy = `http://127.0.0.1:${await listen((_request, response) => response.writeHead(502).end())}`;
  afterAll(() => {
    for (const close of closing) close();
  });

  const ways: Readonly<Record<string, NonNullable<HttpOptions['env']>>> = {
    'a direct way': {},
    'a proxy for https alone': { HTTPS_PROXY: proxy },
    'a proxy for both': { HTTPS_PROXY: proxy, HTTP_PROXY: proxy },
    'an exclusion from the proxy': { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: '*' },
  };
  const endpoints = (env: HttpOptions['env'], resolve: (name: string) => LookupAddress[], local?: string): Endpoints =>
    new Endpoints(
      createHttp({ env: env ?? {}, egress: new EgressGuard({ local, resolve: async (name) => resolve(name) }) }),
    );
  const forbidden = { reason: 'forbidden', code: privateAddressCode };

  describe.each(Object.entries(ways))('on %s', (_, env) => {
    it.each(['http', 'https'])('refuses a name that leads inside, by %s', async (scheme) => {
      const before = reached.length;
      const asked = endpoints(env, () => [{ address: '127.0.0.1', family: 4 }]);
      expect(
        await asked.call(new URL(`${scheme}://inside.example.com:${inside}/`), {
          headers: { authorization: 'Basic abc' },
        }),
      ).toEqual(forbidden);
      expect(reached.slice(before)).toEqual([]);
    });

    it('refuses a name of which one address of several is inside', async () => {
      const both = [
        { address: '93.184.216.34', family: 4 },
        { address: '::1', family: 6 },
      ];
      const asked = endpoints(env, () => both);
      expect(await asked.call(new URL(`http://inside.example.com:${inside}/`), {})).toEqual(forbidden);
    });

    it('refuses addresses of every special range', async () => {
      const asked = endpoints(env, () => []);
      for (const [first] of specialRanges) {
        const host = isIP(first) === 6 ? `[${first}]` : first;
        expect(await asked.call(new URL(`http://${host}:${inside}/`), {}), first).toEqual(forbidden);
      }
    });

    it.each(['localhost', 'api.localhost', 'printer.local', 'metadata.google.internal', 'metadata', 'x.home.arpa'])(
      'refuses the name %s, which is never public',
      async (name) => {
        const asked = endpoints(env, () => [{ address: '93.184.216.34', family: 4 }]);
        expect(await asked.call(new URL(`http://${name}:${inside}/`), {})).toEqual(forbidden);
      },
    );

    it('calls nothing else on this machine when the platform is on it', async () => {
      const local = `http://127.0.0.1:${inside}`;
      const asked = endpoints(env, () => [{ address: '127.0.0.1', family: 4 }], local);
      for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
        expect(await asked.call(new URL(`http://${name}:${inside + 1}/`), {}), name).toEqual(forbidden);
      }
      for (const host of ['127.0.0.2', '10.0.0.1', 'inside.example.com']) {
        expect(await asked.call(new URL(`http://${host}:${inside}/`), {}), host).toEqual(forbidden);
      }
      expect(await asked.call(new URL('/own', local), {})).toMatchObject({ status: 200 });
      expect(reached.at(-1)).toBe('GET /own');
    });
  });

  it.each(['a direct way', 'an exclusion from the proxy'])(
    'judges on %s the address that is connected to, not one that a name had before',
    async (way) => {
      const before = reached.length;
      let asked = 0;
      const rebinding = endpoints(ways[way], () => [
        { address: asked++ === 0 ? '93.184.216.34' : '127.0.0.1', family: 4 },
      ]);
      expect(await rebinding.call(new URL(`http://rebinding.example.com:${inside}/`), {})).toEqual(forbidden);
      expect(asked).toBe(2);
      expect(reached.slice(before)).toEqual([]);
    },
  );

  it('leaves a name that only the proxy knows to the proxy', async () => {
    const asked = endpoints(ways['a proxy for both'], () => {
      throw Object.assign(new Error('unknown'), { code: 'ENOTFOUND' });
    });
    expect(await asked.call(new URL('https://api.example.com/'), {})).toMatchObject({ code: 'PROXY_REFUSED' });
    expect(reached.at(-1)).toBe('CONNECT api.example.com:443');
  });
});
