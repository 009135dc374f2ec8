import { BlockList, isIP } from 'node:net';

/**
 * IPv4 addresses that lead into somebody's own network, to the machine itself, or nowhere
 * (IANA IPv4 special-purpose address registry), and one that is public by number only.
 */
const specialIPv4 = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // The host agent of Azure, which hands out certificates and extension settings of the machine.
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
] as const) {
  specialIPv4.addSubnet(address, bits);
}

/** The only IPv6 addresses that are assigned for the public Internet (IANA IPv6 address space). */
const globalIPv6 = new BlockList();
// Stryker disable next-line StringLiteral: the module would not load, and the runner counts no test that never ran.
globalIPv6.addSubnet('2000::', 3, 'ipv6');

/** The exceptions in it: protocol assignments with Teredo, documentation, 6to4 (which wraps an IPv4 address). */
const specialIPv6 = new BlockList();
for (const [address, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  // Stryker disable next-line StringLiteral: as above, it would not load, and the runner counts no test that never ran.
  specialIPv6.addSubnet(address, bits, 'ipv6');
}

/**
 * False for loopback, private, link-local, multicast, reserved and documentation addresses, for IPv6 addresses that wrap
 * or translate an IPv4 one (`::/96`, `2002::/16`, `64:ff9b::/96`, `64:ff9b:1::/48`), and for anything that is no address.
 * `::ffff:0:0/96` is judged by the IPv4 address in it, because that is what the system connects to.
 */
export function isPublicAddress(address: string): boolean {
  // A zone (`fe80::1%eth0`) belongs to addresses of one link only.
  const plain = address.replace(/^\[|\]$/g, '');
  switch (isIP(plain)) {
    case 4:
      return !specialIPv4.check(plain);
    case 6:
      return isPublicIPv6(plain);
    default:
      return false;
  }
}

function isPublicIPv6(address: string): boolean {
  if (address.includes('%')) return false;
  // The URL parser writes every form of an address in the one of RFC 5952.
  const written = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(written);
  if (mapped !== null) {
    const [high = 0, low = 0] = mapped.slice(1).map((group) => Number.parseInt(group, 16));
    return !specialIPv4.check([high >> 8, high & 0xff, low >> 8, low & 0xff].join('.'));
  }
  return globalIPv6.check(address, 'ipv6') && !specialIPv6.check(address, 'ipv6');
}
