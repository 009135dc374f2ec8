/** The start of a link that was copied without `https://`, which some browsers hide. */
const bareHost = /^(([a-z0-9-]+\.)*anypoint|[a-z0-9-]+\.platform)\.mulesoft\.com(?=[:/?#]|$)/i;
const webScheme = /^https?:\/\//i;
/** How the addresses of our own resources begin. */
const resourceScheme = /^anypoint:\/\//i;

/** The start of each link in a text. The host is part of the match, so that it is not counted twice. */
const linkStart = /(?:https?|anypoint):\/\/[\w.@:-]*|(?:anypoint|platform)\.mulesoft\.com(?=[:/?#])/gi;

/** How chats and Markdown write a link: `<address>`, `<address|title>`, `[title](address)`, `[title](address "more")`. */
const written = [
  /^<(?<address>[^<>|]+)(?:\|(?<title>[^<>]*))?>$/,
  /^\[(?<title>[^\]]*)\]\(\s*<?(?<address>[^()<>\s]+)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)$/,
];

const blanks = ' \t\r\n\u00a0\u200b\ufeff';
/** Characters around a link in a sentence that are not part of it. */
const quotes = `"'\`*“”„‘’«»‹›${blanks}`;
const stops = '.,;:!?…';
const [opening, closing] = ['([{<', ')]}>'];

/** What a text with a link in it contains. */
export type Pasted =
  | { is: 'page'; url: URL }
  /** The address of one of our own resources; its parts are decoded. */
  | { is: 'resource'; parts: string[] }
  /** Several links, or a link and other text: it is unclear what it names. */
  | { is: 'unclear'; links: number };

/** The link in a text, however chats, Markdown and sentences write it; undefined for a text without any. */
export function pastedLink(text: string): Pasted | undefined {
  const links = linksIn(text);
  const { address, title } = addressIn(text);
  const isPage = webScheme.test(address) || bareHost.test(address);
  if (!isPage && !resourceScheme.test(address)) return links === 0 ? undefined : { is: 'unclear', links };
  // Names in the addresses of resources may have blanks, which some clients do not encode; pages have none.
  if ((isPage && /\s/.test(address)) || !isTitleOf(title, address)) return { is: 'unclear', links };
  if (!isPage)
    return linksIn(address) === 1 ? { is: 'resource', parts: resourceParts(address) } : { is: 'unclear', links };
  const whole = webScheme.test(address) ? address : `https://${address}`;
  if (!URL.canParse(whole)) return undefined;
  const url = oneLink(whole);
  return url === undefined ? { is: 'unclear', links } : { is: 'page', url };
}

/** A part of an address as it was before it was put there. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function linksIn(text: string): number {
  return text.match(linkStart)?.length ?? 0;
}

function addressIn(text: string): { address: string; title: string | undefined } {
  const bare = trimmed(text, quotes, quotes + stops);
  for (const form of written) {
    const { address, title } = form.exec(bare)?.groups ?? {};
    if (address !== undefined) return { address: address.trim(), title };
  }
  const address = trimmed(bare, quotes + opening, quotes + stops + (bare.slice(1).includes('(') ? '' : closing));
  return { address, title: undefined };
}

/** A regular expression anchored at the end would take quadratic time on long runs of these characters. */
function trimmed(text: string, before: string, behind: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && before.includes(text.charAt(start))) start++;
  while (end > start && behind.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A title that is itself a link must be the same link, or a prefix of it. */
function isTitleOf(title: string | undefined, address: string): boolean {
  if (title === undefined || linksIn(title) === 0) return true;
  return address.includes(trimmed(title.replace(webScheme, ''), quotes, quotes + stops));
}

const signInPage = /\/(login|sign-?in)(?![\w-])/i;
const returnWord = /^(redirect_?ur[il]|return_?(to|ur[il])|continue)$/i;

/**
 * The one link in an address: the page that a sign-in leads to, or the address itself. Undefined if it contains yet another link.
 */
function oneLink(address: string): URL | undefined {
  const url = new URL(address);
  const value = signInPage.test(url.pathname + url.hash) ? returnAddress(url) : undefined;
  if (value === undefined || !URL.canParse(value, url.href)) return linksIn(address) === 1 ? url : undefined;
  const page = new URL(value, url);
  // Browsers keep the fragment when they are redirected to a sign-in page.
  if (page.hash === '' && !url.hash.includes(value)) page.hash = url.hash;
  const besides = linksIn(address) - (address.includes(value) ? linksIn(value) : 0);
  // A redirect target on another host is not to be trusted.
  return besides === 1 && linksIn(page.href) === 1 && page.host === url.host ? page : undefined;
}

function returnAddress({ search, hash }: URL): string | undefined {
  const query = new URLSearchParams(`${search.slice(1)}&${hash.slice(hash.indexOf('?') + 1)}`);
  return [...query].find(([name, value]) => returnWord.test(name) && value !== '')?.[1];
}

function resourceParts(address: string): string[] {
  const [path = ''] = address.replace(resourceScheme, '').split(/[?#]/);
  return path
    .split('/')
    .map(decodedPart)
    .filter((part) => part !== '');
}
