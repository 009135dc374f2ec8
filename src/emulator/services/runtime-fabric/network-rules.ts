import * as z from 'zod';

// What the documentation says of names and addresses [docs/platform/runtime-fabric.md#names-and-addresses].

/** Letters of any script, digits and hyphens. */
export const spaceName = z.string().regex(/^[\p{L}\p{N}-]{1,36}$/u, 'must have 1 to 36 letters, digits and hyphens');

export const connectionName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N} -]{1,60}$/u, 'must have 1 to 60 letters, digits, spaces and hyphens');

export const transitGatewayName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}-]{1,255}$/u, 'must have 1 to 255 letters, digits and hyphens');

/** Blocks that a private space cannot have, and those of its infrastructure, which are among them. */
const unusable = [
  '100.64.0.0/10',
  '198.19.0.0/16',
  '224.0.0.0/4',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '0.0.0.0/8',
] as const;

/** The network of a private space. */
export const networkBlock = z.cidrv4().superRefine((block, context) => {
  const size = sizeOf(block);
  const taken = unusable.find((other) => overlap(block, other));
  if (size < 16 || size > 24) context.addIssue({ code: 'custom', message: 'must be between /16 and /24' });
  else if (taken !== undefined) context.addIssue({ code: 'custom', message: `must not overlap ${taken}` });
});

/** Blocks of a corporate network. Terraform sends null for none. */
export const reservedBlocks = z.array(z.cidrv4()).nullish();

/** Those that the documentation lists. */
const reservedInside = /^169\.254\.(?:[0-5]\.0|169\.252)\/30$/;

/** The addresses within a tunnel of a VPN. */
export const insideBlock = z
  .cidrv4()
  .refine(
    (block) => sizeOf(block) === 30 && overlap(block, '169.254.0.0/16') && !reservedInside.test(block),
    'must be a /30 block of 169.254.0.0/16 that AWS does not reserve',
  );

/** A secret of both ends of a tunnel. */
export const presharedKey = z
  .string()
  .regex(/^[A-Za-z1-9._][A-Za-z0-9._]{7,63}$/, 'must have 8 to 64 letters, digits, periods and underscores');

/** Of the platform itself, and too wide ones. */
const unsupportedDomains = new Set(
  ['cloudhub.io', 'mulesoft.com', 'anypointdns.net', 'amazon.com', 'amazonaws.com', 'compute.internal'].concat([
    'io',
    'com',
    'net',
    'internal',
    'local/domain.com',
  ]),
);

/** All domains together may have so many characters. */
const maxDomainCharacters = 229;

/** DNS servers of a corporate network, and the domains that they resolve. */
export const internalDns = z.strictObject({
  dnsServers: z.array(z.union([z.ipv4(), z.ipv6()], 'must be an IP address')).optional(),
  specialDomains: z
    .array(z.string().refine((domain) => !unsupportedDomains.has(domain.toLowerCase()), 'is not supported'))
    .refine(
      (all) => all.join('').length <= maxDomainCharacters,
      `must NOT have more than ${maxDomainCharacters} characters`,
    )
    .optional(),
});

function sizeOf(block: string): number {
  return Number(block.slice(block.indexOf('/') + 1));
}

/** Whether two blocks share addresses: the smaller one is in the larger one. */
function overlap(one: string, other: string): boolean {
  const size = Math.min(sizeOf(one), sizeOf(other));
  return prefixOf(one, size) === prefixOf(other, size);
}

/** The first `size` bits of an address, as a number. */
function prefixOf(block: string, size: number): number {
  const address = block
    .slice(0, block.indexOf('/'))
    .split('.')
    .reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return Math.floor(address / 2 ** (32 - size));
}
