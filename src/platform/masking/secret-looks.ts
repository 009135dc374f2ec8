import { uuid } from '../ids.ts';
import { isDistinctive } from './distinctive.ts';

/** A mask, a placeholder, an expression that reads a secret from elsewhere, or a switch: shows that there is a secret, and not which. */
const standIn =
  /^(?:|\[secret\].*|\((?:secure|hidden|not shown|not readable|masked|none|unchanged)(?:, new value)?\)|<[^<>]*>|…\S{0,4}|[*•●]{3,}|\$[A-Z_]+\d*|\[\]|\{\}|\$\{[^{}]*\}|\{\{[^{}]*\}\}|#\[\s*(?:attributes|vars|payload|authentication)\b.*\]|p\('[^']*'\)|true|false|yes|no|on|off|none|null|-)$/i;

/** Whether a value only stands in for a secret. */
export function isStandIn(value: string): boolean {
  return standIn.test(value.trim());
}

const maxJudged = 300;
/** The least that {@link looksRandom} takes, in characters. */
const minRandom = 16;

/** Long and mixed as nothing is that people name, and no UUID, address, path, time, algorithm or sentence. */
export function looksRandom(value: string): boolean {
  // Stryker disable next-line MethodExpression: only time is saved, the beginning of a long one tells.
  const text = value.trim().slice(0, maxJudged);
  if (text.length < minRandom || /\s/.test(text) || !isDistinctive(text) || isTechnicalTerm(text)) return false;
  if (/^[a-z][a-z\d+.-]*:/i.test(text) || /^[./~]/.test(text) || /[,;(){}<>|]/.test(text)) return false;
  return /\d/.test(text) && /[a-z]/i.test(text) && entropy(text) >= 3;
}

/**
 * Whether a value under a weak name is a secret: chosen as passwords are, or made by a machine. It looks random, though not as long as {@link looksRandom} asks for; or it is a hexadecimal number, an address or a stored key with a random part, or a recovery phrase.
 */
export function looksSecret(value: string): boolean {
  const text = value.trim().slice(0, maxJudged);
  if (looksRandom(text) || isRecoveryPhrase(text) || isProductKey(text)) return true;
  if (/[\s,;(){}<>|]/.test(text)) return false;
  if (/^(?:[a-z][\w+.:-]*:\/\/|[./~])/i.test(text)) return hasRandomPart(text);
  // An address without slashes: `urn:…`, `jdbc:oracle:thin:@…`.
  if (/^[a-z]{2,}[a-z\d+.-]*:/i.test(text)) return false;
  return isHexadecimal(text) || (isDistinctive(text) && isMixed(text) && !isTechnicalTerm(text) && !isFile(text));
}

/** What the words of algorithms, encodings and formats are made of: `HmacSHA256`, `PBKDF2WithHmacSHA256`, `AES/CBC/PKCS5Padding`, `OAuth2`. */
const technicalTerm =
  /^(?:(?:hmac|sha|shake|md[245]|rsa|ecdsa|eddsa|dsa|ec|ed|aes|des|desede|pbkdf2|bcrypt|scrypt|argon2(?:id|[id])?|with|and|cbc|gcm|ctr|ecb|pkcs|padding|oaep|mgf1|no|curve|secp|es|rs|hs|ps|tls|ssl|v|oauth|oidc|saml|x|utf|base|iso|jwt|jws|jwe|ipv|http)|\d{1,5}|[-_/+.])+$/i;

function isTechnicalTerm(text: string): boolean {
  return technicalTerm.test(text);
}

/** A file of its own, which holds the secret. */
const file = /\.(?:pem|key|crt|cer|der|jks|jceks|p12|pfx|ppk|lic|txt|json|xml|ya?ml|properties|csv|sql|zip|jar)$/i;

function isFile(text: string): boolean {
  return file.test(text);
}

/** Twelve digits of which some are letters, as hashes and salts have them. */
function isHexadecimal(text: string): boolean {
  return /^(?:[\da-f]{12,}|[\dA-F]{12,})$/.test(text) && /\d/.test(text) && /[a-f]/i.test(text);
}

/** Longest average of what is read in one go, in characters: a word, a number. Words are longer, and `Tr0ub4dor&3` has 1.6. */
const maxRun = 2.5;

/** Whether a text changes often between small and capital letters, digits and signs. */
function isMixed(text: string): boolean {
  const runs = text.match(/\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\p{N}+|./gu) ?? [];
  return text.length / runs.length <= maxRun;
}

/** Whether a part of an address or of Base64 looks random; the host is none. */
function hasRandomPart(text: string): boolean {
  const [, user = '', rest = ''] = /^(?:[a-z][\w+.:-]*:\/\/)?(?:([^/?#@]*)@)?[^/?#]*(.*)$/is.exec(text) ?? [];
  return [user, ...rest.split(/[/?#&=]/)].some((part) => looksRandom(part) || isHexadecimal(part));
}

/** 12, 15, 18, 21 or 24 words of 3 to 8 small letters. Source: https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki */
function isRecoveryPhrase(text: string): boolean {
  const words = text.split(/[\s,-]+/);
  return words.length >= 12 && words.length % 3 === 0 && words.every((word) => /^[a-z]{3,8}$/.test(word));
}

/** Groups as keys of products have them, of letters and digits in two at least: `AB12-CD34-EF56`. */
function isProductKey(text: string): boolean {
  const groups = text.split('-');
  const mixed = groups.filter((group) => /\d/.test(group) && /[A-Z]/.test(group));
  return groups.length >= 3 && mixed.length >= 2 && groups.every((group) => /^[A-Z\d]{4,8}$/.test(group));
}

/** Words of letters alone are no longer than this, in characters. */
const maxWord = 19;
/** Shorter texts of letters alone may be words in any language. */
const minLetters = 12;
/** How long words end, in English and German; few random texts do. */
const wordEnding =
  /(?:tions?|sions?|ments?|ing|ed|ly|al|able|ible|ures?|ships?|ness|ity|ities|ies|ive|ous|ers?|ors?|ance|ence|ancy|ency|ants?|ents?|ates?|ize|ise|ical|ist|ism|word|key|name|code|header|scheme|ung|ungen|heit|keit|schaft|wort|lich)$/i;

/** A word of any language, or what cannot be told from one: `authentication`, and not `abcdefghijklmnopqrst`. */
export function isWordOfLetters(text: string): boolean {
  if (!/^\p{L}+(?:[-'/]\p{L}+)*$/u.test(text) || /\p{Ll}\p{Lu}.*\p{Lu}/u.test(text)) return false;
  return text.split(/[-'/]/).every((part) => !/^[A-Z]?(?:[a-z]+|[A-Z]+)$/.test(part) || isShortOrEndsSo(part));
}

function isShortOrEndsSo(word: string): boolean {
  return word.length < minLetters || (word.length <= maxWord && wordEnding.test(word));
}

/** Anything but one word of letters, a number, or a member of a sentence. */
export function isUnlikeWord(value: string): boolean {
  const text = value.replace(/[.,;:!?)\]]+$/, '');
  if (/^\p{L}+(?:[-'/]\p{L}+)*$/u.test(text)) return !isWordOfLetters(text);
  return text.length >= 4 && !/^\d+(?:[.:]\d+)*(?:ms|s|m|h|d|%|kB|MB)?$/i.test(text);
}

/** Letters with digits or signs in between, as somebody types a password: `hunter2`, `hunter!`, and not `OAuth2`, `db.name`, `30s`. */
export function looksTyped(value: string): boolean {
  const text = value.replace(/[.,;:?)\]]+$/, '');
  if (isTechnicalTerm(text) || uuid.test(text) || isFile(text) || !isUnlikeWord(text)) return false;
  const isLettersAlone = /^\p{L}+$/u.test(text);
  return isLettersAlone || (/\p{L}/u.test(text) && /[\d!@#$%^&*+=~?]/.test(text) && !/^\d+\p{L}{1,4}$/u.test(text));
}

/** Words that say of a secret how it is, or what kind of one, where they are all that follows its name. */
const states: ReadonlySet<string> = new Set(
  [
    'missing required optional invalid valid expired unknown absent present set unset unchanged changed new given empty',
    'wrong incorrect correct ok yes no none true false null hidden masked redacted secure generated stored kept needed',
    'see here later below above default any all some it is as by in on at for from to of and or not with the a an your',
    'string text number boolean object array opaque basic bearer digest ntlm negotiate oauth jwt saml kerberos plain',
    'authentication authorization auth token tokens scheme header realm secret password key',
    'fehlt fehlend falsch leer siehe manquant absente incorrect voir vacío falta inválida véase',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a text says how a secret is, or how long, and not which: `missing`, `30s`, `12:30`. */
export function isState(value: string): boolean {
  const text = value.replace(/[.,;:!?)\]"']+$/, '');
  return (
    states.has(text.toLowerCase()) ||
    /^\p{Ll}{3,}(?:ed|able|ible|ing)$/u.test(text) ||
    /^(?:\d+(?:[.:]\d+)+|\d+(?:ms|s|m|h|d|%|kB|MB))$/i.test(text)
  );
}

/** Shannon entropy of the characters, bits for each. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const one of text) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}
