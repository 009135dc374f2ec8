import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

/** What the platform is told it may use. */
export const acceptedEncodings = 'gzip, deflate, br';

const decoders = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * Undoes a Content-Encoding. Node's own zlib, because undici's interceptor for it still prints a warning that it is
 * experimental to stderr, where our log lines are.
 * @throws Error with a zlib code when the data is damaged, or larger than `mostBytes` unpacked
 */
export async function decompress(body: Uint8Array, encoding: string | undefined, maxBytes: number): Promise<string> {
  const decode = encoding === undefined ? undefined : decoders.get(encoding.trim().toLowerCase());
  const plain = decode === undefined ? body : await decode(body, { maxOutputLength: maxBytes });
  return new TextDecoder().decode(plain);
}
