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
  expect([kind, message]).toEqual(['configuration', expect.stringContaining('so nothing is written')]);
  expect(next).toContain('anypoint-mcp policy check');
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
    for (const part of [
      ...['rules.0.answer', 'rules.1.name', 'rules.2', 'enviroments', 'rules.3.tools', 'rules.4.approvals'],
      ...['rules.5.environmentTypes.0: "prodution" is no type', 'limits.removalsPerHour', 'more'],
    ]) {
      expect(why).toContain(part);
    }
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
    ['approvalKey: nokey', 'approvalKey: expected an Ed25519 public key, PEM, but it is no key in PEM form'],
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
