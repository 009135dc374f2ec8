import { decoded } from './decoding.ts';
import { isDistinctive } from './distinctive.ts';
import {
  foreignAboutWords,
  foreignKeyQualities,
  foreignKeys,
  foreignSecretPairs,
  foreignSecretWords,
  unspacedEnding,
  unspacedWithin,
} from './secret-words.ts';

/**
 * How much a name says about its value: `secret` when the value is a secret whatever it looks like (`db.password`), `telling` when it is one if it looks random (`routing.key`, `token.url`), `plain` otherwise.
 */
export type NameKind = 'secret' | 'telling' | 'plain';

/** One of these words makes a secret; Latin ones here, without accents, as {@link wordsOf} reads them. */
const secretWords: ReadonlySet<string | undefined> = new Set([
  ...'pass passw passwd passwrd password passwords passphrase passcode pwd pswd psw pw userpass dbpass keypass storepass'.split(
    ' ',
  ),
  ...'keystorepass truststorepass mypass secret secrets token tokens credential credentials creds cred otp pin'.split(
    ' ',
  ),
  ...'apikey apikeys privatekey secretkey accesskey accountkey sharedkey sharedaccesskey encryptionkey masterkey'.split(
    ' ',
  ),
  ...'signingkey authkey textkey clientkey primarykey sas psk authorization authentication cookie cookies'.split(' '),
  ...'sessionid jsessionid jwt bearer signature sig connectionstring'.split(' '),
  // German, Dutch, French, Spanish, Portuguese, Italian; then Scandinavian, Finnish, Polish, Czech, Hungarian, Turkish, Russian.
  ...'kennwort kennworter passwort passworter losungswort geheimwort geheimnis zugangsdaten anmeldedaten'.split(' '),
  ...'wachtwoord wachtwoorden geheim passe mdp motdepasse motsdepasse jeton contrasena contrasenas secreto'.split(' '),
  ...'credenciales senha senhas palavrapasse segredo credenciais segreto credenziali'.split(' '),
  ...'passord losenord adgangskode kodeord salasana haslo hasło heslo jelszo sifre'.split(' '),
  ...foreignSecretWords,
]);
/** Words written together end so: `dbpassword`, `mysecret`, `accesstoken`, `Datenbankpasswort`. */
const secretEnding =
  /(?:password|passwd|passphrase|secret|token|apikey|accesskey|secretkey|privatekey|passwort|kennwort|wachtwoord|passord|motdepasse|contrasena|(?:api|zugangs|zugriffs|geheim)schlue?ssel)$/;
/** Keys, and what they are called where their owner stands before them: `api.key`, `access_key`, `sharedAccessKey`. */
const keys: ReadonlySet<string | undefined> = new Set([
  ...'key keys schlussel schluessel sleutel'.split(' '),
  ...foreignKeys,
]);
/** Keys that open something are of one of these. */
const keyOwners: ReadonlySet<string | undefined> = new Set([
  ...'api access private secret shared account encryption encrypt crypto cipher master signing sign subscription'.split(
    ' ',
  ),
  ...'storage auth client license licence aes des hmac rsa ssh pgp gpg ssl tls function host admin root app'.split(' '),
  ...'integration webhook security secure x write session instrumentation ingest ingestion read server'.split(' '),
  ...'stripe sendgrid datadog google maps azure aws privater geheimer'.split(' '),
  ...foreignKeyQualities,
]);
/** Keys where what they open stands after them: `cle_api`, `clave.de.acceso`, `chave_privada`. */
const keysBefore: ReadonlySet<string | undefined> = new Set([
  ...'cle clef clave llave chave chiave'.split(' '),
  ...foreignKeys,
]);
const keyQualities: ReadonlySet<string | undefined> = new Set([
  ...'api acces acceso acesso accesso secrete secreta segreta privee privada privata chiffrement cifrado'.split(' '),
  ...foreignKeyQualities,
]);
/** Words that often stand with a secret. */
const tellingWords: ReadonlySet<string | undefined> = new Set([
  ...'auth hash hmac salt seed nonce cert certificate pem dsn basic login access security code header headers'.split(
    ' ',
  ),
  ...'connection session url uri endpoint webhook hook'.split(' '),
  ...keys,
  ...keysBefore,
]);
/** What follows the telling word says that it is about the secret, and not the secret. */
const aboutWords: ReadonlySet<string | undefined> = new Set([
  ...'url uri urls path paths file files filename location dir folder name names type types kind ttl timeout'.split(
    ' ',
  ),
  ...'expiry expires expiration expired expire lifetime age length size count limit limits policy policies'.split(' '),
  ...'enabled disabled enable required require optional header headers field fields column attribute attributes'.split(
    ' ',
  ),
  ...'param params parameter alias algorithm algorithms alg mode provider store host port endpoint issuer'.split(' '),
  ...'audience scope scopes format prefix suffix min max ms days hours seconds minutes interval rotation'.split(' '),
  ...'encoding version region expression origin from source service manager method realm template group id ids'.split(
    ' ',
  ),
  ...'masked is used per usage domain samesite reset refresh caching cache at status state properties property'.split(
    ' ',
  ),
  ...'validation validator pattern regex strength bucket strategy rate budget window'.split(' '),
  ...'lange laenge richtlinie datei pfad ablauf gultigkeit gueltigkeit typ longueur fichier chemin politique'.split(
    ' ',
  ),
  ...'longitud archivo fichero ruta politica caducidad tipo tamanho arquivo caminho validade lunghezza percorso'.split(
    ' ',
  ),
  ...foreignAboutWords,
]);

/** The words of a name, without accents: `clientSecret`, `client_secret`, `CLIENT-SECRET` and `client.secret` have two. */
function wordsOf(name: string): string[] {
  // Names in the query of a URL may be escaped.
  const plain = (decoded(name)?.text ?? name).normalize('NFKD').replace(/\p{M}/gu, '');
  const spaced = plain.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
  return [...spaced.toLowerCase().matchAll(/\p{L}+/gu)].map(([word]) => word);
}

/** What a property, parameter, header or member tells by its name. */
export function nameKind(name: string): NameKind {
  const words = wordsOf(name);
  const isSecret = words.some(
    (word, index) => isSecretWord(word) || foreignSecretPairs.has(`${word} ${words[index + 1]}`) || isKey(words, index),
  );
  if (isSecret) return aboutWords.has(words.at(-1)) ? 'telling' : 'secret';
  return words.some((word) => tellingWords.has(word) || unspacedWithin.test(word)) ? 'telling' : 'plain';
}

function isSecretWord(word: string): boolean {
  return secretWords.has(word) || secretEnding.test(word) || unspacedEnding.test(word);
}

/** Outside of the Latin script an owner may stand on either side. */
function isKey(words: readonly string[], index: number): boolean {
  if (keys.has(words[index]) && keyOwners.has(words[index - 1])) return true;
  return keysBefore.has(words[index]) && words.slice(index + 1, index + 3).some((one) => keyQualities.has(one));
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

const maxJudged = 300;

/** Long and mixed as nothing is that people name, and no UUID, address, path, time or sentence. */
export function looksRandom(value: string): boolean {
  // Stryker disable next-line MethodExpression: only time is saved, the beginning of a long one tells.
  const text = value.trim().slice(0, maxJudged);
  if (text.length < 16 || /\s/.test(text) || !isDistinctive(text)) return false;
  if (/^[a-z][a-z\d+.-]*:/i.test(text) || /^[./~]/.test(text) || /[,;(){}<>|]/.test(text)) return false;
  return /\d/.test(text) && /[a-z]/i.test(text) && entropy(text) >= 3;
}

/** Anything but one word of letters, a number, or a member of a sentence. */
export function isUnlikeWord(value: string): boolean {
  const text = value.replace(/[.,;:!?)\]]+$/, '');
  if (/^\p{L}+(?:[-'/]\p{L}+)*$/u.test(text)) return /\p{Ll}\p{Lu}.*\p{Lu}/u.test(text);
  return text.length >= 4 && !/^\d+(?:[.:]\d+)*(?:ms|s|m|h|d|%|kB|MB)?$/i.test(text);
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
