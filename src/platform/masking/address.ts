import { looksRandom } from './secret-looks.ts';
import { withoutSecretShapes } from './secret-shapes.ts';
import { secretMask } from './spans.ts';

const scheme = /^[a-z][a-z\d+.-]*:\/\//i;

/** An address that somebody configured, without what may open it: user info, query, and parts of the path that look random. Its host stays. */
export function shownAddress(address: string): string {
  const beforeQuery = address.replace(/[?#].*/s, '');
  // Without scheme and user info, the first part may be a token that was pasted in the place of an address.
  const hostAt = scheme.test(beforeQuery) ? 2 : beforeQuery.includes('@') ? 0 : undefined;
  const shown = withoutSecretShapes(beforeQuery)
    .split('/')
    .map((part, index) => {
      if (index === hostAt) return part.replace(/.*@/s, `${secretMask}@`);
      return looksRandom(part) ? secretMask : part;
    })
    .join('/');
  return beforeQuery === address ? shown : `${shown}…`;
}
