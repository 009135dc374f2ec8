import { isDistinctive } from './distinctive.ts';

/**
 * How much a name says about its value: `secret` when the value is a secret whatever it looks like (`db.password`), `telling` when it is one if it looks random (`routing.key`, `token.url`), `plain` otherwise.
 */
export type NameKind = 'secret' | 'telling' | 'plain';

/** One of these words makes a secret. */
const secretWords =
  /^(?:pass|passw|passwd|passwrd|password|passwords|passphrase|passcode|pwd|pswd|psw|pw|secret|secrets|token|tokens|credential|credentials|creds|cred|apikey|apikeys|authorization|authentication|cookie|cookies|sessionid|jsessionid|jwt|bearer|signature|sig|otp|pin|privatekey|secretkey|accesskey|accountkey|sharedkey|sharedaccesskey|encryptionkey|masterkey|signingkey|authkey|textkey|clientkey|primarykey|connectionstring|sas|psk|userpass|dbpass|keypass|storepass|keystorepass|truststorepass|mypass)$/;
/** `api.key`, `access_key`, `sharedAccessKey`: a key that opens something. */
const keyOwners =
  /^(?:api|access|private|secret|shared|account|encryption|encrypt|crypto|cipher|master|signing|sign|subscription|storage|auth|client|license|licence|aes|des|hmac|rsa|ssh|pgp|gpg|ssl|tls|function|host|admin|root|app|integration|webhook|security|secure|x|write|session|instrumentation|ingest|ingestion|read|server|stripe|sendgrid|datadog|google|maps|azure|aws)$/;
/** Words that often stand with a secret. */
const tellingWords =
  /^(?:key|keys|auth|hash|salt|seed|nonce|cert|certificate|pem|dsn|basic|login|access|security|sas|code|header|headers|connection|url|uri|endpoint|webhook|hook)$/;
/** What follows the telling word says that it is about the secret, and not the secret. */
const aboutWords =
  /^(?:url|uri|urls|path|paths|file|files|filename|location|dir|folder|name|names|type|types|kind|ttl|timeout|expiry|expires|expiration|expired|expire|lifetime|age|length|size|count|limit|limits|policy|policies|enabled|disabled|enable|required|require|optional|header|headers|field|fields|column|attribute|attributes|param|params|parameter|alias|algorithm|algorithms|alg|mode|provider|store|host|port|endpoint|issuer|audience|scope|scopes|format|prefix|suffix|min|max|ms|days|hours|seconds|minutes|interval|rotation|encoding|version|region|expression|origin|from|source|service|manager|method|realm|template|group|id|ids|masked|is|used|per|usage|domain|samesite|reset|refresh|caching|cache|at|status|state|properties|property|validation|validator|pattern|regex|strength|bucket|strategy|required?|rate|budget|window)$/;

/** The words of a name: `clientSecret`, `client_secret`, `CLIENT-SECRET` and `client.secret` have two. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFKC')
    .slice(0, 300)
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

/** What a property, parameter, header or member tells by its name. */
export function nameKind(name: string): NameKind {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const isSecret = words.some((word, index) => secretWords.test(word) || isKey(words, index) || endsInSecret(word));
  if (isSecret) return words.length > 1 && aboutWords.test(last) && !secretWords.test(last) ? 'telling' : 'secret';
  return words.some((word) => tellingWords.test(word)) ? 'telling' : 'plain';
}

function isKey(words: readonly string[], index: number): boolean {
  return /^keys?$/.test(words[index] ?? '') && keyOwners.test(words[index - 1] ?? '');
}

/** `dbpassword`, `mysecret`, `accesstoken`: words that were written together. */
function endsInSecret(word: string): boolean {
  return /(?:password|passwd|passphrase|secret|token|apikey|accesskey|secretkey|privatekey|credentials?)$/.test(word);
}

/** A mask, a placeholder, an expression that reads a secret from elsewhere, or a switch: shows that there is a secret, and not which. */
const standIn =
  /^(?:|\[secret\].*|\((?:secure|hidden|not shown|not readable|masked|none|unchanged)(?:, new value)?\)|<[^<>]*>|…\S{0,4}|[*•●]{3,}|\$\{[^{}]*\}|\{\{[^{}]*\}\}|#\[\s*(?:attributes|vars|payload|authentication)\b.*\]|p\('[^']*'\)|true|false|yes|no|on|off|none|null|-)$/i;

/** Whether a value only stands in for a secret. */
export function isStandIn(value: string): boolean {
  return standIn.test(value.trim());
}

/** Whether the value under a name is a secret by the name, or by the name and its looks. */
export function isSecretUnder(name: string, value: string): boolean {
  const kind = nameKind(name);
  if (kind === 'plain' || isStandIn(value)) return false;
  return kind === 'secret' || looksRandom(value);
}

/** Long and mixed as nothing is that people name, and no UUID, address, path, time or sentence. */
export function looksRandom(value: string): boolean {
  const text = value.trim();
  if (text.length < 16 || /\s/.test(text) || !isDistinctive(text)) return false;
  if (/^[a-z][a-z\d+.-]*:/i.test(text) || /^[./~]/.test(text) || /[,;(){}<>|]/.test(text)) return false;
  return /\d/.test(text) && /[a-z]/i.test(text) && entropy(text) >= 3;
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
