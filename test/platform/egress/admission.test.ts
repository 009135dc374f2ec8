import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { EgressGuard, isLoopbackName, PrivateAddressError } from '../../../src/platform/egress/guard.ts';
import { isPublicAddress } from '../../../src/platform/egress/public-addresses.ts';

const open4 = { address: '93.184.216.34', family: 4 };
const open6 = { address: '2606:4700::1111', family: 6 };
const inside = { address: '10.0.0.1', family: 4 };

/** A guard, and the names that it resolved. */
function guarding(addresses: readonly LookupAddress[] | Error = [open4], local?: string) {
  const asked: string[] = [];
  const resolve = async (name: string): Promise<readonly LookupAddress[]> => {
    asked.push(name);
    if (addresses instanceof Error) throw addresses;
    return addresses;
  };
  return { guard: new EgressGuard({ local, resolve }), asked };
}
const unknown = Object.assign(new Error('unknown'), { code: 'ENOTFOUND' });

describe('admitting an origin', () => {
  it.each(['https://api.example.com', 'http://api.example.com:8081', 'https://example.com.'])(
    'takes a name that leads to public addresses only: %s',
    async (origin) => {
      const { guard, asked } = guarding([open4, open6]);
      await expect(guard.admit(origin)).resolves.toBeUndefined();
      expect(asked).toEqual([new URL(origin).hostname]);
    },
  );

  it('takes a public address as it is, and resolves nothing', async () => {
    const { guard, asked } = guarding(unknown);
    for (const origin of ['http://8.8.8.8', 'https://[2606:4700::1111]:8443']) await guard.admit(origin);
    expect(asked).toEqual([]);
  });

  it('leaves a name that cannot be resolved here to the proxy or to the connection', async () => {
    await expect(guarding(unknown).guard.admit('https://api.example.com')).resolves.toBeUndefined();
  });

  it.each(['null', 'file:///etc/passwd', 'ftp://api.example.com', 'ws://api.example.com', 'nonsense'])(
    'refuses what is no address of the web: %s',
    async (origin) => {
      const { guard, asked } = guarding();
      await expect(guard.admit(origin)).rejects.toThrow(PrivateAddressError);
      expect(asked).toEqual([]);
    },
  );

  it('refuses a name without addresses, and one with a private address among others', async () => {
    for (const addresses of [[], [inside], [open4, inside], [inside, open4]])
      await expect(guarding(addresses).guard.admit('https://api.example.com')).rejects.toThrow(PrivateAddressError);
  });

  it.each([
    'metadata',
    'metadata.',
    'LOCALHOST',
    'api.localhost',
    'printer.local',
    'printer.local..',
    'metadata.google.internal',
    'router.home.arpa',
    'host.docker.internal',
    'instance-data',
    'instance-data.ec2.internal',
    'metadata.goog',
    'metadata.azure.com',
    'Metadata.Azure.com.',
    'metadata.tencentyun.com',
    'metadata.packet.net',
    'metadata.platformequinix.com',
    'db.localdomain',
  ])('refuses the name %s, wherever it leads, without resolving it', async (name) => {
    const { guard, asked } = guarding();
    await expect(guard.admit(`http://${name}`)).rejects.toThrow(PrivateAddressError);
    expect(asked).toEqual([]);
  });

  it.each([
    'api.localhost.example.com',
    'internal.example.com',
    'mylocal.example',
    'home-arpa.com',
    'x.homezarpa.com',
    'metadata.example.com',
    'my-metadata.goog',
    'x.metadata.azure.com',
    'metadata.azure.com.example.org',
  ])('takes the name %s, which only looks like a private one', async (name) => {
    await expect(guarding().guard.admit(`https://${name}`)).resolves.toBeUndefined();
  });

  it.each(['168.63.129.16', '100.100.100.200', '192.0.0.192', '[fd00:ec2::254]', '[::ffff:a83f:8110]', '[::]'])(
    'refuses the address %s, without resolving it',
    async (host) => {
      const { guard, asked } = guarding();
      await expect(guard.admit(`http://${host}`)).rejects.toThrow(PrivateAddressError);
      expect(asked).toEqual([]);
    },
  );

  it('says which host it refuses, and with a code of its own', async () => {
    const refused = guarding().guard.admit('http://10.0.0.1:8081');
    await expect(refused).rejects.toMatchObject({
      name: 'PrivateAddressError',
      code: 'ERR_PRIVATE_ADDRESS',
      message: '10.0.0.1 is not a public address',
    });
  });
});

describe('a platform on this machine', () => {
  const { guard } = guarding(unknown, 'http://localhost:8090');

  it.each(['http://localhost:8090', 'http://127.0.0.1:8090', 'http://[::1]:8090'])(
    'is admitted under every name of loopback: %s',
    async (origin) => {
      expect(guard.isLocal(origin)).toBe(true);
      await expect(guard.admit(origin)).resolves.toBeUndefined();
    },
  );

  it.each(['https://localhost:8090', 'http://localhost:8091', 'http://localhost', 'http://127.0.0.2:8090'])(
    'admits nothing else here: %s',
    async (origin) => {
      expect(guard.isLocal(origin)).toBe(false);
      await expect(guard.admit(origin)).rejects.toThrow(PrivateAddressError);
    },
  );

  it('that is none opens nothing on this machine', async () => {
    for (const local of [undefined, 'http://api.example.com:8090']) {
      const elsewhere = guarding(unknown, local).guard;
      expect(elsewhere.isLocal('http://localhost:8090')).toBe(false);
      await expect(elsewhere.admit('http://localhost:8090')).rejects.toThrow(PrivateAddressError);
    }
  });

  it('is under no other name', () => {
    expect(['127.0.0.1', 'localhost', '[::1]'].every(isLoopbackName)).toBe(true);
    expect(['', '::1', '127.0.0.2', 'localhost.example.com'].some(isLoopbackName)).toBe(false);
  });
});

describe('the lookup of a connection', () => {
  type Found = { error?: unknown; address?: unknown; family?: unknown };
  const lookup = (addresses: readonly LookupAddress[] | Error, options: object): Promise<Found> =>
    new Promise((resolve) => {
      guarding(addresses).guard.lookup('api.example.com', options, (error, address, family) =>
        resolve(error ? { error, address } : { address, family }),
      );
    });

  it('gives all addresses, or the first, of the family that is asked for', async () => {
    expect(await lookup([open4, open6], { all: true })).toEqual({ address: [open4, open6], family: undefined });
    expect(await lookup([open4, open6], { all: true, family: 6 })).toEqual({ address: [open6], family: undefined });
    expect(await lookup([open4, open6], {})).toEqual(open4);
    expect(await lookup([open6, open4], { family: 0 })).toEqual(open6);
    expect(await lookup([open4, open6], { family: 6 })).toEqual(open6);
    expect(await lookup([open4], { family: 6 })).toEqual({ address: '', family: 4 });
  });

  it('refuses a name of which any address is private, also of another family', async () => {
    for (const options of [{}, { all: true }, { family: 6 }])
      expect(await lookup([open6, inside], options)).toMatchObject({
        error: { code: 'ERR_PRIVATE_ADDRESS' },
        address: '',
      });
    expect(await lookup([], {})).toMatchObject({ error: { code: 'ERR_PRIVATE_ADDRESS' } });
  });

  it('passes on why a name cannot be resolved', async () => {
    expect(await lookup(unknown, {})).toEqual({ error: unknown, address: '' });
  });

  it('resolves names as the system does, unless told otherwise', async () => {
    const found = await new Promise((resolve) => new EgressGuard().lookup('127.0.0.1', {}, resolve));
    expect(found).toMatchObject({ code: 'ERR_PRIVATE_ADDRESS' });
    // A part of a name has 63 characters at most, so no server is asked for this one.
    const impossible = `${'x'.repeat(64)}.invalid`;
    const failed = await new Promise((resolve) => new EgressGuard().lookup(impossible, {}, resolve));
    expect(failed).toMatchObject({ code: expect.stringMatching(/^E/) });
    expect(failed).not.toMatchObject({ code: 'ERR_PRIVATE_ADDRESS' });
  });
});

describe('an address that wraps another', () => {
  it.each(['::ffff:8.8.8.8', '::ffff:808:808', '[::ffff:8.8.8.8]'])('%s is judged by the one in it', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '::1:ffff:808:808',
    '1::ffff:808:808',
    '2606:[4700::1111',
    '::ffff:808:808:1',
    '64:ff9b::808:808',
    '8.8.8.8]8',
    '[[::1]',
    '2606:4700::]1111',
  ])('%s is not public: it is another, or none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
