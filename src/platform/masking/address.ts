import { secretMask } from './known-secrets.ts';
import { looksRandom } from './secret-names.ts';
import { withoutSecretShapes } from './secret-shapes.ts';

/** An address that somebody configured, without what may open it: user info, query, and parts of the path that look random. */
export function shownAddress(address: string): string {
  const [beforeQuery = ''] = address.split(/[?#]/, 1);
  const left = withoutSecretShapes(beforeQuery)
    .replace(/^([a-z][a-z\d+.-]*:\/\/)?[^/]*@/i, (_, scheme: string | undefined) => `${scheme ?? ''}${secretMask}@`)
    .split('/')
    .map((part) => (looksRandom(part) ? secretMask : part))
    .join('/');
  return left.length < address.length && beforeQuery !== address ? `${left}…` : left;
}
