import { delimiter } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, loadConfiguration } from '../../src/config/load.ts';
import { type SettingName, settingRows } from '../../src/config/settings.ts';

/** A text for each setting, and what it means. */
const examples: Record<SettingName, [text: string, value: unknown]> = {
  clientId: ['app-id', 'app-id'],
  clientSecret: ['app-secret', 'app-secret'],
  username: ['jane', 'jane'],
  password: [' with blanks ', ' with blanks '],
  accessToken: [' token ', 'token'],
  region: ['eu', 'eu'],
  baseUrl: ['https://pce.example.com', 'https://pce.example.com'],
  organization: [' Acme EMEA ', 'Acme EMEA'],
  environment: ['Sandbox', 'Sandbox'],
  readOnly: ['true', true],
  toolsets: ['access, gateways,', ['access', 'gateways']],
  emulator: ['1', true],
  scenario: ['shop.json', 'shop.json'],
  state: ['state.json', 'state.json'],
  revealToken: ['Yes', true],
  allowLocalUpstream: ['true', true],
  showProperties: ['names', 'names'],
  filesDir: ['/srv/jars, /opt/builds', ['/srv/jars', '/opt/builds']],
  policy: ['policy.yaml', 'policy.yaml'],
  planMinutes: ['5', 5],
  approvalKey: [' a key of these servers ', ' a key of these servers '],
  journal: ['OFF', 'off'],
  waitSeconds: ['90', 90],
  watchSeconds: ['0.5', 0.5],
  attemptTimeoutSeconds: ['5', 5],
  callTimeoutSeconds: ['600', 600],
  logLevel: ['debug', 'debug'],
};
/** Flags without which a setting is refused, and where they then come from. */
const emulatorBeside = { flags: ['--emulator'], origins: { emulator: 'flag --emulator' } };
const needed: Partial<Record<SettingName, typeof emulatorBeside>> = { scenario: emulatorBeside, state: emulatorBeside };
const nothingBeside = { flags: [], origins: {} };
const rows = settingRows();
const flagRows = rows.flatMap(({ flag, ...row }) => (flag === undefined ? [] : [{ ...row, flag }]));
const variables = rows.flatMap(({ name, env }) => env.map((variable) => ({ name, variable })));

/** What the operator would read. */
function problemsOf(argv: string[], env: Record<string, string> = {}): readonly string[] {
  try {
    loadConfiguration(argv, env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  throw new Error('expected a ConfigurationError');
}

describe('the table of settings', () => {
  it.each(rows)('tells of $name the variable, in words what it is for, and never a flag for a secret', (row) => {
    expect(row.env[0]).toMatch(/^ANYPOINT_[A-Z_]+$/);
    expect(row.description.length).toBeGreaterThan(10);
    if (row.secret) expect(row.flag).toBeUndefined();
    if (row.flag !== undefined) expect(row.flag).toMatch(/^--[a-z-]+$/);
  });

  it('has every variable and every flag once', () => {
    const names = [...variables.map(({ variable }) => variable), ...flagRows.map(({ flag }) => flag)];
    expect(new Set(names).size).toBe(names.length);
  });

  it('shows the defaults', () => {
    expect(Object.fromEntries(rows.map(({ name, defaultValue }) => [name, defaultValue]))).toMatchObject({
      readOnly: 'false',
      waitSeconds: '45',
      logLevel: 'info',
      region: undefined,
      clientId: undefined,
    });
  });
});

describe('a setting', () => {
  it.each(variables)('$name is read from $variable', ({ name, variable }) => {
    const [text, value] = examples[name];
    const beside = needed[name] ?? nothingBeside;
    const { settings, origins } = loadConfiguration(beside.flags, { [variable]: text });
    expect(settings[name]).toEqual(value);
    expect(origins).toEqual({ ...beside.origins, [name]: `environment ${variable}` });
  });

  it.each(flagRows)('$name is read from $flag, with the value behind it or after =', ({ name, flag, placeholder }) => {
    const [text, value] = examples[name];
    const forms = [[`${flag}=${text}`], placeholder === undefined ? [flag] : [flag, text]];
    const beside = needed[name] ?? nothingBeside;
    for (const argv of forms) {
      const { settings, origins } = loadConfiguration([...beside.flags, ...argv], {});
      expect(settings[name]).toEqual(value);
      expect(origins).toEqual({ ...beside.origins, [name]: `flag ${flag}` });
    }
  });

  it.each(flagRows)('$name from $flag wins over the environment', ({ name, flag, env }) => {
    const [text, value] = examples[name];
    const argv = [...(needed[name] ?? nothingBeside).flags, `${flag}=${text}`];
    const { settings, origins } = loadConfiguration(argv, { [env[0] ?? '']: 'not this one' });
    expect(settings[name]).toEqual(value);
    expect(origins[name]).toBe(`flag ${flag}`);
  });

  it.each(rows.filter(({ env }) => env.length > 1))(
    "$name from our own variable wins over the Anypoint CLI's",
    (row) => {
      const [text, value] = examples[row.name];
      const [ours = '', theirs = ''] = row.env;
      const { settings, origins } = loadConfiguration([], { [theirs]: 'not this one', [ours]: text });
      expect(settings[row.name]).toEqual(value);
      expect(origins[row.name]).toBe(`environment ${ours}`);
    },
  );

  it('has its default when nothing is set', () => {
    const { settings, origins, warnings } = loadConfiguration([], {});
    expect(settings).toEqual({
      readOnly: false,
      planMinutes: 10,
      journal: 'required',
      emulator: false,
      revealToken: false,
      allowLocalUpstream: false,
      showProperties: 'values',
      waitSeconds: 45,
      watchSeconds: 5,
      attemptTimeoutSeconds: 20,
      callTimeoutSeconds: 50,
      logLevel: 'info',
    });
    expect([origins, warnings]).toEqual([{}, []]);
  });

  it.each(['', '   '])('counts as missing when its variable is empty (%j)', (value) => {
    const { settings } = loadConfiguration([], {
      ANYPOINT_REGION: value,
      ANYPOINT_BASE_URL: value,
      ANYPOINT_HOST: 'h:1',
    });
    expect(settings.region).toBeUndefined();
    expect(settings.baseUrl).toBe('h:1');
  });

  it.each(['ANYPOINT_ENV', 'env:HOME', 'user_config.environment', 'X:-'])(
    'counts as missing, with a warning, when the host has not filled in $ {%s}',
    (name) => {
      const value = ` ${'$'}{${name}} `;
      for (const [argv, env, place] of [
        [[], { ANYPOINT_ENVIRONMENT: value }, 'ANYPOINT_ENVIRONMENT'],
        [['--environment', value], {}, '--environment'],
      ] as const) {
        const { settings, warnings } = loadConfiguration([...argv], { ...env, ANYPOINT_ENV: 'Sandbox' });
        expect(settings.environment).toBe('Sandbox');
        expect(warnings).toEqual([
          `${place} holds the text ${value.trim()}, an unfilled placeholder; it counts as missing.`,
        ]);
      }
    },
  );

  it('takes a value that only looks a little like a placeholder as it is', () => {
    expect(loadConfiguration([], { ANYPOINT_PASSWORD: '${half' }).settings.password).toBe('${half');
  });

  it('cannot be changed afterwards', () => {
    const configuration = loadConfiguration([], {});
    expect(() => Object.assign(configuration.settings, { readOnly: true })).toThrow(TypeError);
    expect(() => Object.assign(configuration, { settings: {} })).toThrow(TypeError);
  });

  it.each([
    ['true', true],
    ['ON', true],
    ['1', true],
    ['false', false],
    ['no', false],
    ['0', false],
  ])('that is a switch takes %j for %j', (text, value) => {
    expect(loadConfiguration([], { ANYPOINT_READ_ONLY: text }).settings.readOnly).toBe(value);
    expect(loadConfiguration([`--read-only=${text}`], {}).settings.readOnly).toBe(value);
  });
});

describe('a word', () => {
  it.each([
    [{ ANYPOINT_LOG_LEVEL: 'INFO' }, { logLevel: 'info' }],
    [{ ANYPOINT_LOG_LEVEL: ' Silent ' }, { logLevel: 'silent' }],
    [{ ANYPOINT_TOOLSETS: 'Access, RUNTIME' }, { toolsets: ['access', 'runtime'] }],
  ])('is taken in any case: %j', (env, expected) => {
    expect(loadConfiguration([], env).settings).toMatchObject(expected);
  });
});

describe('folders', () => {
  it.each([`/srv/jars${delimiter}/opt/builds`, '/srv/jars,/opt/builds', ' /srv/jars , /opt/builds, '])(
    'are separated as in PATH or by commas: %j',
    (text) => {
      const { settings } = loadConfiguration([], { ANYPOINT_FILES_DIR: text });
      expect(settings.filesDir).toEqual(['/srv/jars', '/opt/builds']);
    },
  );
});

describe('a wrong value', () => {
  it.each([
    ['ANYPOINT_READ_ONLY', 'maybe', 'expected true or false'],
    ['ANYPOINT_WAIT_SECONDS', '1.5', 'expected a whole number of seconds'],
    ['ANYPOINT_WAIT_SECONDS', '0', 'expected 1 to 3600'],
    ['ANYPOINT_CALL_TIMEOUT_SECONDS', '601', 'expected 1 to 600'],
    ['ANYPOINT_ATTEMPT_TIMEOUT_SECONDS', '-1', 'expected a whole number of seconds'],
    ['ANYPOINT_LOG_LEVEL', 'loud', 'error, warn, info, debug or silent'],
    ['ANYPOINT_TOOLSETS', 'gatways', 'access, runtime, gateways, apis, applications or changes'],
    ['ANYPOINT_TOOLSETS', ',', 'expected one or more of access, runtime'],
    ['ANYPOINT_FILES_DIR', 'jars', 'expected absolute paths of folders'],
    ['ANYPOINT_FILES_DIR', ',', 'expected one or more absolute paths of folders'],
  ])('in %s=%s is named with the variable, the value and what is expected', (variable, value, expected) => {
    const problems = problemsOf([], { [variable]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`environment ${variable} is ${JSON.stringify(value)}`);
    expect(problems[0]).toContain(expected);
  });

  it('of a flag is named with the flag', () => {
    expect(problemsOf(['--wait-seconds', 'long'])).toEqual([
      'flag --wait-seconds is "long": expected a whole number of seconds.',
    ]);
  });

  it('does not keep the others from being named', () => {
    const problems = problemsOf(['--nonsense'], { ANYPOINT_READ_ONLY: 'maybe', ANYPOINT_LOG_LEVEL: 'loud' });
    expect(problems).toHaveLength(3);
    expect(() => loadConfiguration(['--nonsense'], {})).toThrow(/--nonsense is not a flag/);
    expect(problemsOf(['--nonsense', '--state=a.json', '--wait-seconds=x'])).toHaveLength(3);
  });

  it.each([
    [
      ['--toolsets', 'foo,bar,apis'],
      'flag --toolsets is "foo,bar,apis": expected access, runtime, gateways, apis, applications or changes.',
    ],
    [['--log-level=loud'], 'flag --log-level is "loud": expected error, warn, info, debug or silent.'],
    [['--region='], 'flag --region is "": expected a value.'],
  ])('is said in words: %j', (argv, problem) => {
    expect(problemsOf(argv)).toEqual([problem]);
  });
});

describe('the command line', () => {
  it.each([
    ['--regoin', 'did you mean --region?'],
    ['--read-olny', 'did you mean --read-only?'],
    ['--env', 'did you mean --environment?'],
  ])('%s is no flag, and the nearest one is named', (flag, hint) => {
    expect(problemsOf([flag])[0]).toContain(hint);
  });

  it.each(['--frobnicate', '--zzz', '--tls'])('%s is no flag, and none that is far from it is suggested', (flag) => {
    expect(problemsOf([flag])).toEqual([`${flag} is not a flag of anypoint-mcp. See anypoint-mcp --help.`]);
  });

  it('names a flag of the embedded platform that stands alone', () => {
    expect(problemsOf(['--scenario', 'a.json'], { ANYPOINT_EMULATOR_STATE: 'b.json' })).toEqual([
      '--scenario and --state are for the embedded platform: give --emulator, too.',
    ]);
  });

  it.each(flagRows.filter(({ placeholder }) => placeholder !== undefined))(
    '$flag without a value says what it needs',
    (row) => {
      const problem = `${row.flag} needs a value: ${row.flag} ${row.placeholder}.`;
      expect(problemsOf([row.flag])).toEqual([problem]);
      expect(problemsOf([row.flag, '--read-only'])).toEqual([problem]);
    },
  );

  it('the last of two equal flags counts', () => {
    expect(loadConfiguration(['--region', 'eu', '--region=us'], {}).settings.region).toBe('us');
  });

  it('a value may hold = and begin with one dash', () => {
    expect(loadConfiguration(['--organization=a=b', '--environment', '-x'], {}).settings).toMatchObject({
      organization: 'a=b',
      environment: '-x',
    });
  });

  it.each([
    ['--client-secret', 'ANYPOINT_CLIENT_SECRET'],
    ['--password', 'ANYPOINT_PASSWORD'],
    ['--access-token', 'ANYPOINT_ACCESS_TOKEN'],
  ])('%s is refused with the variable to use instead, and its value is not repeated', (flag, variable) => {
    for (const argv of [[flag, 'hunter2-value'], [`${flag}=hunter2-value`], [flag, 'hunter2-value', '--read-only']]) {
      expect(problemsOf(argv)).toEqual([
        `${flag} is not a flag: secrets come from the environment only, here ${variable}.`,
      ]);
    }
  });

  it('repeats no value behind a flag that we do not know: it may be a secret', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,12}$/), fc.boolean(), (word, attached) => {
        const flag = `--x-${word}`;
        const problems = problemsOf(attached ? [`${flag}=hunter2-value`] : [flag, 'hunter2-value']);
        expect(problems).toHaveLength(1);
        expect(problems.join()).not.toContain('hunter2');
      }),
    );
  });
});
