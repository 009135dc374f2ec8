/**
 * Schemes that browsers and systems handle by themselves: an address of them leads to no app, and some run or show what
 * the address holds.
 */
const taken = new Set(
  ['about', 'blob', 'chrome', 'data', 'file', 'filesystem', 'ftp', 'javascript', 'mailto', 'resource', 'sms', 'tel']
    .concat(['vbscript', 'view-source', 'ws', 'wss'])
    .map((scheme) => `${scheme}:`),
);

/** What is said of an address that {@link isRedirectAddress} refuses. */
export const redirectAddressRule =
  'must be an http or https URI, or one with a scheme of an app, in visible ASCII characters and without a fragment';

/**
 * Whether an authorization code may be sent to an address: the web, or an app by a scheme of its own (RFC 8252, section
 * 7.1) [docs/platform/authentication.md#redirect-addresses].
 */
export function isRedirectAddress(address: string): boolean {
  // URL drops line breaks and blanks, which browsers do as well.
  if (!/^[\x21-\x7e]+$/.test(address) || address.includes('#') || !URL.canParse(address)) return false;
  return !taken.has(new URL(address).protocol);
}
