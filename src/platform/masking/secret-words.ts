import { plainLetters } from './plain-letters.ts';

/**
 * Words for passwords, secrets, tokens and keys outside of the Latin script, each as {@link plainLetters} makes it. What
 * people call a secret in their language they write into names of properties as it is.
 */

function wordsIn(text: string): string[] {
  return plainLetters(text).split(/\s+/).filter(Boolean);
}

/** One of these words makes a secret. Cyrillic, Greek, Hebrew, Arabic and Persian, Devanagari. */
export const foreignSecretWords: readonly string[] = wordsIn(`
  пароль пароли парол парола лозинка секрет секреты токен токены учетныеданные
  συνθηματικό μυστικό διακριτικό
  סיסמה סיסמא ססמה הסיסמה סוד אסימון טוקן
  السر توكن گذرواژه پسورد باسورد
  पासवर्ड
`);

/** Two words that together are a secret, and alone are not. */
export const foreignSecretPairs: ReadonlySet<string> = new Set(
  [
    ...['кодовое слово', 'парольная фраза', 'учетные данные', 'код доступа'],
    ...['κωδικός πρόσβασης', 'κωδικός χρήστη', 'κωδικός ασφαλείας', 'φράση πρόσβασης'],
    ...['מילת סוד', 'קוד גישה', 'קוד סודי'],
    ...['كلمة المرور', 'كلمة مرور', 'كلمة السر', 'كلمة سر', 'الرمز السري', 'رمز سري', 'رمز الوصول', 'رمز المرور'],
    ...['رمز عبور', 'کلمه عبور', 'mật khẩu', 'kata sandi'],
  ].map((pair) => wordsIn(pair).join(' ')),
);

/** Scripts without spaces between words, and Thai: a name that ends so is a secret, one that only holds it is telling. */
const unspaced = wordsIn(`
  密码 密碼 口令 密钥 密鑰 秘钥 秘鑰 私钥 私鑰 令牌 凭证 凭据 憑證 憑據 授权码
  パスワード パスフレーズ 暗証番号 合言葉 秘密鍵 暗号鍵 暗号化キー 秘密キー シークレット シークレットキー トークン
  APIキー アクセスキー 共有キー 認証情報
  비밀번호 패스워드 암호 비밀키 개인키 암호키 암호화키 시크릿 토큰 API키 액세스키 접근키
  รหัสผ่าน
`);
const isOneOf = (words: readonly string[]): string => words.map((word) => `(?:${word})`).join('|');
export const unspacedEnding = new RegExp(`(?:${isOneOf(unspaced)})$`, 'u');
export const unspacedWithin = new RegExp(isOneOf(unspaced), 'u');

/** Keys, which open something where they belong to one of the owners or have one of the qualities. */
export const foreignKeys: readonly string[] = wordsIn('ключ ключи κλειδί מפתח המפתח مفتاح المفتاح کلید');

/** They stand before the key or after it. */
export const foreignKeyQualities: readonly string[] = wordsIn(`
  секретный закрытый приватный доступа шифрования подписи api
  μυστικό ιδιωτικό πρόσβασης κρυπτογράφησης
  פרטי סודי הצפנה גישה
  السري سري الخاص خاص الوصول التشفير السرية خصوصی
`);

/** They stand after a secret, and say that the value is about it. */
export const foreignAboutWords: readonly string[] = wordsIn(`
  длина срок политика путь файл имя тип адрес алгоритм
  μήκος διάρκεια πολιτική αρχείο διαδρομή τύπος όνομα
  אורך תוקף מדיניות קובץ נתיב סוג שם
  طول مدة سياسة ملف مسار نوع اسم
  长度 長度 策略 有效期 过期 路径 文件 类型 名称 長さ 期限 有効期限 ポリシー ファイル 種類 名前 길이 만료 정책 파일 경로 유형 이름
`);
