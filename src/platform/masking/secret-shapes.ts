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
  /\bsk-(?:[a-z]+-)?[\w-]{20,}/g,
  /\bkey-[\da-f]{32}\b/g,
  /\bhv[bs]\.[\w-]{20,}/g,
  /\bATATT[\w=-]{20,}/g,
  /\bEAAA[\w-]{50,}/g,
  /\b[\w~.-]{3}8Q~[\w~.-]{31,34}/g,
  // Slack and Teams webhooks.
  /(?<=https:\/\/hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]{10,}/g,
  /(?<=webhook\.office\.com\/webhookb2\/)[\w@/-]{20,}/g,
];

/** What each of the above begins with, and what else can be a secret by its surroundings: nothing else is looked at closely. */
const worthALook =
  /-----BEGIN|eyJ|AKIA|ASIA|AGPA|AIDA|AROA|AIza|ya29|GOCSPX|gh[oprsu]_|github_pat|gl(?:pat|dt|rt|ptt|cbt|soat)-|xox|xapp|[rsp]k_|whsec|SG\.|npm_|pypi-|\bSK|shp[acps]|do[opr]_v1|sk-|key-|hv[bs]\.|ATATT|EAAA|8Q~|hooks\.slack|webhookb2|:\/\/|pass|pwd|psw|\bpw\b|secret|token|key|cred|auth|cookie|session|jwt|bearer|basic|sig|otp|pin|code|sas|psk|jdbc|digest/i;

/** `scheme://user:password@host`, `scheme://token@host`, `redis://:password@host`; what stands before the last @ of the authority. */
const userInfo = /(\b[a-z][a-z\d+.-]{1,20}:\/\/)([^\s/?#"'<>]*)@(?=[^\s/?#"'<>@])/gi;
/** Passwords may hold a slash or @ unencoded: then everything up to the last @ before a host. */
const looseUserInfo =
  /(\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/?#"'<>:@]*:)([^\s"'<>]{1,200}@)(?=[\w.[-][\w.:[\]-]*(?:[/?#,;\s"'<>]|$))/gi;
/** `jdbc:oracle:thin:scott/tiger@…`. */
const oracle = /(\bjdbc:oracle:[a-z\d]+:[^\s/@"']+\/)([^\s@"']+)(?=@)/gi;
/** Headers that carry credentials, in a request that a log shows or as a property: their scheme stays. */
const authorization =
  /\b(Bearer|Basic|Digest|Negotiate|NTLM|ApiKey|Token|AWS4-HMAC-SHA256|SharedAccessSignature|SharedKey|SSWS|GenieKey)(\s+|%20|\+)(["']?)([^\s"'<>,;][^\s"'<>,;]{5,})/gi;
/** A whole line of cookies. */
const cookies = /\b((?:set-)?cookie\d?["']?\s*[:=]\s*)(["']?)((?!\s)[^\n"']+)/gi;
/** A name and its value: in a query, a form, a connection string, JSON, a log line, on a command line. */
const assignment =
  /(?<![\w$])(\\*["']?)([a-z_$][\w.$-]{0,80}(?:\[[\w.-]{0,40}\])?)(\1\s*(?:=>|:=|[=:])\s*|%3d)(?:(\\*["'])((?:(?!\4)[^\n])*?)\4|(\([a-z ,]{3,30}\)|[^\s&;,"'<>|]+))/gi;
/** `--password hunter2`, `-Dkey=…` are assignments; this one has a space. */
const flag = /(?<=(?:^|\s)--?)([a-z][\w.-]{1,60})(\s+)(?!-)(["']?)([^\s"'<>|]+)/gi;

/** The text with a mask in place of everything that is a secret by its form or by the name beside it. */
export function withoutSecretShapes(text: string): string {
  if (!worthALook.test(text)) return text;
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
      /=/.test(value) && !isStandIn(value) ? `${before}${quote}${secretMask}` : all,
    );
  return withoutAssignedSecrets(result).replace(flag, maskedFlag);
}

function maskedCredential(...[all = '', scheme = '', space, quote, value = '']: string[]): string {
  return isCredential(scheme, value) ? `${scheme}${space}${quote}${secretMask}` : all;
}

function maskedFlag(...[all = '', name = '', space, quote, value = '']: string[]): string {
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
  if (isStandIn(value) || value.includes(secretMask)) return false;
  if (/^(?:Bearer|Basic)$/.test(scheme) && /^[\w+/=.~-]{8,}$/.test(value))
    return isUnlikeWord(value) || value.length >= 24;
  return isUnlikeWord(value) && /[\d=+/]/.test(value);
}

/** A value that is no secret may hold assignments itself: `url: https://host/?key=…`. */
function withoutAssignedSecrets(text: string): string {
  return text.replace(assignment, maskedAssignment);
}

function maskedAssignment(...[all = '', quote, name = '', sign, valueQuote, quoted, bare]: string[]): string {
  const value = quoted ?? bare ?? '';
  if (isStandIn(value) || value.startsWith(secretMask)) return all;
  const isProse = quoted === undefined && /:\s+$/.test(sign ?? '');
  const isHidden = isProse ? isSecretUnder(name, value) && isUnlikeWord(value) : isSecretParameter(name, value);
  const shown = isHidden ? secretMask : withoutAssignedSecrets(value);
  return `${quote}${name}${sign}${valueQuote ?? ''}${shown}${valueQuote ?? ''}`;
}

/** Functions of Azure take their key as `code`, Google as `key`. */
function isSecretParameter(name: string, value: string): boolean {
  return (
    isSecretUnder(name, value) || (/^(?:code|key|hash|hmac)$/i.test(name) && value.length >= 20 && looksRandom(value))
  );
}

/** Anything but one word of letters, a number, or a member of a sentence. */
function isUnlikeWord(value: string): boolean {
  const text = value.replace(/[.,;:!?)\]]+$/, '');
  if (/^\p{L}+(?:[-'/]\p{L}+)*$/u.test(text)) return /\p{Ll}\p{Lu}.*\p{Lu}/u.test(text);
  return text.length >= 4 && !/^\d+(?:[.:]\d+)*(?:ms|s|m|h|d|%|kB|MB)?$/i.test(text);
}
