import * as z from 'zod';
import { count } from '../../../core/text/quote.ts';
import { cell } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import type { Token } from '../../../platform/auth.ts';
import { mask } from '../../../platform/masking/secrets.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData, type PlatformText } from '../../../platform/text.ts';
import type { Principal } from '../client.ts';

const input = {};

declare module '../../../core/operations.ts' {
  interface Operations {
    'token.get': typeof input;
  }
}

export const getToken = defineReadTool({
  name: 'anypoint_get_token',
  title: 'Show the token',
  toolset: 'access',
  operation: 'token.get',
  effect: 'read',
  description:
    'Signs in and returns who the token is for (connected app or user), its organizations and when it expires. The token is masked unless the operator allows showing it.',
  scope: 'account',
  // The token in the result is masked here, unless the operator set ANYPOINT_REVEAL_TOKEN.
  reveals: ({ token, tokenIsMasked }) => [tokenIsMasked ? undefined : token],
  input,
  example: { arguments: {}, answers: 'connected app' },
  output: z.object({
    signedInAs: z.enum(['user', 'connected app', 'connected app for a user']),
    name: platformText,
    id: z.string(),
    platform: z.string(),
    organizations: z.array(z.object({ id: z.string(), name: platformText })),
    expiresAt: z.string().optional(),
    token: z.string(),
    tokenIsMasked: z.boolean(),
  }),
  async run(_args, { platform, directory, settings, clock, signal }) {
    const token = await platform.client.token();
    const [principal, organizations] = await Promise.all([
      platform.accessManagement.me(signal),
      directory.organizations(),
    ]);
    const expiresAt = expiryOf(token, principal, clock.now());
    return {
      ...identityOf(principal),
      platform: platform.client.baseUrl,
      organizations: organizations.map(({ id, name }) => ({ id, name })),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      token: settings.revealToken ? token.value : mask(token.value),
      tokenIsMasked: !settings.revealToken,
    };
  },
  present: (result) => ({
    headline: `Signed in to ${result.platform} as ${result.signedInAs}; ${
      result.expiresAt === undefined
        ? 'when the token expires is not known'
        : `the token expires at ${result.expiresAt}`
    }.`,
    data: [
      `${result.signedInAs}: ${inData(cell(result.name))} (${result.id})`,
      `token: ${result.token}${result.tokenIsMasked ? ' (masked; ANYPOINT_REVEAL_TOKEN=true shows it)' : ''}`,
      `${count(result.organizations.length, 'organization')}: ${result.organizations.map(({ id, name }) => `${inData(cell(name))} (${id})`).join(', ')}`,
    ].join('\n'),
  }),
});

function identityOf({ client, user }: Principal): {
  signedInAs: 'user' | 'connected app' | 'connected app for a user';
  name: PlatformText;
  id: string;
} {
  if (client && user) {
    return { signedInAs: 'connected app for a user', name: user.username ?? user.id, id: user.id };
  }
  if (client) return { signedInAs: 'connected app', name: client.name ?? client.id, id: client.id };
  return { signedInAs: 'user', name: user?.username ?? 'unknown', id: user?.id ?? 'unknown' };
}

/** The platform's own value if it returns one, otherwise that of the sign-in. */
function expiryOf(token: Token, principal: Principal, now: number): string | undefined {
  const at =
    principal.expiresInSeconds === undefined ? token.expiresAt : now + Math.round(principal.expiresInSeconds) * 1000;
  return at === undefined ? undefined : new Date(at).toISOString();
}
