import { decoded } from './decoding.ts';
import { bareLetters, latinLetters } from './plain-letters.ts';
import { isStandIn, looksRandom, looksSecret } from './secret-looks.ts';
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
 * How much a name says about its value, most first.
 *
 * - `secret`: the value is a secret whatever it looks like (`db.password`).
 * - `weak`: the name means a secret in one language or trade and something else in another (`clave`, `seed`), so the value is one if it looks chosen or made to be one, see {@link looksSecret}.
 * - `telling`: secrets often stand under such names, and other things more often (`routing.key`, `token.url`), so the value is one only if it looks random, see {@link looksRandom}.
 * - `plain`: the name says nothing.
 */
export type NameKind = 'secret' | 'weak' | 'telling' | 'plain';

/** One of these words makes a secret; Latin ones here, without accents, as {@link wordsOf} reads them. */
const secretWords: ReadonlySet<string | undefined> = new Set([
  ...'pass passw passwd password passwords passphrase passcode pwd pswd psw pw userpass dbpass keypass storepass'.split(
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
  ...'secreta secrete segreta'.split(' '),
  ...'passord losenord adgangskode kodeord salasana haslo heslo jelszo sifre'.split(' '),
  // Dutch in short, Afrikaans, Catalan, Galician, Basque, Welsh, Irish, Icelandic, Albanian, Estonian, Lithuanian, Slovenian, Croatian, Serbian, Indonesian, Vietnamese.
  ...'parool wagwoord contrasenya contrasinal pasahitza cyfrinair pasfhocal lykilord fjalekalim salasona'.split(' '),
  ...'slaptazodis geslo zaporka lozinka katasandi matkhau'.split(' '),
  // Written without vowels, or with a slip.
  ...'pswrd psswd passwrd pasword passowrd tkn tokn totp hotp'.split(' '),
  ...foreignSecretWords,
]);
/** Words written together end so: `dbpassword`, `mysecret`, `accesstoken`, `Datenbankpasswort`. */
const secretEnding =
  /(?:password|passwd|pwd|passphrase|secret|token|(?:api|access|secret|private|crypto|hmac|rsa|aes|enc|encryption|cipher|master|shared|storage|account)key|(?:db|root|admin|bind|user|ldap|smtp|mail|ftp)pw|passwort|kennwort|wachtwoord|passord|motdepasse|contrasena|(?:api|zugangs|zugriffs|geheim)schlue?ssel)$/;
/** Words for passwords that are ordinary ones in other languages (`parole`, `clave` of a product), until an account stands beside them. */
const passwordsElsewhere: ReadonlySet<string | undefined> = new Set('clave parola parole sandi sifra'.split(' '));
const accountWords: ReadonlySet<string | undefined> = new Set(
  'db bd database base user usuario utente utilizator kullanici admin root smtp mail correo ldap ftp sftp jdbc login account cuenta conta'.split(
    ' ',
  ),
);
/** One of these words makes a weak name. */
const weakWords: ReadonlySet<string | undefined> = new Set([
  ...passwordsElsewhere,
  ...'hmac salt pepper seed seeds mnemonic dsn tok sec refresh license licence unseal keypair'.split(' '),
  ...'keystore truststore jks pfx pkcs webhook webhooks hook hooks'.split(' '),
]);
/** A name that ends so is weak: `rsa.private`, and not `private.network`. */
const weakLast = 'private';
/** Two words that together make a weak name: `cert.key`, `activation.code`, `recovery.phrase`. */
const weakPairs: readonly (readonly [
  first: ReadonlySet<string | undefined>,
  second: ReadonlySet<string | undefined>,
])[] = [
  [new Set('cert certificate pem consumer'.split(' ')), new Set(['key', 'keys'])],
  [
    new Set('activation unlock recovery backup verification pairing login access'.split(' ')),
    new Set('code codes phrase words'.split(' ')),
  ],
];
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
  ...'enc unseal integration webhook security secure x write session instrumentation ingest ingestion read server'.split(
    ' ',
  ),
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
/** What stands before the secret word says so as well: `max.tokens`, `count.of.tokens`. */
const countWords: ReadonlySet<string | undefined> = new Set('max min maximum minimum num number count'.split(' '));
/** What a hash is of that anybody may see. */
const publicHashes: ReadonlySet<string | undefined> = new Set(
  'git commit build content file image artifact source layer block'.split(' '),
);
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
  ...'validation validator pattern regex strength bucket strategy rate budget window through criteria'.split(' '),
  ...'percentage percent digits rounds iterations nodes sec minute second deserializer serializer events'.split(' '),
  ...'lange laenge richtlinie datei pfad ablauf gultigkeit gueltigkeit typ longueur fichier chemin politique'.split(
    ' ',
  ),
  ...'longitud archivo fichero ruta politica caducidad tipo tamanho arquivo caminho validade lunghezza percorso'.split(
    ' ',
  ),
  ...foreignAboutWords,
]);

/** The words of a name: `clientSecret`, `client_secret`, `CLIENT-SECRET` and `client.secret` have two. */
function wordsOf(name: string): string[] {
  const spaced = name.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
  return [...spaced.toLowerCase().matchAll(/\p{L}+/gu)].map(([word]) => word);
}

/** What a property, parameter, header or member tells by its name. A name with letters that only look Latin tells what it seems to tell. */
export function nameKind(name: string): NameKind {
  // Names in the query of a URL may be escaped.
  const bare = bareLetters(decoded(name)?.text ?? name);
  const latin = latinLetters(bare);
  const readings = (latin === bare ? [bare] : [bare, latin]).map(wordsOf);
  const isAbout = readings.some((words) => aboutWords.has(words.at(-1)));
  return readings.map((words) => kindOf(words, isAbout)).reduce(stronger);
}

const byStrength: readonly NameKind[] = ['secret', 'weak', 'telling', 'plain'];

function stronger(one: NameKind, other: NameKind): NameKind {
  return byStrength.find((kind) => kind === one || kind === other) ?? one;
}

/** `isAbout` is whether the name ends with what says that it is about a secret. */
function kindOf(words: readonly string[], isAbout: boolean): NameKind {
  const secretAt = words.findIndex((_, index) => isSecretAt(words, index));
  if (secretAt !== -1) return isAbout || countWords.has(words[secretAt - 1]) ? 'telling' : 'secret';
  const weakAt = words.findIndex((_, index) => isWeakAt(words, index));
  // A word that may be about a secret, such as `refresh`, is not about itself.
  const isAboutIt = isAbout && weakAt !== words.length - 1;
  if (weakAt !== -1) return isAboutIt && !isHookAddress(words) ? 'telling' : 'weak';
  return words.some((_, index) => isTelling(words, index)) ? 'telling' : 'plain';
}

function isSecretAt(words: readonly string[], index: number): boolean {
  const [word = '', next] = words.slice(index, index + 2);
  return (
    isSecretWord(word) ||
    foreignSecretPairs.has(`${word} ${next}`) ||
    isKey(words, index) ||
    (passwordsElsewhere.has(word) && words.some((one) => accountWords.has(one)))
  );
}

function isSecretWord(word: string): boolean {
  return secretWords.has(word) || secretEnding.test(word) || unspacedEnding.test(word);
}

/** Outside of the Latin script an owner may stand on either side. */
function isKey(words: readonly string[], index: number): boolean {
  if (keys.has(words[index]) && keyOwners.has(words[index - 1])) return true;
  return keysBefore.has(words[index]) && words.slice(index + 1, index + 3).some((one) => keyQualities.has(one));
}

function isWeakAt(words: readonly string[], index: number): boolean {
  const [word, next] = words.slice(index, index + 2);
  if (word === weakLast) return next === undefined;
  return weakWords.has(word) || weakPairs.some(([first, second]) => first.has(word) && second.has(next));
}

/** The address of a webhook is the secret of it. */
function isHookAddress(words: readonly string[]): boolean {
  return /^(?:web)?hooks? (?:url|uri|endpoint|address)$/.test(words.slice(-2).join(' '));
}

function isTelling(words: readonly string[], index: number): boolean {
  const [word = ''] = words.slice(index);
  if (word === 'hash') return !publicHashes.has(words[index - 1]);
  return tellingWords.has(word) || unspacedWithin.test(word);
}

/** Whether the value under a name is a secret by the name, or by the name and its looks. */
export function isSecretUnder(name: string, value: string): boolean {
  const kind = nameKind(name);
  if (kind === 'plain' || isStandIn(value)) return false;
  if (kind === 'secret') return true;
  return kind === 'weak' ? looksSecret(value) : looksRandom(value);
}
