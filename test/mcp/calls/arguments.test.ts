import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineReadTool } from '../../../src/core/tools/define-read-tool.ts';
import { jsonObject, namedValues } from '../../../src/core/tools/open-arguments.ts';
import { argumentFailure } from '../../../src/mcp/calls/argument-failure.ts';
import {
  acceptArguments,
  coerceArguments,
  refusePlaceholders,
  withParsedTexts,
} from '../../../src/mcp/calls/arguments.ts';
import { inputSchema, type JsonSchema, listedTool } from '../../../src/mcp/tools/tool-schema.ts';
import { setApplicationStatus } from '../../../src/services/applications/tools/set-application-status.ts';
import { inWords, testTool } from '../../support/tools.ts';

const sized = defineReadTool({
  ...testTool,
  name: 'anypoint_test_thing',
  effect: 'read',
  example: { arguments: { gateway: 'g' }, answers: '' },
  input: {
    gateway: z.string().describe('Gateway'),
    size: z.enum(['small', 'Large']).optional(),
    level: z.enum(['debug', 'info', 'warn']).optional(),
    replicas: z
      .number()
      .int()
      .min(1)
      .meta({ spellings: ['replicaCount'] })
      .optional(),
    force: z.boolean().optional(),
    servers: z.array(z.string()).optional(),
    ports: z.array(z.number()).optional(),
    logging: z.strictObject({ level: z.string(), forward: z.boolean().optional() }).optional(),
    configuration: z.record(z.string(), z.unknown()).optional(),
    labels: namedValues('label', 'Labels').optional(),
    policy: jsonObject('Policy').optional(),
  },
  output: z.object({}),
  run: async () => ({}),
  present: () => ({ headline: '' }),
});
const schema = inputSchema(sized);
const inputOf = (args: unknown): unknown => sized.input.parse(args);
const coerced = (args: Record<string, unknown>): unknown => coerceArguments({ gateway: 'g', ...args }, schema);

/** A schema of the kinds that tools use, with a value that satisfies it. */
const schemaWithValue: fc.Arbitrary<{ schema: JsonSchema; value: unknown }> = fc.letrec<{
  any: { schema: JsonSchema; value: unknown };
}>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'binary' }).map((value) => ({ schema: { type: 'string' }, value })),
    fc
      .constantFrom('true', '5', 'null', '["a"]', '{"a":1}', '')
      .map((value) => ({ schema: { type: 'string' }, value })),
    fc.constantFrom('small', 'Large').map((value) => ({ schema: { type: 'string', enum: ['small', 'Large'] }, value })),
    fc.maxSafeInteger().map((value) => ({ schema: { type: 'integer' }, value })),
    fc.double({ noNaN: true }).map((value) => ({ schema: { type: 'number' }, value })),
    fc.boolean().map((value) => ({ schema: { type: 'boolean' }, value })),
    fc.jsonValue().map((value) => ({ schema: {}, value })),
    fc.dictionary(fc.string(), fc.jsonValue()).map((value) => ({ schema: { type: 'object' }, value })),
    fc.tuple(tie('any'), fc.nat(3)).map(([item, count]) => ({
      schema: { type: 'array', items: item.schema },
      value: Array.from({ length: count }, () => item.value),
    })),
    fc.dictionary(fc.string(), tie('any'), { maxKeys: 4 }).map((members) => ({
      schema: {
        type: 'object',
        properties: Object.fromEntries(Object.entries(members).map(([name, member]) => [name, member.schema])),
      },
      value: Object.fromEntries(
        Object.entries(members)
          .filter(([, member]) => member.value !== null)
          .map(([name, member]) => [name, member.value]),
      ),
    })),
  ),
})).any;

describe('an empty text', () => {
  it.each(['size', 'replicas', 'force', 'servers', 'logging', 'configuration', 'replicaCount'])(
    'counts as not given for %s, which cannot be empty',
    (name) => {
      for (const blank of ['', ' ', '\t\n']) expect(coerced({ [name]: blank })).toEqual({ gateway: 'g' });
    },
  );

  it('counts as not given where a text is demanded that is filled, and stays where it may clear something', () => {
    const input = { label: z.string().optional(), name: z.string().min(1).optional(), gateway: z.string().min(1) };
    const own = inputSchema({ ...sized, input: z.strictObject(input) });
    expect(coerceArguments({ label: '', name: '', gateway: '' }, own)).toEqual({ label: '', gateway: '' });
  });

  it('stays where it hides that something is missing or unknown, and in data', () => {
    expect(coerceArguments({ gateway: '', other: '' }, schema)).toEqual({ gateway: '', other: '' });
    expect(coerced({ configuration: { key: '' } })).toEqual({ gateway: 'g', configuration: { key: '' } });
  });
});

describe('arguments of the right form', () => {
  it('pass unchanged, whatever they are', () => {
    fc.assert(
      fc.property(schemaWithValue, ({ schema: expected, value }) => {
        expect(coerceArguments(value, expected)).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('named values and JSON text', () => {
  const accepted = (args: Record<string, unknown>): unknown => inputOf(coerced(args));

  it('mean the same in the declared form and as plain objects, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((name) => name.trim() !== ''),
          fc.string(),
        ),
        fc.object(),
        (labels, policy) => {
          fc.pre(Object.keys(labels).sort().join() !== 'name,value');
          const data = JSON.parse(JSON.stringify(policy));
          const list = Object.entries(labels).map(([name, value]) => ({ name, value }));
          const seen = accepted({ labels: list, policy: JSON.stringify(data) });
          expect(accepted({ labels, policy: data })).toEqual(seen);
          expect(seen).toMatchObject({ labels: new Map(Object.entries(labels)), policy: data });
        },
      ),
    );
  });

  it('are shown to clients in the declared form', () => {
    expect(listedTool(sized).inputSchema.properties).toMatchObject({
      labels: {
        type: 'array',
        description: 'Labels',
        items: {
          type: 'object',
          properties: {
            name: { type: 'string', description: 'Name of the label' },
            value: { type: 'string', description: 'Value of the label' },
          },
          required: ['name', 'value'],
          additionalProperties: false,
        },
      },
    });
    expect(listedTool(sized).inputSchema.properties?.['policy']).toEqual({ type: 'string', description: 'Policy' });
  });
});

describe('arguments in the form that models and command lines write', () => {
  it.each([
    ['"true" for a boolean', { force: 'true' }, { force: true }],
    ['"False" for a boolean', { force: ' False ' }, { force: false }],
    ['"5" for a number', { replicas: '5' }, { replicas: 5 }],
    ['a number for an id', { gateway: 42 }, { gateway: '42' }],
    ['JSON text for a list', { servers: '["a", "b"]' }, { servers: ['a', 'b'] }],
    ['JSON text with numbers for a list of ids', { servers: '[1, 2]' }, { servers: ['1', '2'] }],
    ['one value for a list', { servers: 'a' }, { servers: ['a'] }],
    ['one number for a list of ids', { servers: 7 }, { servers: ['7'] }],
    ['texts in a list of numbers', { ports: ['80', 81] }, { ports: [80, 81] }],
    ['text that only begins like JSON for a list', { servers: '[prod' }, { servers: ['[prod'] }],
    [
      'JSON text for an object',
      { logging: '{"level": "info", "forward": "true"}' },
      { logging: { level: 'info', forward: true } },
    ],
    ['another case of an allowed value', { size: ' LARGE' }, { size: 'Large' }],
    [
      'an object for named values',
      { labels: { a: 'x', port: 8081, on: false, 'n.m': '' } },
      {
        labels: [
          { name: 'a', value: 'x' },
          { name: 'port', value: '8081' },
          { name: 'on', value: 'false' },
          { name: 'n.m', value: '' },
        ],
      },
    ],
    ['numbers in named values', { labels: [{ name: 1, value: true }] }, { labels: [{ name: '1', value: 'true' }] }],
    ['JSON text for named values', { labels: '{"value": 1}' }, { labels: [{ name: 'value', value: '1' }] }],
    [
      'JSON text of a list for named values',
      { labels: '[{"name": "a", "value": 1}]' },
      { labels: [{ name: 'a', value: '1' }] },
    ],
    ['an object for JSON text', { policy: { a: [1, null], b: 'x' } }, { policy: '{"a":[1,null],"b":"x"}' }],
    ['null for nothing', { size: null, logging: { level: 'info', forward: null } }, { logging: { level: 'info' } }],
  ])('are taken: %s', (_name, args, expected) => {
    expect(coerced(args)).toEqual({ gateway: 'g', ...expected });
    expect(() => sized.accept(coerced(args))).not.toThrow();
  });

  it('are limited in number when they are wrong', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`unknown${index}`, 1]));
    try {
      sized.accept({ gateway: 'g', ...many });
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const { message } = argumentFailure(error, many, schema, 'anypoint_test_thing');
      expect(message).toMatch(/"unknown9"\. 4990 more arguments are wrong\.$/);
      return;
    }
    throw new Error('expected the arguments to be refused');
  });

  it('may be one JSON text as a whole', () => {
    expect(coerceArguments('{"gateway": 7}', schema)).toEqual({ gateway: '7' });
  });

  it('keep null where members of any name are data', () => {
    expect(coerced({ configuration: { limit: null } })).toEqual({ gateway: 'g', configuration: { limit: null } });
  });

  it.each([
    ['a number that is none', { replicas: '5 pieces' }],
    ['a boolean that is none', { force: 'yes' }],
    ['an object that is none', { logging: 'info' }],
    ['a value that is not allowed', { size: 'huge' }],
    [
      'a name and a value, of which nobody knows whether they are one item or two',
      { labels: { name: 'a', value: 'b' } },
    ],
    ['named values that are none', { labels: 'a=b' }],
    ['a list for JSON text', { policy: [1] }],
  ])('are left for validation when they cannot be converted: %s', (_name, args) => {
    expect(coerced(args)).toEqual({ gateway: 'g', ...args });
    expect(() => sized.accept(coerced(args))).toThrow(z.ZodError);
  });
});

describe('a missing argument', () => {
  const status = { application: 'orders-app' };

  it.each([
    [{ ...status, desiredStatus: 'STOPPED' }, 'Unknown argument "desiredStatus". Did you mean action?'],
    [{ ...status, desiredStatus: 'STOPPED' }, 'The argument action is missing: start, stop or restart.'],
    [status, 'The argument action is missing: start, stop or restart.'],
  ])('is named with what it can be, and by what stands in its place: %j', (args, text) => {
    expect(() => acceptArguments(setApplicationStatus, args)).toThrow(text);
  });

  it('is not guessed among several', () => {
    const guess = /Did you mean/;
    expect(() => acceptArguments(setApplicationStatus, { zzz: 1 })).not.toThrow(guess);
    expect(() => acceptArguments(setApplicationStatus, { ...status, zzz: 1, yyy: 2 })).not.toThrow(guess);
    expect(() => acceptArguments(setApplicationStatus, { ...status, action: 'stop', zzz: 1 })).not.toThrow(guess);
  });
});

describe('arguments that are wrong', () => {
  const failure = (args: unknown) => {
    const given = coerceArguments(args, schema);
    try {
      sized.accept(given);
    } catch (error) {
      if (error instanceof z.ZodError) return inWords(argumentFailure(error, given, schema, 'anypoint_test_thing'));
    }
    throw new Error('expected the arguments to be refused');
  };

  it.each([
    ['a missing one', {}, 'The argument gateway is missing.'],
    ['a missing one inside', { gateway: 'g', logging: {} }, 'The argument logging.level is missing.'],
    ['one of a wrong type', { gateway: 'g', replicas: 'many' }, 'The argument replicas is wrong: expected a number.'],
    ['half of one', { gateway: 'g', replicas: 1.5 }, 'The argument replicas is wrong: expected a whole number.'],
    [
      'one of a wrong type inside',
      { gateway: 'g', logging: { level: [] } },
      'The argument logging.level is wrong: expected a string.',
    ],
    ['one in a list', { gateway: 'g', servers: [{}] }, 'The argument servers.0 is wrong: expected a string.'],
    ['one out of range', { gateway: 'g', replicas: 0 }, 'The argument replicas is wrong: expected at least 1.'],
    ['one that is not allowed', { gateway: 'g', size: 'huge' }, 'The argument size is wrong: expected small or Large.'],
    ['an unknown one', { gateway: 'g', zzz: 1 }, 'Unknown argument "zzz".'],
    ['an unknown one for the only missing one', { zzz: 'g' }, 'Unknown argument "zzz". Did you mean gateway?'],
    ['a misspelt one', { gateway: 'g', replica: 1 }, 'Unknown argument "replica". Did you mean replicas?'],
    ['an unknown one inside', { gateway: 'g', logging: { level: 'x', lvl: 1 } }, 'Unknown argument "logging.lvl".'],
    ['a very long unknown one', { gateway: 'g', ['z'.repeat(5000)]: 1 }, `Unknown argument "${'z'.repeat(79)}…".`],
    [
      'one of several values',
      { gateway: 'g', level: 'x' },
      'The argument level is wrong: expected debug, info or warn.',
    ],
    [
      'one in two spellings',
      { gateway: 'g', replicas: 1, replica_count: 2 },
      'The arguments replicas and replica_count name the same setting: give only one of them.',
    ],
    ['one in two cases', { gateway: 'g', Gateway: 'h' }, 'The arguments gateway and Gateway name the same setting'],
    [
      'one in two spellings inside',
      { gateway: 'g', logging: { level: 'x', LEVEL: 'y' } },
      'The arguments logging.level and logging.LEVEL name the same setting',
    ],
    [
      'a value that is no text',
      { gateway: 'g', labels: { a: ['x'] } },
      'The argument labels.a is wrong: expected a string.',
    ],
    ['a value that is missing', { gateway: 'g', labels: [{ name: 'a' }] }, 'The argument labels.a is missing.'],
    [
      'a value that is given twice',
      { gateway: 'g', labels: ['x', 'y'].map((value) => ({ name: 'a', value })) },
      'The argument labels is wrong: "a" is in the list twice.',
    ],
    [
      'a member of named values that does not exist',
      { gateway: 'g', labels: [{ name: 'a', value: 'b', secure: true }] },
      'Unknown argument "labels.0.secure".',
    ],
    ['a misspelt one inside', { gateway: 'g', logging: { level: 'x', levels: 'y' } }, 'Did you mean logging.level?'],
    ['something that is no object', 5, 'The arguments are wrong: expected an object.'],
  ])('are named: %s', (_name, args, text) => {
    const { kind, message, next } = failure(args);
    expect(kind).toBe('input');
    expect(message).toMatch(/^anypoint_test_thing was not called: /);
    expect(message).toContain(text);
    expect(next).toBe(
      'It takes gateway (required), size, level, replicas, force, servers, ports, logging, configuration, labels, policy.',
    );
  });

  it.each(['{"a": s3cr3t-value}', '["s3cr3t-value"]', '"s3cr3t-value"', 's3cr3t-value', '{"a": "s3cr3t-value"'])(
    'are not repeated where JSON text is expected: %s',
    (policy) => {
      const { message } = failure({ gateway: 'g', policy });
      expect(message).toContain(
        'The argument policy is wrong: expected a JSON object as text, such as {"name":"value"}.',
      );
      expect(message).not.toContain('s3cr3t');
    },
  );

  it('are all named at once', () => {
    const { message } = failure({ replicas: 'x', zzz: 1 });
    for (const word of ['gateway', 'replicas', 'zzz']) expect(message).toContain(word);
  });

  it('of a tool without arguments say so', () => {
    expect(argumentFailure(new z.ZodError([]), {}, {}, 'anypoint_test_thing').next).toBe('Call it without arguments.');
  });
});

describe('placeholders of our own results', () => {
  it.each([
    [{ username: '<name>' }, 'the argument username is still the placeholder <name>.'],
    [
      { servers: ['mule-1', ' <the new server> '] },
      'the argument servers.1 is still the placeholder <the new server>.',
    ],
    [{ configuration: { username: '<name>' } }, 'the argument configuration.username is still the placeholder <name>.'],
    [{ policy: { users: [{ name: '<name>' }] } }, 'the argument policy.users.0.name is still the placeholder <name>.'],
  ])('are refused: %j', (args, text) => {
    expect(() => refusePlaceholders(withParsedTexts(coerced(args), schema), 'anypoint_test_thing', schema)).toThrow(
      text,
    );
  });

  it.each([
    { gateway: '<https://anypoint.mulesoft.com/x>' },
    { labels: { greeting: '<name>' } },
    { labels: [{ name: '<name>', value: '<name>' }] },
    { gateway: '{"a":"<name>"}' },
    { configuration: { body: '<a href="x">' } },
    { name: 'a < b > c', limit: 3, active: true, nothing: null },
  ])('are not seen in %j', (args) => {
    expect(() =>
      refusePlaceholders(withParsedTexts(coerced(args), schema), 'anypoint_test_thing', schema),
    ).not.toThrow();
  });
});

describe('arguments of any size', async () => {
  const { startHarness } = await import('../../support/harness.ts');
  const harness = await startHarness();

  it.each([
    ['more than 500000 characters', { fields: 'x,'.repeat(500_000) }],
    ['more than 500000 characters', { ['x'.repeat(600_000)]: 1 }],
    ['more than 5000 values', { fields: Array.from({ length: 10_000 }, () => 'x') }],
    ['more than 5000 values', { nameContains: Array.from({ length: 10_000 }, () => []) }],
  ])('are refused with %s', async (limit, args) => {
    expect(await harness.fails('anypoint_list_servers', args)).toContain(`its arguments have ${limit}.`);
  });

  const nested = (depth: number): unknown[] => (depth === 0 ? [] : [nested(depth - 1)]);
  const policy = { api: 'inventory-api', policy: 'rate-limiting' };

  it.each([
    ['more than 5000 values', { configuration: `{"rateLimits":[${'{},'.repeat(6_000)}{}]}` }],
    ['more than 100 levels', { configuration: `{"rateLimits":${'['.repeat(200_000)}${']'.repeat(200_000)}}` }],
    ['more than 100 levels', { configuration: { rateLimits: nested(4_000) } }],
    ['more than 5000 values', { paths: `["/"${',"/"'.repeat(6_000)}]` }],
  ])('are refused with %s, also as JSON text', async (limit, args) => {
    const text = await harness.fails('anypoint_apply_policy', { ...policy, ...args });
    expect(text).toContain(`its arguments have ${limit}.`);
  });

  it.each([
    ['a text of nothing but commas', ','.repeat(400_000), /^.* expected at most 1000 characters\.$/gm],
    ['a text of wrong words', 'x,'.repeat(200_000), /^.* expected at most 1000 characters\.$/gm],
    ['wrong words in a text', 'x,'.repeat(400), /expected any of/g],
    ['wrong words in a list', Array.from({ length: 4_000 }, () => 'x'), /expected any of/g],
  ])('are refused in one line for %s', async (_, fields, problem) => {
    const text = await harness.fails('anypoint_list_servers', { fields });
    expect(text.match(problem)).toHaveLength(1);
    expect(text.length).toBeLessThan(2_000);
  });

  it('are none where a list holds nothing', async () => {
    await harness.ok('anypoint_list_servers', { fields: ','.repeat(900) });
  });
});
