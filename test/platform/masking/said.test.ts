import { describe, expect, it } from 'vitest';
import { withoutSecretShapes } from '../../../src/platform/masking/secret-shapes.ts';

const letters = ['abcdefghij', 'klmnopqrst'].join('');

describe('a secret that is said in a sentence', () => {
  it.each([
    ['password is hunter2!', 'password is [secret]'],
    ['The password was hunter2, and so on', 'The password was [secret], and so on'],
    ['wrong password hunter2 for app', 'wrong password [secret] for app'],
    ['password set to hunter2.', 'password set to [secret].'],
    ['password changed to hunter2', 'password changed to [secret]'],
    ['password -> hunter2', 'password -> [secret]'],
    ['password → hunter2', 'password → [secret]'],
    ['the password value = hunter2', 'the password value = [secret]'],
    ["pwd 'x'", "pwd '[secret]'"],
    ['with password "orders" for user app', 'with password "[secret]" for user app'],
    ['password `orders` is wrong', 'password `[secret]` is wrong'],
    ['password “orders” is wrong', 'password “[secret]” is wrong'],
    ['Kennwort ist „bestellung“', 'Kennwort ist „[secret]“'],
    ['Passwort lautet hunter2', 'Passwort lautet [secret]'],
    ['contraseña es hunter2', 'contraseña es [secret]'],
    ['senha "pedidos"', 'senha "[secret]"'],
    ['password (hunter2)', 'password ([secret])'],
    ['(user app, password hunter2)', '(user app, password [secret])'],
    ["ALTER USER x WITH PASSWORD 'y7'", "ALTER USER x WITH PASSWORD '[secret]'"],
    ['my pin is 4711', 'my pin is [secret]'],
    ['OTP 123456', 'OTP [secret]'],
    ['password is 12345678', 'password is [secret]'],
    ['secret is abc123xyz', 'secret is [secret]'],
    ['secret value hunter2x', 'secret value [secret]'],
    ['the pаssword is hunter2', 'the pаssword is [secret]'],
    [`login failed with token ${letters}`, 'login failed with token [secret]'],
    ['The token "abc12" has expired', 'The token "[secret]" has expired'],
    ['API key q7Zr0fKpx2 is invalid', 'API key [secret] is invalid'],
    ['Incorrect API key provided: abcd1234efgh', 'Incorrect API key provided: [secret]'],
    ['client secret Tr0ub4dor&3 was rejected', 'client secret [secret]&3 was rejected'],
    ['password is hunter2 and token is hunter3', 'password is [secret] and token is [secret]'],
    ['{"message":"password is hunter2, sorry"}', '{"message":"password is [secret], sorry"}'],
    ['{"message":"with password \\"orders\\", sorry"}', '{"message":"with password \\"[secret]\\", sorry"}'],
    ['a%20password%20is%20hunter2', 'a%20password%20is%20[secret]'],
  ])('is masked: %s', (text, shown) => {
    expect(withoutSecretShapes(text)).toBe(shown);
  });

  it.each([
    'The password is required.',
    'The password is too short: it needs at least 8 characters.',
    'password is 8 characters long',
    'password is case-sensitive',
    'The password was changed at 2026-01-01T00:00:00Z.',
    'using password: YES',
    'the password "missing"',
    'password "[secret]" is wrong',
    'password "<your password>"',
    `password "\${db.password}"`,
    'the password "see the wiki page"',
    'Password policy "strict1" is used',
    'secret "orders" was not found in secret group "mule-orders-1"',
    'client secret orders-app-1 was not found',
    'Token RS256 is not supported, use OAuth2',
    'The token is expired, and the JWT is HS256',
    'the token is 3600s old',
    'password is https://wiki.example.com/x1',
    'Pass "environment" in every call, and pass organization1',
    'key "orders1" is taken',
    'authentication is required\\u0022}',
    'port is 8081',
    'user is hunter2',
    'password name=x1y2z3',
    'q7Zr0fKpx2PwJhtD0y9 x7kq9z',
  ])('stays where it is none: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });
});

describe('an entry of a name, a colon and one word', () => {
  it.each([
    ['secret: y', 'secret: [secret]'],
    ['  password: orders\n  user: app', '  password: [secret]\n  user: app'],
    ['- password: orders', '- password: [secret]'],
    ['"password": orders', '"password": [secret]'],
    ['user: app, password: orders', 'user: app, password: [secret]'],
    // A bracket could be a part of it.
    ['(user: app; pwd: orders)', '(user: app; pwd: [secret]'],
    ['{user: app, password: orders}', '{user: app, password: [secret]'],
    ['[main] password: orders', '[main] password: [secret]'],
    ['10:00 INFO - password: orders', '10:00 INFO - password: [secret]'],
    ['error: password: orders', 'error: password: [secret]'],
    ['password: orders | user: app', 'password: [secret] | user: app'],
    ['password: 12345', 'password: [secret]'],
  ])('holds a secret, whatever its value: %s', (text, shown) => {
    expect(withoutSecretShapes(text)).toBe(shown);
  });

  it.each([
    'secret: missing',
    'user: app, token: expired, state: active',
    'password: required',
    'token: 30s',
    'pin: 12:30',
    'authorization: Basic',
    'the password: orders',
    'password: orders of all kinds',
    'password:\n  orders: 1',
    'user: orders',
  ])('says how it is: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });
});

describe('credentials in a line of a log', () => {
  it.each([
    [`Bearer ${letters}`, 'Bearer [secret]'],
    [`got Bearer ${letters}, and`, 'got Bearer [secret], and'],
    [`{"Authorization":"Bearer ${letters}"}`, '{"Authorization":"[secret]"}'],
    ['Authorization: Basic abcdefgh', 'Authorization: Basic [secret]'],
    ["'Proxy-Authorization': 'Token abc'", "'Proxy-Authorization': '[secret]'"],
    ['authorization = Bearer abc x', 'authorization = [secret] [secret] x'],
    ['jdbc:sqlserver://db;password={Str0ng;x};encrypt=true', 'jdbc:sqlserver://db;password=[secret];encrypt=true'],
    ['app:hunter2@tcp(db:3306)/orders', 'app:[secret]@tcp(db:3306)/orders'],
    ['dsn="app:a/b@unix(/s)/orders"', 'dsn="app:[secret]@unix(/s)/orders"'],
    ['curl -s -u app:hunter2 https://h', 'curl -s -u app:[secret] https://h'],
    ['curl --user "app:hunter2" https://h', 'curl --user "app:[secret]" https://h'],
    ['http -a app:hunter2 :80', 'http -a app:[secret] :80'],
    ['sqlplus -s scott/tiger@db', 'sqlplus -s scott/[secret]@db'],
    ['mysql -u root -phunter2 orders', 'mysql -u root -p[secret] orders'],
    ['mysqldump -phunter2', 'mysqldump -p[secret]'],
    ['sshpass -p hunter2 ssh x', 'sshpass -p [secret] ssh x'],
    ['redis-cli -h x -a hunter2', 'redis-cli -h x -a [secret]'],
    ['keytool -storepass changeit -keypass "changeit"', 'keytool -storepass [secret] -keypass "[secret]"'],
    ["IDENTIFIED BY 'hunter2'", "IDENTIFIED BY '[secret]'"],
    ['identified by hunter2;', 'identified by [secret];'],
    ['credentials app/hunter2', 'credentials app/[secret]'],
    ['creds app:hunter2', 'creds app:[secret]'],
    ['credentials are (app:hunter2)', 'credentials are ([secret])'],
    ['login app:hunter2 failed', 'login app:[secret] failed'],
    [`https://api.telegram.org/bot${123456}:${letters}/x`, 'https://api.telegram.org/bot[secret]/x'],
    [`https://discordapp.com/api/v10/webhooks/12345/${letters}`, 'https://discordapp.com/api/v10/webhooks/[secret]'],
    ['https://hooks.zapier.com/hooks/catch/12345/ab', 'https://hooks.zapier.com/hooks/catch/[secret]'],
  ])('are masked: %s', (text, shown) => {
    expect(withoutSecretShapes(text)).toBe(shown);
  });

  it.each([
    'Bearer authentication is required',
    'Authorization: Basic authentication',
    'Authorization: Bearer $TOKEN',
    'WWW-Authenticate: Basic realm="orders"',
    'Authorization: Basic realm="orders"',
    'curl -u <user>:<password> https://h',
    `curl -u app:\${PASSWORD} https://h`,
    'curl -u $USER:x https://h',
    'mysql -p orders',
    'identified by name',
    'login page:orders',
    'credentials are kept in conf/orders',
    'see https://hooks.zapier.com/hooks/catch/',
    `wallet.seed=${'legal '.repeat(11).trim()}`,
  ])('are none: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });
});
