import { isSecretUnder, isUnlikeWord } from './secret-names.ts';
import type { Span } from './spans.ts';

/** The sign and quotation mark before a value, after its name: in a query, a form, a connection string, JSON, a log line, on a command line. Escaped letters are part of a name, other escapes end one. What `xmlns:` declares is the address of a namespace. */
const assignment =
  /(?=[=:%])(?<=(?:%[0-7][\da-f]|(?<![\p{L}\p{M}\p{N}_.$-]|xmlns:|%(?=[\da-f]{2})))((?:[\p{L}\p{M}\p{N}_.$-]|%[89a-f][\da-f])+)\\*["']?\]?\s*)((?:=>|:=|[=:]|%3[ad])\s*)(\[\s*(?=\\*["']))?(\\*["'])?/giu;
/** A value without quotation marks. */
const bare = /\([a-z ,]{3,30}\)|[^\s&;,"'<>|]+/iy;
/** A value that begins so is read when its escapes are undone: only then its quotation marks and spaces are some. */
const escapedBegin = /^(?:%(?:2[027]|5b)|\\u00(?:2[027]|5b))/i;
/** What stands between two values of a list. */
const comma = /\s*,\s*/y;

/**
 * Where values stand that are secrets by the name before them.
 *
 * A value that is no secret may hold assignments itself, or be the name of the next one: `url: https://host/?key=…`, `error: password: …`. So the search goes on where a value begins, and where it ends if it is a secret.
 */
export function assignedSecrets(text: string): Span[] {
  const spans: Span[] = [];
  let bareEnd = 0;
  const search = new RegExp(assignment);
  for (let found = search.exec(text); found !== null; found = search.exec(text)) {
    // Stryker disable next-line StringLiteral: a name and a sign are in everything that is found.
    const [, name = '', sign = '', list, mark] = found;
    const start = search.lastIndex;
    // Stryker disable next-line ConditionalExpression,EqualityOperator,LogicalOperator: only time is saved: `a=b=c=…` would be read again for each.
    if (mark === undefined && start >= bareEnd) bareEnd = endOfBare(text, start);
    const end = mark === undefined ? bareEnd : endOfQuoted(text, start, mark);
    const value = text.slice(start, end);
    const isProse = mark === undefined && /:\s+/.test(sign);
    const isRead = mark !== undefined || !escapedBegin.test(value);
    const isHidden = isRead && isSecretUnder(name, value) && (!isProse || isUnlikeWord(value));
    if (isHidden) spans.push([start, end]);
    else if (mark !== undefined)
      spans.push(...assignedSecrets(value).map(([from, to]): Span => [start + from, start + to]));
    else continue;
    search.lastIndex = end;
    if (list !== undefined && mark !== undefined) {
      const others = otherMembers(text, end, mark).filter(([from, to]) => isSecretUnder(name, text.slice(from, to)));
      spans.push(...others);
    }
  }
  return spans;
}

function endOfBare(text: string, start: number): number {
  bare.lastIndex = start;
  return start + (bare.exec(text)?.[0].length ?? 0);
}

/** Where the same mark stands again, escaped as often. Without one the text was cut, and the line is the value; or there is none: `"password=" is missing`. */
function endOfQuoted(text: string, start: number, mark: string): number {
  const marks = mark.endsWith('"') ? /\n|$|(?<!\\)\\*"/g : /\n|$|(?<!\\)\\*'/g;
  marks.lastIndex = start;
  for (const { 0: found, index } of text.matchAll(marks)) {
    if (found.trim() === '') return /\s/.test(text.charAt(start)) ? start : index;
    // A mark within the value has one escape more, and an escaped backslash may stand before the last one.
    const more = found.length - mark.length;
    if (more % (2 * mark.length) === 0) return index + more;
  }
  return start;
}

/** The members of a list after its first one, which ends at `end`: `"a","b"]`. */
function otherMembers(text: string, end: number, mark: string): Span[] {
  const members: Span[] = [];
  for (let at = end + mark.length; ; ) {
    comma.lastIndex = at;
    const start = at + (comma.exec(text)?.[0].length ?? 0) + mark.length;
    if (start === at + mark.length || text.slice(start - mark.length, start) !== mark) return members;
    at = endOfQuoted(text, start, mark);
    members.push([start, at]);
    at += mark.length;
  }
}
