import { BlockList, isIP } from 'node:net';

/** Addresses that lead to the calling machine or to what its cloud tells only that machine (IANA registries, and the clouds' documents). */
const machine = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  // Metadata of Alibaba Cloud and of Oracle Cloud, and the host agent of Azure.
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['168.63.129.16', 32],
] as const) {
  machine.addSubnet(address, bits);
}
for (const [address, bits] of [
  // With the address of loopback; others in it are deprecated forms of IPv4.
  ['::', 96],
  ['fe80::', 10],
  // Metadata of Amazon's cloud.
  ['fd00:ec2::', 32],
] as const) {
  // Stryker disable next-line StringLiteral: the module would not load, and the runner counts no test that never ran.
  machine.addSubnet(address, bits, 'ipv6');
}

/** IPv6 that stands for an IPv4 address: mapped (RFC 4291) and translated (RFC 6052) in the last two groups, 6to4 (RFC 3056) in those after the first. */
const wrapping = [/^(?:::ffff|64:ff9b:):([\da-f]{1,4}):([\da-f]{1,4})$/, /^2002:([\da-f]{1,4}):([\da-f]{0,4}):/];

/** Whether an address, in any form of it, leads to the calling machine. */
export function isMachineAddress(address: string): boolean {
  if (isIP(address) !== 6) return machine.check(address);
  // The URL parser writes every form of an address in the one of RFC 5952.
  const written = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  if (machine.check(written, 'ipv6')) return true;
  const groups = wrapping.map((form) => form.exec(written)).find((found) => found !== null);
  if (groups === undefined) return false;
  const [high = 0, low = 0] = groups.slice(1).map((group) => Number.parseInt(`0${group}`, 16));
  return machine.check([high >> 8, high & 0xff, low >> 8, low & 0xff].join('.'));
}
