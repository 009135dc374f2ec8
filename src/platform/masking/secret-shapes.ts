import { assignedSecrets } from './assigned-secrets.ts';
import { labelledSecrets } from './labelled-secrets.ts';
import { saidSecrets } from './said-secrets.ts';
import { isStandIn, isState, isUnlikeWord, looksRandom, looksTyped } from './secret-looks.ts';
import { isSecretUnder, nameKind } from './secret-names.ts';
import { maskedAt, type Span, spansInLayers } from './spans.ts';
import { xmlSecrets } from './xml-secrets.ts';

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
  // Discord and Zapier webhooks, and bots of Telegram.
  /(?<=https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/)\d{5,}\/[\w-]{20,}/g,
  /(?<=https:\/\/hooks\.zapier\.com\/hooks\/catch\/)[\w/]{8,}/g,
  /(?<=https:\/\/api\.telegram\.org\/bot)\d{6,}:[\w-]{20,}/g,
];

/** What stands before a secret, and the secret at the end of what is found; `shown` says how much of it is none, and undefined that all is. */
interface Context {
  pattern: RegExp;
  shown: (first: string, second: string, third: string) => number | undefined;
}

const contexts: readonly Context[] = [
  {
    // `scheme://token@host`.
    pattern: /(\b[a-z][a-z\d+.-]{1,20}:\/\/)([^\s/?#"'<>:]*)(?=@[^\s/?#"'<>@])/gi,
    shown: (scheme, user) =>
      looksRandom(user) || (/https?:/i.test(scheme) && user.length >= 20) ? scheme.length : undefined,
  },
  {
    // `scheme://user:password@host`, `redis://:password@host`. Passwords may hold a slash or @ unencoded: then everything up to the last @ before a host. A port is none: `https://host:8081/a@b`.
    pattern:
      /(\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/?#"'<>:@[]*:)(?!\d{1,5}(?:,[\w.-]+:\d{1,5})*[/?#;])([^\s"'<>]{1,1000})(?=@[\w.[-])/gi,
    shown: (before, password) => (isStandIn(password) ? undefined : before.length),
  },
  {
    // `jdbc:oracle:thin:scott/tiger@…`.
    pattern: /(\bjdbc:oracle:[a-z\d]+:[^\s/@"']+\/)([^\s@"']+)(?=@)/gi,
    shown: (before) => before.length,
  },
  {
    // Headers that carry credentials, in a request that a log shows or as a property: their scheme stays.
    pattern:
      /\b(Bearer|Basic|Digest|Negotiate|NTLM|ApiKey|Token|AWS4-HMAC-SHA256|SharedAccessSignature|SharedKey|SSWS|GenieKey)((?:\s+|%20|\+)["']?)([^\s"'<>,;&\\]{6,})/gi,
    shown: (scheme, space, value) => (isCredential(scheme, value) ? scheme.length + space.length : undefined),
  },
  {
    // The header itself: whatever follows the scheme.
    pattern:
      /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:Bearer|Basic|Digest|Negotiate|NTLM|ApiKey|Token)(?:\s+|%20|\+))([^\s"'<>,;&\\]+)/gi,
    shown: (before, value) => (isStandIn(value) || isState(value) || isRealm(value) ? undefined : before.length),
  },
  {
    // `app:hunter2@tcp(db:3306)/orders`, as Go has it.
    pattern: /((?<=^|[\s"'=(])[^\s:/@"'=(]{1,60}:)([^\s@"']{1,100})(?=@(?:tcp|udp|unix)\()/g,
    shown: (before) => before.length,
  },
  {
    // On a command line: `curl -u app:hunter2`, `sqlplus scott/tiger@db`, `mysql -phunter2`, `sshpass -p hunter2`.
    pattern:
      /(\b(?:curl|wget|http|https)\s(?:[^\n|;]{0,200}?\s)?(?:-u|--user|-a|--auth)[ =]?["']?[^\s:"'$<]+:)([^\s"'<]+)/g,
    shown: (before, password) => (isStandIn(password) ? undefined : before.length),
  },
  {
    pattern: /(\b(?:sqlplus|sqlldr|expdp|impdp)\s(?:[^\n|;]{0,200}?\s)?[^\s/"']+\/)([^\s@"'/]+)(?=@)/g,
    shown: (before, password) => (isStandIn(password) ? undefined : before.length),
  },
  {
    pattern:
      /(\b(?:(?:mysql\w*|mariadb)\s(?:[^\n|;]{0,200}?\s)?-p|(?:sshpass\s-p|redis-cli\s(?:[^\n|;]{0,200}?\s)?-a)\s*)["']?)([^\s"']+)/g,
    shown: (before, password) => (isStandIn(password) ? undefined : before.length),
  },
  {
    // `-storepass changeit`, as tools of Java have it.
    pattern: /(\s-(?:\w*(?:store|key)pass)\s+["']?)([^\s"'-][^\s"']*)/gi,
    shown: (before, password) => (isStandIn(password) ? undefined : before.length),
  },
  {
    // `wallet.seed=legal winner thank …`
    pattern: /(?<![\w.-])([\w.-]{2,60})(["']?\s*[:=]\s*)([a-z]{3,8}(?: [a-z]{3,8}){11,23})(?![\w ])/g,
    shown: (name, sign, phrase) => (isSecretUnder(name, phrase) ? name.length + sign.length : undefined),
  },
  {
    // `IDENTIFIED BY 'hunter2'`, of a user in SQL.
    pattern: /(\bidentified\s+by\s+["']?)([^\s"';]+)/gi,
    shown: (before, password) =>
      isStandIn(password) || !(/["']$/.test(before) || looksTyped(password)) ? undefined : before.length,
  },
  {
    // "credentials app/hunter2", "login app:hunter2 failed".
    pattern:
      /(\b(?:credentials?|creds|login|logon)\s+(?:(?:is|are|was|were)\s+)?["'(]?[^\s:/"'(]+[:/])([^\s"'),;/]+)/gi,
    shown: (before, password) => (isStandIn(password) || !looksTyped(password) ? undefined : before.length),
  },
  {
    // A whole line of cookies.
    pattern: /\b((?:set-)?cookie\d?\s*[:=]\s*["']?)((?!\s)[^\n"']+)/gi,
    shown: (before, value) => (value.includes('=') && !isStandIn(value) ? before.length : undefined),
  },
  {
    // `--password hunter2`; `-Dkey=…` is an assignment.
    pattern: /(?<=(?:^|\s)--?)([a-z][\w.-]{1,60})(\s+(?!-)["']?)([^\s"'<>|]+)/gi,
    shown: (name, space, value) =>
      nameKind(name) === 'secret' && !isStandIn(value) && isUnlikeWord(value) ? name.length + space.length : undefined,
  },
];

/** The shortest of all that is a secret without another word beside it. */
const minShape = 15;
// Stryker disable next-line Regex: as where it is used.
const plainWord = /^[\w.-]*$/;

/** The text with a mask in place of everything that is a secret by its form or by the name beside it, also where it stands escaped in another text. */
export function withoutSecretShapes(text: string): string {
  // Stryker disable next-line ConditionalExpression,MethodExpression,EqualityOperator,Regex: only time is saved; nothing so short and plain is one.
  if (text.length < minShape && plainWord.test(text)) return text;
  return maskedAt(text, spansInLayers(text, secretsIn));
}

/** Whether a text holds such a secret. */
export function holdsSecretShape(text: string): boolean {
  return withoutSecretShapes(text) !== text;
}

function secretsIn(text: string): Span[] {
  return [
    ...shapes.flatMap((shape) => found(shape, text).map(({ 0: all, index }): Span => [index, index + all.length])),
    ...contexts.flatMap((context) => secretsBeside(text, context)),
    ...assignedSecrets(text),
    ...labelledSecrets(text),
    ...saidSecrets(text),
    ...xmlSecrets(text),
  ];
}

function secretsBeside(text: string, { pattern, shown }: Context): Span[] {
  // Stryker disable next-line StringLiteral: all groups that a context looks at are in what is found.
  return found(pattern, text).flatMap(({ 0: all, 1: first = '', 2: second = '', 3: third = '', index }): Span[] => {
    const length = shown(first, second, third);
    return length === undefined ? [] : [[index + length, index + all.length]];
  });
}

/** `matchAll`, which would copy each pattern for each of many short texts. */
function found(pattern: RegExp, text: string): RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) matches.push(match);
  return matches;
}

/** "Basic Authentication" and "token expired" are words; credentials are not. */
function isCredential(scheme: string, value: string): boolean {
  if (isStandIn(value) || isRealm(value)) return false;
  if ((scheme === 'Bearer' || scheme === 'Basic') && /^[\w+/=.~-]{8,}$/.test(value)) return isUnlikeWord(value);
  return isUnlikeWord(value) && /[\d=+/]/.test(value);
}

/** What a server answers about a scheme: `WWW-Authenticate: Basic realm="orders"`. */
function isRealm(value: string): boolean {
  return /^(?:realm|charset|error|scope)=/i.test(value);
}
