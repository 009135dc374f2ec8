declare const fromPlatform: unique symbol;

/**
 * A text that the platform wrote: a name, a message, a description. Every plain text is one, too, but it does not fit where a {@link Sentence} is expected: {@link quoted} makes it fit.
 */
export type PlatformText = string & { readonly [fromPlatform]?: true };

/** A text in our own voice. */
export type Sentence = string & { readonly [fromPlatform]?: never };

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const terminalSequence = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g;

const control = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Zero width, bidi controls, tags, variation selectors, lone surrogates: they only change how other characters look. */
const invisible = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A text as a person sees it, on one line. Invisible characters are removed: they could hide words from the person that the model reads, reverse them, or control a terminal. Line breaks and other control characters become a space.
 */
export function printable(text: string): PlatformText {
  return text.replace(invisible, '').replace(terminalSequence, '').replace(control, ' ');
}

/** The same for a text of several lines; line breaks stay. */
export function printableLines(text: string): PlatformText {
  return text
    .split('\n')
    .map((line) => inData(printable(line)))
    .join('\n');
}

/** A text with every invisible character as `\u…`, as in JSON. */
export function escaped(text: string): PlatformText {
  const units = (found: string): string =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('');
  return text.replace(invisible, units).replace(control, units);
}

/** Cuts a text that is too long, never through a character. */
export function shortened(text: string, max: number): PlatformText {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A name from the platform or the caller for a sentence: quoted, on one line, visible characters only, at most `max`. */
export function quoted(name: PlatformText, max = 80): Sentence {
  return JSON.stringify(shortened(printable(name).replace(/\s+/g, ' '), max));
}

/**
 * Cuts a sentence that is too long. It may name things of the platform: a name that the cut goes through stays quoted.
 */
export function cutSentence(sentence: Sentence, max: number): Sentence {
  if (sentence.length <= max) return sentence;
  // Room for the ellipsis and the quotation mark.
  const cut = sentence
    .slice(0, max - 2)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/(?<!\\)((?:\\\\)*)\\$/, '$1');
  return isInQuotes(cut) ? `${cut}…"` : `${cut}…`;
}

/** Whether a text ends between two quotation marks. */
function isInQuotes(text: string): boolean {
  return [...text.matchAll(/\\.|"/g)].filter(([found]) => found === '"').length % 2 === 1;
}

/** What statuses, versions, regions, kinds and ids are made of. */
const oneWord = /^[\p{L}\p{N}_.:+@/~=*-]{1,200}$/u;

/** A status, version, region, kind or id for a sentence: as it is where it is one word, which says nothing by itself, otherwise quoted like a name. */
export function word(text: PlatformText): Sentence {
  return text === '' || oneWord.test(text) ? String(text) : quoted(text);
}

/** A text from the platform where it is data: between markers, in a structured result, in the arguments of a call, in a comparison. The outlet makes it visible there. */
export function inData(text: PlatformText): string {
  return text;
}

/** Platform text is data: one visible line of at most `max` characters. */
export function oneLine(text: string, max = 300): PlatformText {
  return shortened(printable(text).trim(), max);
}
