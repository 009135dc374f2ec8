/**
 * A text with one layer of escapes undone, and where each of its UTF-16 units stands in the original: unit `i` was made of the original's units from `starts[i]` up to `ends[i]`.
 */
export interface Decoded {
  text: string;
  starts: readonly number[];
  ends: readonly number[];
}

/** Named characters of HTML from U+00A0 to U+00FF, in their order. */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );
/** The same for signs of ASCII. */
const ascii: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", excl: '!', num: '#', dollar: '$', percnt: '%', lpar: '(' },
  ...{ rpar: ')', ast: '*', plus: '+', comma: ',', period: '.', sol: '/', colon: ':', semi: ';', equals: '=' },
  ...{ quest: '?', commat: '@', lsqb: '[', lbrack: '[', bsol: '\\', rsqb: ']', rbrack: ']', Hat: '^', lowbar: '_' },
  ...{ grave: '`', lcub: '{', lbrace: '{', verbar: '|', vert: '|', rcub: '}', rbrace: '}' },
};
const entities: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ascii),
  ...latin.map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
]);

/** What a backslash and a letter stand for. */
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const hexDigit = '[0-9a-fA-F]';
const tail = `%[89abAB]${hexDigit}`;
/**
 * One escaped character: of a URL or a form (UTF-8 or Latin-1), of HTML, of JSON or a programming language; or a letter with its accents apart. Cases are spelled out, because with the flag `i` a Greek iota is a mark (U+0345 has it as its upper case).
 */
const escapes = new RegExp(
  [
    `%[cdCD]${hexDigit}${tail}`,
    `%[eE]${hexDigit}(?:${tail}){2}`,
    `%[fF][0-7](?:${tail}){3}`,
    `%${hexDigit}{2}`,
    String.raw`&#[xX]${hexDigit}{1,6};|&#\d{1,7};|&[a-zA-Z][a-zA-Z\d]{1,7};`,
    String.raw`\\[uU]${hexDigit}{4}|\\[uU]\{${hexDigit}{1,6}\}|\\[xX]${hexDigit}{2}|\\[^uUxX]`,
    String.raw`\+`,
    String.raw`[\p{L}\p{N}]\p{M}+|[\u1100-\u11ff]{2,3}`,
  ].join('|'),
  'gu',
);
// Stryker disable next-line Regex: what it finds too much is found to be none below.
const anyEscape = /[%&\\+\p{M}\u1100-\u11ff]/u;

/** Undoes one layer of escapes of every kind at once; undefined when there is none. */
export function decoded(text: string): Decoded | undefined {
  // Stryker disable next-line ConditionalExpression: only time is saved.
  if (!anyEscape.test(text)) return undefined;
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (part: string, start: number, end: number | undefined): void => {
    parts.push(part);
    for (let index = 0; index < part.length; index++) {
      starts.push(end === undefined ? start + index : start);
      ends.push(end ?? start + index + 1);
    }
  };
  let at = 0;
  let changed = false;
  for (const { 0: sign, index } of text.matchAll(escapes)) {
    const meant = meaning(sign);
    if (meant === sign) continue;
    changed = true;
    add(text.slice(at, index), at, undefined);
    at = index + sign.length;
    add(meant, index, at);
  }
  if (!changed) return undefined;
  add(text.slice(at), at, undefined);
  return { text: parts.join(''), starts, ends };
}

function meaning(sign: string): string {
  if (sign === '+') return ' ';
  if (sign.startsWith('%')) return percentDecoded(sign);
  if (sign.startsWith('&')) return entity(sign.slice(1, -1)) ?? sign;
  if (!sign.startsWith('\\')) return sign.normalize('NFC');
  const hex = /\\[ux]\{?([\da-f]+)/i.exec(sign)?.[1];
  if (hex !== undefined) return character(Number.parseInt(hex, 16)) ?? sign;
  const letter = sign.slice(1);
  return controls[letter] ?? letter;
}

function percentDecoded(sign: string): string {
  try {
    return decodeURIComponent(sign);
  } catch {
    // No UTF-8, so Latin-1, as older forms are sent.
    return String.fromCharCode(Number.parseInt(sign.slice(1, 3), 16)) + sign.slice(3);
  }
}

function entity(name: string): string | undefined {
  if (name.startsWith('#x') || name.startsWith('#X')) return character(Number.parseInt(name.slice(2), 16));
  if (name.startsWith('#')) return character(Number.parseInt(name.slice(1), 10));
  return entities.get(name) ?? entities.get(name.toLowerCase());
}

/** A lone surrogate stays one unit, so that pairs come together again. */
function character(code: number): string | undefined {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}

/** A text in the form in which it is compared: every unit in lower case where that is one unit as well. */
export function foldedCase(text: string): string {
  const lower = text.toLowerCase();
  // Stryker disable next-line ConditionalExpression: only time is saved.
  if (lower.length === text.length) return lower;
  return [...text].map((one) => (one.toLowerCase().length === one.length ? one.toLowerCase() : one)).join('');
}
