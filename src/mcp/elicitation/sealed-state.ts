import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes a state that a client keeps for us. Its seal tells a changed state, and one of another request, from the right one. */
export function sealState(state: object, subject: unknown, key: Buffer): string {
  const body = Buffer.from(JSON.stringify(state)).toString('base64url');
  return `${body}.${sealOf(body, subject, key).toString('base64url')}`;
}

/** The state as it was sealed with this subject and key; undefined for anything else. */
export function openState(text: unknown, subject: unknown, key: Buffer): object | undefined {
  const [, body, seal] = (typeof text === 'string' && /^([\w-]+)\.([\w-]+)$/.exec(text)) || [];
  if (body === undefined || seal === undefined) return undefined;
  const given = Buffer.from(seal, 'base64url');
  const right = sealOf(body, subject, key);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}

function sealOf(body: string, subject: unknown, key: Buffer): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify([body, subject ?? null]))
    .digest();
}
