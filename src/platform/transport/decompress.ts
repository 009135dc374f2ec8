import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** What the platform is told it may use. */
export const acceptedEncodings = 'gzip, deflate, br';

const decoders: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** The code of the error for a text that is too large, as undici has it for what comes over the wire. */
export const tooLargeCode = 'ERR_ANSWER_TOO_LARGE';

/**
 * Undoes a Content-Encoding while the body arrives, and stops reading as soon as there is too much: a small answer can unpack
 * to gigabytes. Node's own zlib, because undici's interceptor for it still prints a warning that it is experimental to stderr,
 * where our log lines are.
 * @throws Error with a zlib code when the data is damaged, or `tooLargeCode` when it is larger than `maxBytes` unpacked
 */
export async function decompress(body: Readable, encoding: string | undefined, maxBytes: number): Promise<string> {
  const decode = decoders.get(encoding?.trim().toLowerCase() ?? '');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const tooLarge = Object.assign(new Error('The answer is too large.'), { code: tooLargeCode });
  const collect = async (plain: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of plain) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge;
      chunks.push(chunk);
    }
  };
  try {
    if (decode === undefined) await pipeline(body, collect);
    else await pipeline(body, decode(), collect);
  } catch (error) {
    // undici reports that its body was given up in place of why.
    throw bytes > maxBytes ? tooLarge : error;
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
