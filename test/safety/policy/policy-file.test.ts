import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPolicy } from '../../../src/safety/policy/policy-file.ts';
import { inWords } from '../../support/tools.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

function fileWith(content: string): string {
  const file = path.join(folder, `policy-${++count}.yaml`);
  writeFileSync(file, content);
  return file;
}

async function problemsOf(content: string): Promise<string> {
  const error = await loadPolicy(fileWith(content)).catch((thrown: unknown) => thrown);
  const { kind, message, why, next } = inWords(error as Parameters<typeof inWords>[0]);
  expect([kind, message]).toEqual(['configuration', expect.stringMatching(/^The policy file ".*" cannot be used\.$/)]);
  expect(next).toContain(`anypoint-mcp policy check --policy ${folder}`);
  return why ?? '';
}

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('a policy', () => {
  it('is the default one without a setting', async () => {
    expect(await loadPolicy(undefined)).toMatchObject({ policy: { rules: [] }, origin: 'the default policy' });
  });

  it.each(['allow', 'ALLOW'])('allows everything with %s', async (setting) => {
    const { policy, origin } = await loadPolicy(setting);
    expect(policy.rules).toEqual([{ name: 'ANYPOINT_POLICY=allow', answer: 'allow' }]);
    expect(origin).toBe('ANYPOINT_POLICY=allow');
  });

  it('is read from YAML and from JSON alike', async () => {
    const yaml = fileWith(
      ['# ours', 'rules:', '  - name: payments', '    environments: [pay*]', '    answer: deny'].join('\n'),
    );
    const json = fileWith(
      JSON.stringify({ rules: [{ name: 'payments', environments: ['pay*'], answer: 'deny' }], limits: {} }),
    );
    const [one, other] = [await loadPolicy(yaml), await loadPolicy(json)];
    expect(one.policy).toEqual(other.policy);
    expect(one.origin).toBe(yaml);
  });

  it('is named by its whole path, for a person in another folder', async () => {
    const file = fileWith('rules: []');
    const { origin } = await loadPolicy(path.relative(process.cwd(), file));
    expect(origin).toBe(file);
  });

  it('is the default one where the file is empty', async () => {
    expect((await loadPolicy(fileWith('# nothing yet\n'))).policy.rules).toEqual([]);
  });

  it('takes an Ed25519 public key', async () => {
    const { policy } = await loadPolicy(fileWith(JSON.stringify({ approvalKey: publicPem })));
    expect(policy.approvalKey).toBe(publicPem);
  });
});

describe('a policy file that cannot be used', () => {
  it('is refused with every problem', async () => {
    const why = await problemsOf(
      [
        'rules:',
        '  - { name: a, answer: maybe }',
        '  - { answer: deny }',
        '  - { name: c, answer: deny, enviroments: [x] }',
        '  - { name: d, answer: deny, tools: [] }',
        '  - { name: e, answer: ask, approvals: 3 }',
        '  - { name: f, answer: deny, environmentTypes: [prodution] }',
        'limits: { removalsPerHour: -1 }',
        'more: 1',
      ].join('\n'),
    );
    expect(why.replace(/\.$/, '').replace(/^I/, 'i').split('; ').sort()).toEqual(
      [
        'in rule 1 ("a"), answer: "maybe" is unknown, expected allow, ask or deny',
        'in rule 2, name: it is missing, expected a text',
        'in rule 3 ("c"): the key "enviroments" is unknown (did you mean environments?)',
        'in rule 4 ("d"), tools: it is empty',
        'in rule 5 ("e"), approvals: 3 is too large: at most 2',
        'in rule 6 ("f"), environmentTypes, entry 1: "prodution" is no type of an environment (did you mean production?), expected production, sandbox, design, unknown or none',
        'in limits, removalsPerHour: -1 is too small: at least 0',
        'the key "more" is unknown, expected rules, limits, visibleEnvironments or approvalKey',
      ].sort(),
    );
  });

  it.each([
    ['- a', 'it is a list, expected keys with values'],
    ['rules: payments', 'rules: it is "payments", expected a list'],
    ['rules:', 'rules: it is empty, expected a list'],
    ['rules: [deny]', 'rule 1: it is "deny", expected keys with values'],
    ['rules: [{ name: a, answer: deni }]', 'rule 1 ("a"), answer: "deni" is unknown (did you mean deny?)'],
    ['rules: [{ name: a, answer: [deny] }]', 'rule 1 ("a"), answer: a list is unknown'],
    ['rules: [{ name: "", answer: deny }]', 'rule 1, name: it is empty'],
    [`rules: [{ name: ${'n'.repeat(81)}, answer: deny }]`, 'name: it has more than 80 characters'],
    [
      'rules: [{ name: a, answer: deny, tools: anypoint_delete_api }]',
      'tools: it is "anypoint_delete_api", expected a list',
    ],
    [
      'rules: [{ name: a, answer: deny, toolsets: [runtime, gateway] }]',
      'toolsets, entry 2: "gateway" is unknown (did you mean gateways?)',
    ],
    ['limits: { removalsPerHour: many }', 'limits, removalsPerHour: it is "many", expected a whole number'],
    ['limits: { removalsPerHour: 1.5 }', 'limits, removalsPerHour: it is 1.5, expected a whole number'],
    ['limits: { thingPerPlan: 1 }', 'limits: the key "thingPerPlan" is unknown (did you mean thingsPerPlan?)'],
    ['approvals: 2', 'the key "approvals" stands in the wrong place: it belongs in a rule, in the list rules'],
    ['thingsPerPlan: 2', 'the key "thingsPerPlan" stands in the wrong place: it belongs below limits'],
    [
      'rules: [{ name: a, answer: ask, approvalKey: x }]',
      'the key "approvalKey" stands in the wrong place: it belongs at the top of the file',
    ],
    ['visibleEnvironments: { a: 1 }', 'visibleEnvironments: it is a group of keys, expected a list'],
  ])('says in words and positions from 1 what is wrong with %s', async (content, problem) => {
    const why = await problemsOf(content);
    expect(why.toLowerCase()).toContain(problem.toLowerCase());
    expect(why).toMatch(/^[^\p{Ll}]/u);
    expect(why).not.toMatch(/Invalid|received|Unrecognized/);
  });

  it.each([
    ['no YAML', 'rules: ['],
    ['a list', '- a'],
    ['a text', 'allow everything'],
    ['one key twice', 'rules: []\nrules: []'],
  ])('such as %s', async (_what, content) => {
    expect(await problemsOf(content)).not.toBe('');
  });

  it('such as none', async () => {
    await expect(loadPolicy(path.join(folder, 'none.yaml'))).rejects.toThrow('none.yaml');
  });

  it.each([
    ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'it is a private key'],
    [
      'a key of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'it is not an Ed25519 key',
    ],
    ['no key', 'secret', 'approvalKey'],
  ])('because of %s', async (_what, approvalKey, problem) => {
    const why = await problemsOf(JSON.stringify({ approvalKey }));
    expect(why).toContain(problem);
    expect(why).not.toContain('BEGIN');
  });
});

describe('a policy file', () => {
  it('may say where editors find its schema', async () => {
    const { policy } = await loadPolicy(fileWith('$schema: ../schemas/policy.schema.json\nrules: []'));
    expect(policy.rules).toEqual([]);
  });

  it.each([
    ['rules: [ask', 'It is no valid YAML or JSON: see line 1.'],
    ['rules: []\nlimits: {', 'It is no valid YAML or JSON: see line 2.'],
    ['approvalKey: nokey', 'approvalKey: expected an Ed25519 public key in PEM form, but it is no key in PEM form'],
  ])('that holds %j is refused in words', async (content, why) => {
    expect(await problemsOf(content)).toContain(why);
  });

  it.each([
    ['nowhere.yaml', 'There is no such file.'],
    ['', 'It is a folder, not a file.'],
  ])('that cannot be read is refused in words: %j', async (name, why) => {
    await expect(loadPolicy(path.join(folder, name))).rejects.toMatchObject({ why });
  });
});
