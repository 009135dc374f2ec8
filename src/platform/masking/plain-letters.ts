/**
 * Letters as a person reads them: names are compared by what they look like, however they were typed.
 */

/**
 * What looks like each Latin letter and has no compatible form that NFKD knows: Cyrillic, Greek, Armenian, other Latin letters and small capitals. Those behind the bar look so in upper case only.
 *
 * Source: https://www.unicode.org/Public/security/latest/confusables.txt (UTS 39), reduced to single letters of these scripts that look like one of the 26. Small capitals of all letters are added, letters with a stroke (`hasło`), and the Cyrillic and Greek small ones that differ from small capitals in nothing (`к`, `т`, `м`).
 */
const lookAlikes: Readonly<Record<string, string>> = {
  a: 'аαɑᴀ',
  b: 'ьƅʙ|ВΒ',
  c: 'сᴄ',
  d: 'ԁᴅđð',
  e: 'еҽᴇ|Ε',
  f: 'քꜰ',
  g: 'ɡցɢ',
  h: 'һհʜħ|НΗ',
  i: 'іιıɩɪӏ',
  j: 'јϳᴊ',
  k: 'кκᴋ',
  l: 'łʟ',
  m: 'мᴍ|Μ',
  n: 'ոռɴ|Ν',
  o: 'оοσօᴏø',
  p: 'рρᴘ',
  q: 'ԛգզ',
  r: 'гʀ',
  s: 'ѕꜱƽ',
  t: 'тτᴛŧ',
  u: 'υսʋᴜ',
  v: 'ѵνᴠ',
  w: 'ԝѡաɯᴡ',
  x: 'хχ',
  y: 'уүγʏ|Υ',
  z: 'ᴢ|Ζ',
};

const latinOf: ReadonlyMap<string, string> = new Map(
  Object.entries(lookAlikes).flatMap(([latin, others]) => [...others].map((one) => [one, latin] as const)),
);

/** Accents and other marks, and characters that are not seen: of no width, of writing direction, soft hyphens. */
const unseen = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** What names are made of where they stand in a text, as the inside of a character class: letters in any disguise, digits, and the signs between words. */
export const nameCharacters = String.raw`\p{L}\p{M}\p{N}\p{Cf}\p{Default_Ignorable_Code_Point}\p{So}_.$-`;

/** Compatible forms as one, such as full-width and mathematical letters, without accents and what is not seen. Case stays. */
export function bareLetters(text: string): string {
  return text.normalize('NFKD').replace(unseen, '');
}

/** {@link bareLetters} in lower case: what two ways of typing a word have in common. */
export function plainLetters(text: string): string {
  return bareLetters(text).toLowerCase();
}

/** {@link bareLetters} with every word in Latin letters that looks as if it had no others. A word with a letter that is plainly of another script stays: `пароль`. */
export function latinLetters(text: string): string {
  return bareLetters(text).replace(/\p{L}+/gu, (word) => {
    const latin = [...word].map((one) => latinOf.get(one) ?? latinOfSmall(one)).join('');
    return /^[a-z]+$/i.test(latin) ? latin : word;
  });
}

/** Upper case stays, since it begins a word: `dbPаss`. */
function latinOfSmall(one: string): string {
  const small = one.toLowerCase();
  return small === one ? one : (latinOf.get(small)?.toUpperCase() ?? one);
}
