import { nameCharacters } from './plain-letters.ts';
import { isStandIn, isState, isWordOfLetters, looksRandom, looksSecret, looksTyped } from './secret-looks.ts';
import { nameKind } from './secret-names.ts';
import type { Span } from './spans.ts';

/** A name, of two words where the second is one of a few, what says that a value follows, and the value: in quotation marks, or without spaces. */
const said = new RegExp(
  [
    `(?<![${nameCharacters}])([${nameCharacters}]{2,40}(?: (?:key|secret|phrase|code))?)`,
    // "is", "was", "set to", "ist", "es", "est"; then the sign of an assignment, which may stand alone.
    String.raw`((?:[ \t]+(?:is|was|were|are|equals|being|value|header|provided|given|used|set to|changed (?:to|from)|reset to|ist|war|lautet|es|era|est))*(?:[ \t]*(?:->|→|=|:))?)`,
    String.raw`[ \t]+(?:(["'\u0060‘“„«])([^"'\u0060‘’“”«»\n]{1,200})(?=["'\u0060’”“»])|[([]?([^\s"'\u0060<>()[\]\\,;|&]{1,300}))`,
  ].join(''),
  'giu',
);

/** What people choose themselves, so that nobody calls one by a name of its own: "password 'orders'", and not "secret 'orders' was not found". */
const chosen = /(?:pass|pwd|passwor[dt]|kennwort|passphrase|passcode|pin|otp|contraseña|senha)$/i;
/** A verb in most sentences: "Pass 'environment' in every call". */
const verb = /^pass$/i;
/** Numbers, which people type. */
const typedNumber = /(?:pin|otp|passcode|password|pwd)$/i;

/** Where secrets stand in sentences: "password is hunter2!", "pwd 'x'", "login failed with token abcdefghijklmnop". */
export function saidSecrets(text: string): Span[] {
  const spans: Span[] = [];
  said.lastIndex = 0;
  for (let found = said.exec(text); found !== null; found = said.exec(text)) {
    const [whole, name = '', linking = '', mark, quoted, bare = ''] = found;
    const value = quoted ?? withoutEnd(bare);
    const end = found.index + whole.length - (quoted === undefined ? bare.length - value.length : 0);
    const isSecret =
      isNamed(name) && (mark === undefined ? isBareSecret(name, linking, value) : isQuotedSecret(name, value));
    if (isSecret) spans.push([end - value.length, end]);
    // What was taken for a value may be the name of the next one.
    said.lastIndex = isSecret ? end : found.index + (/^\S+/.exec(whole)?.[0].length ?? 1);
  }
  return spans;
}

function isNamed(name: string): boolean {
  return nameKind(name) === 'secret' && !verb.test(name) && !looksRandom(name);
}

/** Signs that end a sentence, as long as it may go on without them. */
function withoutEnd(value: string): string {
  return value.replace(/[.,;:?]+$/, '');
}

function isQuotedSecret(name: string, value: string): boolean {
  if (isStandIn(value) || isState(value)) return false;
  return chosen.test(name) ? !/\s\S+\s/.test(value) : looksTyped(value) || looksSecret(value);
}

function isBareSecret(name: string, linking: string, value: string): boolean {
  // The next assignment is read by itself, and so is an address.
  if (isStandIn(value) || isState(value) || /^[\p{L}_:.-]+=|:\/\//u.test(value)) return false;
  if (typedNumber.test(name) && /^\d{4,8}$/.test(value)) return true;
  if (/^\p{L}+$/u.test(value)) return !isWordOfLetters(value);
  if (linking !== '' || chosen.test(name)) return looksTyped(value);
  return looksSecret(value);
}
