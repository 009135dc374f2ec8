import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses that lead into somebody's own network, or to the machine itself (IANA special-purpose registries). */
const privateRanges = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  privateRanges.addSubnet(address, bits);
}
for (const [address, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  privateRanges.addSubnet(address, bits, 'ipv6');
}

/** False for loopback, private, link-local, multicast and reserved addresses, and for anything that is not an address. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '');
  const family = isIP(plain);
  // An IPv4 address inside an IPv6 one is judged by the IPv4 rules: BlockList does that for ::ffff:0:0/96 itself.
  if (family === 0) return false;
  return !privateRanges.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** The code of the error with which `publicLookup` refuses a name. */
export const privateAddressCode = 'ERR_PRIVATE_ADDRESS';

/**
 * `dns.lookup` that refuses names which lead to an address that is not public. It runs at the moment of connecting, so a name cannot resolve to another address afterwards.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, '');
      return;
    }
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
      callback(Object.assign(new Error(`${hostname} is not a public address`), { code: privateAddressCode }), '');
      return;
    }
    if (options.all) callback(null, addresses);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
  });
};
