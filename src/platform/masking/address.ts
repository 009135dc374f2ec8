import { secretMask } from './known-secrets.ts';
import { looksRandom } from './secret-names.ts';
import { withoutSecretShapes } from './secret-shapes.ts';

/** An address that somebody configured, without what may open it: user info, query, and parts of the path that look random. Its host stays. */
export function shownAddress(address: string): string {
  const [beforeQuery = ''] = address.split(/[?#]/, 1);
  const [, scheme = '', userInfo, rest = ''] =
    /^([a-z][a-z\d+.-]*:\/\/)?([^/]*@)?(.*)$/is.exec(withoutSecretShapes(beforeQuery)) ?? [];
  const [host = '', ...path] = rest.split('/');
  // Without anything around it, it may be a token that was pasted in the place of an address.
  const isHost = scheme !== '' || userInfo !== undefined;
  const parts = [isHost ? host : shownPart(host), ...path.map(shownPart)].join('/');
  const shown = `${scheme}${userInfo === undefined ? '' : `${secretMask}@`}${parts}`;
  return beforeQuery === address ? shown : `${shown}…`;
}

function shownPart(part: string): string {
  return looksRandom(part) ? secretMask : part;
}
