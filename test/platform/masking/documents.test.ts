import { describe, expect, it } from 'vitest';
import { withoutSecretShapes } from '../../../src/platform/masking/secret-shapes.ts';

describe('a value in XML', () => {
  it.each([
    ['<password>x</password>', '<password>[secret]</password>'],
    ['<a><password> two words\n</password></a>', '<a><password> [secret]\n</password></a>'],
    ['<wsse:Password Type="Text">x</wsse:Password>', '<wsse:Password Type="Text">[secret]</wsse:Password>'],
    ['<client-secret\n/><clientSecret >x</clientSecret >', '<client-secret\n/><clientSecret >[secret]</clientSecret >'],
    ['<password><![CDATA[x<y]]></password>', '<password><![CDATA[[secret]]]></password>'],
    ['<password>x<br>y</password> z', '<password>[secret]<br>[secret]</password> z'],
    ['<contraseña>x</contraseña>', '<contraseña>[secret]</contraseña>'],
    // Attributes.
    ['<db:config user="app" password="x y"/>', '<db:config user="app" password="[secret]"/>'],
    ["<db:config db:password = 'x' />", "<db:config db:password = '[secret]' />"],
    ['error: "<a password="x"/>"', 'error: "<a password="[secret]"/>"'],
    ['<a password="x', '<a password="[secret]'],
    // Pairs.
    ['<property name="db.password" value="x"/>', '<property name="db.password" value="[secret]"/>'],
    ["<property value='x y' name='db.password'/>", "<property value='[secret]' name='db.password'/>"],
    ['<property id="a" name="db.password" value="x"/>', '<property id="a" name="db.password" value="[secret]"/>'],
    ['<meta name="csrf-token" content="x"/>', '<meta name="csrf-token" content="[secret]"/>'],
    ['<password value="x"/>', '<password value="[secret]"/>'],
    ['<property name="db.password" value="x', '<property name="db.password" value="[secret]'],
    ["<property name='db.password' value='x", "<property name='db.password' value='[secret]"],
    ['<entry key="db.password">x</entry>', '<entry key="db.password">[secret]</entry>'],
    ['<password name="main">x</password>', '<password name="main">[secret]</password>'],
    ['<property name="token"><value>x</value></property>', '<property name="token"><value>[secret]</value></property>'],
    ['<passwords><item>x</item></passwords>', '<passwords><item>[secret]</item></passwords>'],
    [
      '<p><name>db.password</name><value>x</value></p><p><name>port</name><value>y</value></p>',
      '<p><name>db.password</name><value>[secret]</value></p><p><name>port</name><value>y</value></p>',
    ],
    [
      '<dict><key>token</key><string>x</string><key>port</key><string>y</string></dict>',
      '<dict><key>token</key><string>[secret]</string><key>port</key><string>y</string></dict>',
    ],
    ['<password>  x\n</password>', '<password>  [secret]\n</password>'],
    [
      '<p:property spring:name = "db.password" spring:value = "x"/>',
      '<p:property spring:name = "db.password" spring:value = "[secret]"/>',
    ],
    ['<input id="password" value="x">', '<input id="password" value="[secret]">'],
    ['<a property="token" content="x"/>', '<a property="token" content="[secret]"/>'],
    ['<a><setting>token</setting><text>x</text></a>', '<a><setting>token</setting><text>[secret]</text></a>'],
    ['<a><path>token</path><data>x</data></a>', '<a><path>token</path><data>[secret]</data></a>'],
    // The text was cut.
    ['<server><password><![CDATA[x y', '<server><password><![CDATA[[secret]'],
    ['<server><password>two words\nand', '<server><password>[secret]\nand'],
    ['<server><entry key="token">x', '<server><entry key="token">[secret]'],
  ])('is masked by the name of its element, attribute or pair: %s', (text, shown) => {
    expect(withoutSecretShapes(text)).toBe(shown);
  });

  it.each([
    '<user>x</user>',
    '<p>password</p>',
    '<password></password>x',
    '<password/>x',
    '<password /><a>x</a>',
    '<password>***</password>',
    `<password>\${db.password}</password>`,
    '<password-policy>strong</password-policy>',
    '<a><password></password>x</a>',
    '<secret><id>5</id></secret>',
    '<title>Reset your password</title>',
    '<xs:element name="password" type="xs:string"/>',
    '<label for="password">Your password</label>',
    '<property name="port" value="8081"/>',
    '<property value="8081"/>',
    '<property name="db.password" type="string"/>',
    '<mule xmlns="http://a/b" xmlns:jwt="http://www.mulesoft.org/schema/mule/jwt">x</mule>',
    '<name>db.password</name><value>x</value>',
    '<p><value>x</value><name>db.password</name></p>',
    // Placeholders, and what else looks like a tag.
    'mysql -u <user> -p <password> orders',
    'mysql -p <password> <user> orders <host> b',
    '<a><password/>x',
    '<a><password b="c"/>x',
    'curl -u <user>:<password>@host',
    'Use <token> as it is. And then </b>',
    '<password>x',
    'Map<String, Token> and 3 <token 5',
    '<server><password> is missing',
    '<server><port>8081',
  ])('stays where its name says nothing, or it is no XML: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });
});

describe('a value in JSON', () => {
  it.each([
    ['{"name":"db.password","path":"a","value":"x"}', '{"name":"db.password","path":"a","value":"[secret]"}'],
    ['{"path":"token","value":"x"}', '{"path":"token","value":"[secret]"}'],
    ['{"name":"db.password","value":"x\\"y"}', '{"name":"db.password","value":"[secret]"}'],
    ['{"value": "x", "key" : "token"}', '{"value": "[secret]", "key" : "token"}'],
    [
      '{"setting":"password","before":"x","after":"y"}',
      '{"setting":"password","before":"[secret]","after":"[secret]"}',
    ],
    [
      '[{"property":"token","value":"x"},{"path":"port","value":"y"}]',
      '[{"property":"token","value":"[secret]"},{"path":"port","value":"y"}]',
    ],
    ['"passwords": [ "x" , "y\\"z","***" ], "a":["b"]', '"passwords": [ "[secret]" , "[secret]","***" ], "a":["b"]'],
    ['"passwords":["x","y z', '"passwords":["[secret]","[secret]'],
    ["passwords=[\"x\", 'y\\'z'] z", 'passwords=["[secret]", \'[secret]\'] z'],
    ['{"a":"password=\\"x y\\" z"}', '{"a":"password=\\"[secret]\\" z"}'],
    ["tokens=['x','y'] z", "tokens=['[secret]','[secret]'] z"],
    ['{\\"set-cookie\\":[\\"a=b\\",\\"c=d\\"]}', '{\\"set-cookie\\":[\\"[secret]\\",\\"[secret]\\"]}'],
  ])('is masked by the name of its pair or list: %s', (text, shown) => {
    expect(withoutSecretShapes(text)).toBe(shown);
  });

  it.each([
    '{"name":"port","value":"x"}',
    '{"name":"db.password","value":"***"}',
    '{"name":"db.password","type":"string"}',
    '{"note":"password","value":"x"}',
    '{"a":{"name":"db.password"},"value":"x"}',
    '"names":["x","y"]',
    '"passwords":["***"],"a":["b"]',
    '"passwords":["***","',
  ])('stays where its name says nothing: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });
});

it('XML of many elements, open or not, is read', () => {
  for (const text of ['<a>'.repeat(20_000), '<a '.repeat(20_000), '<a b="'.repeat(20_000), '{"name":"'.repeat(20_000)])
    expect(withoutSecretShapes(`${text} password=x`)).toBe(`${text} password=[secret]`);
  expect(withoutSecretShapes(`${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`)).toHaveLength(35_000);
});
