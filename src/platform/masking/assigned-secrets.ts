import { nameCharacters } from './plain-letters.ts';
import { isState, isUnlikeWord } from './secret-looks.ts';
import { isSecretUnder } from './secret-names.ts';
import { type Span, spansInLayers } from './spans.ts';

/** The sign before a value, after its name, and the quotation mark of the value, or of the first one in a list: in a query, a form, a connection string, JSON, a log line, on a command line. What `xmlns:` declares is the address of a namespace. */
const assignment = new RegExp(
  String.raw`(?=[=:])(?<=(?<![${nameCharacters}]|xmlns:)([${nameCharacters}]+)["']?\]?\s*)((?:=>|:=|[=:])\s*)((?:\[\s*)?["'])?`,
  'gu',
);
/** A value without quotation marks; in braces, as SQL Server has them, it may hold anything. */
const bare = /\([a-z ,]{3,30}\)|\{[^\s{}"'][^{}"'\n]*\}|[^\s&;,"'<>|]+/iy;
/** A value that begins so is read when its escapes are undone: only then its quotation marks and spaces are some. */
const escapedBegin = /^(?:%(?:2[027]|5b)|\\+(?:u00(?:2[027]|5b)|$))/i;
/** A value up to its quotation mark; without one the text was cut, and the line is the value. */
const insideDouble = /(?:[^"\\\n]|\\.)*/y;
const insideSingle = /(?:[^'\\\n]|\\.)*/y;
/** The next value in a list, after the quotation mark of the one before it. */
const nextMember = /["']\s*,\s*(?:"(?:[^"\\\n]|\\.)*|'(?:[^'\\\n]|\\.)*)/y;

/**
 * Where values stand that are secrets by the name before them.
 *
 * A value that is no secret may hold assignments itself, or be the name of the next one: `url: https://host/?key=…`, `error: password: …`. So the search goes on where a value begins, and where it ends if it is a secret.
 */
export function assignedSecrets(text: string): Span[] {
  const spans: Span[] = [];
  let [at, bareEnd] = [0, 0];
  for (let found = matchFrom(assignment, text, at); found !== null; found = matchFrom(assignment, text, at)) {
    // Stryker disable next-line StringLiteral: a name and a sign are in everything that is found.
    const [, name = '', sign = '', mark] = found;
    const start = assignment.lastIndex;
    at = start;
    // Stryker disable next-line ConditionalExpression,EqualityOperator,LogicalOperator: only time is saved: `a=b=c=…` would be read again for each.
    if (mark === undefined && start >= bareEnd) bareEnd = endOf(bare, text, start);
    const end = mark === undefined ? bareEnd : endOfQuoted(text, start, mark);
    const value = text.slice(start, end);
    const isProse = /:\s/.test(sign) && !isEntry(text, text.lastIndexOf(name, found.index - name.length), start, end);
    const isHidden = mark === undefined ? isBareSecret(name, value, isProse) : isSecretUnder(name, value);
    if (isHidden) spans.push([start, end]);
    else if (mark === undefined) continue;
    // Its own quotation marks are escaped once; those that are more often, in the layers of the text.
    else spans.push(...spansInLayers(value, assignedSecrets, 2).map(([from, to]): Span => [start + from, start + to]));
    at = end;
    if (mark?.startsWith('['))
      spans.push(...otherMembers(text, end).filter((span) => isSecretUnder(name, text.slice(...span))));
  }
  return spans;
}

/** In `a=b=c=…` every value holds all after it, and must not be read as often. */
const maxJudged = 500;

/** `isProse` is whether it follows a colon and a space, as words do. */
function isBareSecret(name: string, value: string, isProse: boolean): boolean {
  // Stryker disable next-line MethodExpression: only time is saved.
  const begin = value.slice(0, maxJudged);
  return !escapedBegin.test(begin) && isSecretUnder(name, meant(begin)) && (!isProse || isUnlikeWord(begin));
}

/** What may stand before the name of an entry, and after its value: the begin and end of a line, and what separates parts of a log line. */
const beforeEntry = /(?:^|[\n([{,;|\]]|\s-|:)[ \t"'>-]*$/;
const afterEntry = /^[ \t]*(?:$|[\r\n,;)\]}|])/;
/** The longest that is looked at on either side, in characters. */
const maxBeside = 40;

/** Whether a name, a colon and one word are an entry of their own, as in YAML or in a list (`user: app, password: orders`), and not part of a sentence. */
function isEntry(text: string, nameAt: number, start: number, end: number): boolean {
  const [before, after] = [text.slice(Math.max(0, nameAt - maxBeside), nameAt), text.slice(end, end + maxBeside)];
  const isOnOneLine = !text.slice(nameAt, start).includes('\n');
  return isOnOneLine && beforeEntry.test(before) && afterEntry.test(after) && !isState(text.slice(start, end));
}

/** An escaped address is one. */
function meant(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** For patterns that search on from where they were found last, too. */
function matchFrom(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

function endOf(pattern: RegExp, text: string, start: number): number {
  return start + (matchFrom(pattern, text, start)?.[0].length ?? 0);
}

/** Where it was cut, or there is none: `"password=" is missing`. */
function endOfQuoted(text: string, start: number, mark: string): number {
  const end = endOf(mark.endsWith('"') ? insideDouble : insideSingle, text, start);
  const isCut = end === text.length || text[end] === '\n';
  return isCut && /\s/.test(text.charAt(start)) ? start : end;
}

function otherMembers(text: string, end: number): Span[] {
  // Stryker disable next-line ArrayDeclaration: what is no span holds no text, and so no secret.
  const members: Span[] = [];
  nextMember.lastIndex = end;
  for (let found = nextMember.exec(text); found !== null; found = nextMember.exec(text)) {
    const { 0: whole, index } = found;
    const inner = index + whole.search(/(?<=,\s*["'])/);
    members.push([inner, index + whole.length]);
  }
  return members;
}
