import { secretMask } from './known-secrets.ts';
import { isSecretUnder, isStandIn, looksRandom, nameKind } from './secret-names.ts';

/** Secrets that are known by their form alone, whatever stands beside them. */
const shapes: readonly RegExp[] = [
  // Keys and certificates with keys, also on one line with \n written out; without an end up to where the text was cut.
  /-----BEGIN (?:[A-Z\d]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z\d]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // JSON Web Tokens, encrypted ones too.
  /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g,
  // Amazon, Google, GitHub, GitLab, Slack, Stripe, SendGrid, npm, PyPI, Twilio, Shopify, DigitalOcean, OpenAI and similar, Mailgun, HashiCorp, Square, Azure AD, Atlassian.
  /\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z\d]{16}\b/g,
  /\bAIza[\w-]{30,}/g,
  /\bya29\.[\w-]{20,}/g,
  /\bGOCSPX-[\w-]{20,}/g,
  /\bgh[oprsu]_[A-Za-z\d]{20,}/g,
  /\bgithub_pat_\w{20,}/g,
  /\bgl(?:pat|dt|rt|ptt|cbt|soat)-[\w-]{16,}/g,
  /\bxox[abeoprs]-[\w-]{10,}/g,
  /\bxapp-\d-[\w-]{10,}/g,
  /\b[rsp]k_(?:live|test)_[A-Za-z\d]{10,}/g,
  /\bwhsec_[A-Za-z\d+/=]{16,}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\bnpm_[A-Za-z\d]{30,}/g,
  /\bpypi-[\w-]{30,}/g,
  /\bSK[\da-f]{32}\b/g,
  /\bshp(?:at|ca|pa|ss)_[\da-f]{32}\b/g,
  /\bdo[opr]_v1_[\da-f]{40,}/g,
  /\bsk-[\w-]{20,}/g,
  /\bkey-[\da-f]{32}\b/g,
  /\bhv[bs]\.[\w-]{20,}/g,
  /\bATATT[\w=-]{20,}/g,
  /\bEAAA[\w-]{50,}/g,
  /\b[\w~.-]{3}8Q~[\w~.-]{31,34}/g,
  // Slack and Teams webhooks.
  /(?<=https:\/\/hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]{10,}/g,
  /(?<=webhook\.office\.com\/webhookb2\/)[\w@/-]{20,}/g,
];

/** `scheme://user:password@host`, `scheme://token@host`, `redis://:password@host`; what stands before the last @ of the authority. */
const userInfo = /(\b[a-z][a-z\d+.-]{1,20}:\/\/)(?![\w.-]+:\d{1,5};)([^\s/?#"'<>]*)@(?=[^\s/?#"'<>@])/gi;
/** Passwords may hold a slash or @ unencoded: then everything up to the last @ before a host. A port is none: `https://host:8081/a@b`. */
const looseUserInfo =
  /(\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/?#"'<>:@[]*:)(?!\d{1,5}(?:,[\w.-]+:\d{1,5})*[/?#;])([^\s"'<>]{1,200}@)(?=[\w.[-][\w.:[\]-]*(?:[/?#,;\s"'<>]|$))/gi;
/** `jdbc:oracle:thin:scott/tiger@…`. */
const oracle = /(\bjdbc:oracle:[a-z\d]+:[^\s/@"']+\/)([^\s@"']+)(?=@)/gi;
/** Headers that carry credentials, in a request that a log shows or as a property: their scheme stays. */
const authorization =
  /\b(Bearer|Basic|Digest|Negotiate|NTLM|ApiKey|Token|AWS4-HMAC-SHA256|SharedAccessSignature|SharedKey|SSWS|GenieKey)(\s+|%20|\+)(["']?)([^\s"'<>,;]{6,})/gi;
/** A whole line of cookies. */
const cookies = /\b((?:set-)?cookie\d?["']?\s*[:=]\s*)(["']?)((?!\s)[^\n"']+)/gi;
/** The sign and quotation mark before a value, after its name: in a query, a form, a connection string, JSON, a log line, on a command line. Escaped letters are part of a name, other escapes end one. */
const assignment =
  /(?=[=:%])(?<=(?:%[0-7][\da-f]|(?<![\p{L}\p{M}\p{N}_.$-]|%(?=[\da-f]{2})))((?:[\p{L}\p{M}\p{N}_.$-]|%[89a-f][\da-f])+)\\*["']?\]?\s*)((?:=>|:=|[=:]|%3[ad])\s*)(\\*["'])?/giu;
/** A value without quotation marks. */
const bare = /\([a-z ,]{3,30}\)|[^\s&;,"'<>|]+/iy;
/** `--password hunter2`, `-Dkey=…` are assignments; this one has a space. */
const flag = /(?<=(?:^|\s)--?)([a-z][\w.-]{1,60})(\s+)(?!-)(["']?)([^\s"'<>|]+)/gi;

/** The text with a mask in place of everything that is a secret by its form or by the name beside it. */
export function withoutSecretShapes(text: string): string {
  let result = text;
  for (const shape of shapes) result = result.replace(shape, secretMask);
  result = result
    .replace(looseUserInfo, (all, before: string, password: string) =>
      isStandIn(password.slice(0, -1)) ? all : `${before}${secretMask}@`,
    )
    .replace(
      userInfo,
      (all, scheme: string, info: string) => `${scheme}${shownUser(info, scheme) ?? all.slice(scheme.length, -1)}@`,
    )
    .replace(oracle, `$1${secretMask}`)
    .replace(authorization, maskedCredential)
    .replace(cookies, (all, before: string, quote: string, value: string) =>
      value.includes('=') && !isStandIn(value) ? `${before}${quote}${secretMask}` : all,
    );
  return withoutAssignedSecrets(result).replace(flag, maskedFlag);
}

function maskedCredential(all: string, ...[scheme, space, quote, value]: [string, string, string, string]): string {
  return isCredential(scheme, value) ? `${scheme}${space}${quote}${secretMask}` : all;
}

function maskedFlag(all: string, ...[name, space, quote, value]: [string, string, string, string]): string {
  const isHidden = nameKind(name) === 'secret' && !isStandIn(value) && isUnlikeWord(value);
  return isHidden ? `${name}${space}${quote}${secretMask}` : all;
}

/** Whether a text holds such a secret. */
export function holdsSecretShape(text: string): boolean {
  return withoutSecretShapes(text) !== text;
}

/** The user of an address without what opens it; undefined when there is nothing to hide. */
function shownUser(info: string, scheme: string): string | undefined {
  const colon = info.indexOf(':');
  if (colon === -1)
    return looksRandom(info) || (/^https?:/i.test(scheme) && info.length >= 20) ? secretMask : undefined;
  const [user, password] = [info.slice(0, colon), info.slice(colon + 1)];
  return password === '' || isStandIn(password) ? undefined : `${user}:${secretMask}`;
}

/** "Basic Authentication" and "token expired" are words; credentials are not. */
function isCredential(scheme: string, value: string): boolean {
  if (isStandIn(value)) return false;
  if (/^(?:Bearer|Basic)$/.test(scheme) && /^[\w+/=.~-]{8,}$/.test(value))
    return isUnlikeWord(value) || value.length >= 24;
  return isUnlikeWord(value) && /[\d=+/]/.test(value);
}

/**
 * A value that is no secret may hold assignments itself, or be the name of the next one: `url: https://host/?key=…`, `error: password: …`. So the search goes on where a value begins, and where it ends if it was masked.
 */
function withoutAssignedSecrets(text: string): string {
  const parts: string[] = [];
  let [at, bareEnd] = [0, 0];
  const search = new RegExp(assignment);
  for (let found = search.exec(text); found !== null; found = search.exec(text)) {
    const [, name = '', sign = '', mark] = found;
    const start = search.lastIndex;
    // Stryker disable next-line ConditionalExpression,EqualityOperator: only time is saved: `a=b=c=…` would be read again for each.
    if (mark === undefined && start >= bareEnd) bareEnd = endOfBare(text, start);
    const end = mark === undefined ? bareEnd : endOfQuoted(text, start, mark);
    const value = text.slice(start, end);
    const isProse = mark === undefined && /:\s+$/.test(sign);
    const isHidden = isSecretUnder(name, value) && (!isProse || isUnlikeWord(value));
    if (mark === undefined && !isHidden) continue;
    parts.push(text.slice(at, start), isHidden ? secretMask : withoutAssignedSecrets(value));
    at = end;
    search.lastIndex = end;
  }
  return parts.join('') + text.slice(at);
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

/** Anything but one word of letters, a number, or a member of a sentence. */
function isUnlikeWord(value: string): boolean {
  const text = value.replace(/[.,;:!?)\]]+$/, '');
  if (/^\p{L}+(?:[-'/]\p{L}+)*$/u.test(text)) return /\p{Ll}\p{Lu}.*\p{Lu}/u.test(text);
  return text.length >= 4 && !/^\d+(?:[.:]\d+)*(?:ms|s|m|h|d|%|kB|MB)?$/i.test(text);
}
