import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes a state that a client keeps for us. Its seal tells a changed state, and one of another request, from the right one. */
export function sealState(state: object, subject: unknown, key: Buffer): string {
  return sealed(Buffer.from(JSON.stringify(state)).toString('base64url'), subject, key);
}

/** The state as it was sealed with this subject and key; undefined for anything else. */
export function openState(text: unknown, subject: unknown, key: Buffer): object | undefined {
  if (typeof text !== 'string') return undefined;
  const body = text.slice(0, text.indexOf('.'));
  const given = Buffer.from(text);
  const right = Buffer.from(sealed(body, subject, key));
  // As text, and whole: that decoders overlook a character makes no other text of it a right one.
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}

function sealed(body: string, subject: unknown, key: Buffer): string {
  const seal = createHmac('sha256', key).update(JSON.stringify([body, subject ?? null]));
  return `${body}.${seal.digest('base64url')}`;
}
