import { reachOf } from '../../platform/egress/reach.ts';
import { inputFailure } from '../../platform/errors.ts';
import { word } from '../../platform/text.ts';

/**
 * Refuses an upstream behind which no service of others is: it would open the gateway's own machine, or the credentials
 * that a cloud hands to it, to everybody who reaches the API.
 * @param allowed the operator wants it
 * @throws Failure (input)
 */
export function requireRemoteUpstream(upstream: URL, allowed: boolean): void {
  if (allowed || reachOf(upstream.hostname) !== 'machine') return;
  throw inputFailure({
    what: 'The argument upstream is a loopback, link-local or metadata address, or the machine around a container.',
    why: 'Everybody who reaches the API would reach the own machine of the gateway, or the credentials that its cloud gives to it.',
    next: 'Give the address of the service. If it really runs beside the gateway, the operator of this server allows it with ANYPOINT_ALLOW_LOCAL_UPSTREAM=true.',
  });
}

/** What to know of an upstream that is not public: the gateway calls it, not this server, so it may well be meant. Undefined for a public one. */
export function upstreamWarning(upstream: string): string | undefined {
  const { hostname } = new URL(upstream);
  switch (reachOf(hostname)) {
    case 'machine':
      return `The upstream ${word(hostname)} is the own machine of the gateway, or tells only that machine something: whoever reaches the API reaches it.`;
    case 'network':
      return `The upstream ${word(hostname)} is in a private network: the gateway has to be in it, and whoever reaches the API reaches it there.`;
    default:
      return undefined;
  }
}
