import { BlockList, isIP } from 'node:net';
import { inputFailure } from '../../platform/errors.ts';

/** Addresses that lead to the gateway's own machine or to what its cloud tells only that machine (IANA registries, and the clouds' documents). */
const local = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  // Metadata of Alibaba Cloud and of Oracle Cloud.
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
] as const) {
  local.addSubnet(address, bits);
}
for (const [address, bits] of [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  // Metadata of Amazon's cloud.
  ['fd00:ec2::', 32],
] as const) {
  local.addSubnet(address, bits, 'ipv6');
}

/** Names of loopback and of metadata services. */
const localName =
  /(^|\.)(localhost|localdomain)$|^metadata(\.|$)|^instance-data(\.|$)|\.metadata\.|^ip6-(localhost|loopback)$/;

/**
 * Refuses an upstream behind which no service of others is: it would open the gateway's own machine, or the credentials
 * that a cloud hands to it, to everybody who reaches the API.
 * @param allowed the operator wants it
 * @throws Failure (input)
 */
export function requireRemoteUpstream(upstream: URL, allowed: boolean): void {
  if (allowed || !isLocal(upstream.hostname)) return;
  throw inputFailure({
    what: 'The argument upstream is a loopback, link-local or metadata address.',
    why: 'Everybody who reaches the API would reach the own machine of the gateway, or the credentials that its cloud gives to it.',
    next: 'Give the address of the service. If it really runs beside the gateway, the operator of this server allows it with ANYPOINT_ALLOW_LOCAL_UPSTREAM=true.',
  });
}

function isLocal(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  const version = isIP(host);
  // An IPv4 address inside of an IPv6 one: mapped, translated (RFC 6052) and 6to4 (RFC 3056).
  if (version === 6)
    return (
      local.check(host, 'ipv6') ||
      /^(::ffff:|64:ff9b::|2002:)(7f|a9fe)/.test(host) ||
      /^::[\da-f]{1,4}:[\da-f]{1,4}$/.test(host)
    );
  if (version === 4) return local.check(host);
  return localName.test(host);
}
