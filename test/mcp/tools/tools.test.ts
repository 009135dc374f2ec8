import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../../src/config/load.ts';
import { defineReadTool } from '../../../src/core/tools/define-read-tool.ts';
import { toolsets } from '../../../src/core/tools/toolsets.ts';
import { instructions } from '../../../src/mcp/instructions.ts';
import { createLog } from '../../../src/mcp/log.ts';
import { createParts } from '../../../src/mcp/parts.ts';
import { PlatformResources } from '../../../src/mcp/resources/platform-resources.ts';
import { ResourceReader } from '../../../src/mcp/resources/resource-reader.ts';
import { createSession } from '../../../src/mcp/session.ts';
import { OfferedTools, type ToolSelection } from '../../../src/mcp/tools/offered-tools.ts';
import { outOfReach } from '../../../src/mcp/tools/out-of-reach.ts';
import { type JsonSchema, listedTool } from '../../../src/mcp/tools/tool-schema.ts';
import { userAgent, version } from '../../../src/mcp/version.ts';
import { inputFailure, platformFailure } from '../../../src/platform/errors.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { allTools } from '../../../src/services/tools.ts';
import { caller, safety } from '../../support/safety.ts';
import { testTool } from '../../support/tools.ts';

const everything: ToolSelection = { readOnly: false, toolsets: undefined };

describe('the tools offered', () => {
  it('are all of them, in the order of their names, unless the operator limits them', () => {
    const names = OfferedTools.of(everything)
      .list()
      .map(({ name }) => name);
    expect(names).toEqual(allTools.map(({ name }) => name));
    expect(names).toEqual([...names].sort());
  });

  it('only read when the operator wants that', () => {
    const offered = OfferedTools.of({ ...everything, readOnly: true }).list();
    expect(offered).toEqual(allTools.filter(({ effect }) => effect === 'read'));
    expect(offered.length).toBeGreaterThan(0);
  });

  it.each(toolsets)('are those of the toolset %s only, when the operator wants that', (toolset) => {
    const offered = OfferedTools.of({ readOnly: false, toolsets: [toolset] }).list();
    expect(offered).toEqual(allTools.filter((tool) => tool.toolset === toolset));
  });

  it('are found by their exact name', () => {
    const tools = OfferedTools.of(everything);
    for (const tool of allTools) expect(tools.find(tool.name)).toBe(tool);
  });

  it('are named nearest first for a name that does not exist, without those that are not offered', () => {
    expect(OfferedTools.of(everything).find('anypoint_list_enviroments')).toEqual({
      problem: expect.stringMatching(
        /^Unknown tool "anypoint_list_enviroments"\. The closest names? (is|are) anypoint_list_environments[,.]/,
      ),
    });
    for (const unlike of ['', 'zzz']) {
      expect(OfferedTools.of(everything).find(unlike)).toEqual({
        problem: `Unknown tool "${unlike}". tools/list returns the tools of this server.`,
      });
    }
    const found = OfferedTools.of({ readOnly: true, toolsets: ['access'] }).find('anypoint_list_envs');
    if (!('problem' in found)) throw new Error('expected a problem');
    for (const { name } of allTools.filter(({ toolset }) => toolset !== 'access'))
      expect(found.problem).not.toContain(name);
  });

  it('are found by what they do, and the disabled ones, too', () => {
    const tools = OfferedTools.of({ readOnly: false, toolsets: ['access'] });
    for (const tool of allTools) {
      expect(tools.toolOf(tool.operation)).toBe(tool);
      expect(tools.offers(tool.operation)).toBe(tool.toolset === 'access');
      expect(tools.isDisabled(tool)).toBe(tool.toolset !== 'access');
    }
    expect(() => tools.toolOf('gateway.fixEverything')).toThrow('gateway.fixEverything');
  });

  it('do not include a write in read-only mode, and the answer says why', () => {
    const write = allTools.find(({ effect }) => effect !== 'read');
    if (write === undefined) throw new Error('there is no write tool');
    expect(OfferedTools.of({ ...everything, readOnly: true }).find(write.name)).toEqual({
      problem: `${write.name} is disabled: the operator started this server in read-only mode. The operator can restart it without --read-only, or make the change elsewhere.`,
    });
  });

  it('do not include one of another toolset, and the answer says why', () => {
    expect(OfferedTools.of({ readOnly: false, toolsets: ['runtime', 'apis'] }).find('anypoint_get_token')).toEqual({
      problem:
        'anypoint_get_token is disabled: the operator limited this server to the toolsets runtime, apis. The operator can restart it with access in --toolsets.',
    });
  });
});

/** Every schema inside a schema, with where it is. */
function* schemasIn(schema: JsonSchema, path = ''): Generator<{ path: string; schema: JsonSchema }> {
  yield { path, schema };
  for (const [name, member] of Object.entries(schema.properties ?? {})) yield* schemasIn(member, `${path}/${name}`);
  if (schema.items) yield* schemasIn(schema.items, `${path}[]`);
}

describe.each(allTools.map((tool) => ({ name: tool.name, tool })))('the schemas of $name', ({ tool }) => {
  const { inputSchema, outputSchema, annotations } = listedTool(tool);
  const all = [...schemasIn(inputSchema, 'input'), ...schemasIn(outputSchema, 'output')];

  it('are plain: no reference, no alternative, no list of types, no dialect', () => {
    for (const { path, schema } of all) {
      const keywords = Object.keys(schema);
      for (const keyword of ['$schema', '$ref', '$defs', 'anyOf', 'oneOf', 'allOf', 'not', 'const', 'propertyNames']) {
        expect(keywords, path).not.toContain(keyword);
      }
      if (schema.type !== undefined) expect(schema.type, path).toBeTypeOf('string');
    }
  });

  it('close every object of the arguments, and leave results open to what later versions add', () => {
    for (const { path, schema } of all) {
      const isClosed = path.startsWith('input') && schema.properties !== undefined;
      expect(schema.additionalProperties, path).toBe(isClosed ? false : undefined);
    }
  });

  it('list the members of every object and the items of every list of the arguments', () => {
    for (const { path, schema } of schemasIn(inputSchema, 'input')) {
      if (schema.type === 'object') expect(schema.properties, path).toBeDefined();
      if (schema.type === 'array') expect(schema.items?.type, path).toBeDefined();
    }
  });

  it('accept the example', () => {
    const accepts = new Ajv2020({ strict: true }).compile(inputSchema);
    expect(accepts(tool.example.arguments), JSON.stringify(accepts.errors)).toBe(true);
  });

  it('have a type and words for every argument, and an object around everything', () => {
    expect([inputSchema.type, outputSchema.type]).toEqual(['object', 'object']);
    for (const [name, member] of Object.entries(inputSchema.properties ?? {})) {
      expect(member.type, name).toBeDefined();
      expect(member.description, name).toBeTruthy();
    }
    for (const name of inputSchema.required ?? []) expect(inputSchema.properties).toHaveProperty(name);
  });

  it('come with hints that follow from the effect', () => {
    expect(annotations).toEqual({
      readOnlyHint: tool.effect === 'read',
      destructiveHint: tool.effect === 'update' || tool.effect === 'delete' || tool.billedOrExposed,
      idempotentHint: !tool.actsAgain,
      openWorldHint: true,
    });
  });
});

describe('the schemas of a tool with nested arguments', () => {
  const tool = defineReadTool({
    ...testTool,
    name: 'anypoint_test_thing',
    effect: 'read',
    example: { arguments: { ports: [] }, answers: '' },
    input: {
      ports: z.array(z.strictObject({ port: z.number().int(), name: z.string().min(1) })).describe('Ports'),
      tags: z.record(z.string(), z.string()).optional().describe('Tags'),
    },
    output: z.object({ rows: z.array(z.object({ id: z.string() })), any: z.unknown(), total: z.number() }),
    run: async () => ({ rows: [], any: 1, total: 0 }),
    present: () => ({ headline: '' }),
  });

  it('say only what a caller can use', () => {
    expect(listedTool(tool).inputSchema).toEqual({
      type: 'object',
      properties: {
        ports: {
          description: 'Ports',
          type: 'array',
          items: {
            type: 'object',
            properties: { port: { type: 'integer' }, name: { type: 'string' } },
            required: ['port', 'name'],
            additionalProperties: false,
          },
        },
        tags: { description: 'Tags', type: 'object', propertyNames: expect.anything() },
      },
      required: ['ports'],
      additionalProperties: false,
    });
  });

  it('outline the first level of the result', () => {
    expect(listedTool(tool).outputSchema).toEqual({
      type: 'object',
      properties: { rows: { type: 'array', items: { type: 'object' } }, any: {}, total: { type: 'number' } },
    });
  });
});

describe('the log', () => {
  it('writes JSON lines at least as severe as requested', () => {
    const severities = ['error', 'warn', 'info', 'debug'] as const;
    for (const [index, least] of [...severities, 'silent' as const].entries()) {
      const written: string[] = [];
      const log = createLog(least, new Secrets(), (line) => written.push(line));
      for (const level of severities) log(level, 'x', { n: 1 });
      const shown = least === 'silent' ? [] : severities.slice(0, index + 1);
      expect(written.map((line) => JSON.parse(line))).toEqual(
        shown.map((level) => ({ time: expect.stringMatching(/Z$/), level, message: 'x', n: 1 })),
      );
      for (const line of written) expect(line).toMatch(/^[^\n]+\n$/);
    }
  });

  it('masks secrets, also those that JSON escapes', () => {
    const secrets = new Secrets();
    secrets.add('a"quoted\\secret');
    const written: string[] = [];
    createLog('info', secrets, (line) => written.push(line))('info', 'x', { error: 'bad a"quoted\\secret!' });
    expect(JSON.parse(written.join(''))).toMatchObject({ error: 'bad [secret]!' });
  });
});

describe('a resource', () => {
  const { signal } = new AbortController();
  const secrets = new Secrets();
  secrets.add('a"quoted\\secret');

  /** The resources of a platform where reading gives what `read` gives. */
  const answering = (read: () => Promise<unknown>): ResourceReader => {
    const tools = new OfferedTools();
    const unused = () => Promise.reject(new Error('unused'));
    const resources = Object.assign(new PlatformResources({ session: unused, tools, secrets }), { read });
    return new ResourceReader({ resources, secrets, tools });
  };

  it('comes as JSON text without secrets', async () => {
    const reader = answering(async () => ({ a: 'a"quoted\\secret' }));
    const { contents } = await reader.read('anypoint://x', signal);
    expect(contents).toEqual([{ uri: 'anypoint://x', mimeType: 'application/json', text: '{\n "a": "[secret]"\n}' }]);
  });

  it.each([
    ['an address that is none of ours', async () => undefined],
    [
      'something that the platform does not have',
      () => Promise.reject(inputFailure({ what: 'x', next: 'y', http: { method: 'GET', path: '/x', status: 404 } })),
    ],
  ])('is not found: %s', async (_name, read) => {
    await expect(answering(read).read('anypoint://x', signal)).rejects.toMatchObject({
      message: expect.stringContaining('not found'),
    });
  });

  it('that fails says why and what to do, without secrets', async () => {
    const failing = answering(() => Promise.reject(platformFailure({ what: 'Down a"quoted\\secret.', next: 'Wait.' })));
    await expect(failing.read('anypoint://x', signal)).rejects.toThrow('Down [secret].\nNext: Wait.');
  });

  it('that fails by a bug of ours tells nothing of the error', async () => {
    const failing = answering(() => Promise.reject(new Error('internal detail')));
    await expect(failing.read('anypoint://x', signal)).rejects.toThrow(/^((?!internal detail).)*$/);
  });

  it('that is cancelled ends with an AbortError', async () => {
    const failing = answering(() => Promise.reject(new Error('whatever the abort broke')));
    await expect(failing.read('anypoint://x', AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('the parts of a process', () => {
  const options = (createOne: () => Promise<never>, env: Record<string, string> = {}) => ({
    settings: loadConfiguration([], env).settings,
    secrets: new Secrets(),
    log: () => undefined,
    createSession: createOne,
    safety: safety(),
  });

  it('are loaded once, and list the tools that the settings allow, without a session', async () => {
    const parts = createParts(
      options(() => Promise.reject(new Error('no session was needed')), { ANYPOINT_TOOLSETS: 'access' }),
    );
    const [first, second] = await Promise.all([parts.calls(), parts.calls()]);
    expect(first).toBe(second);
    expect(first.listedTools()).toBe(first.listedTools());
    expect(first.listedTools().map(({ name }) => name)).toEqual(
      allTools.filter(({ toolset }) => toolset === 'access').map(({ name }) => name),
    );
  });

  it('make the session with the first call, and again only if that failed', async () => {
    let tries = 0;
    const parts = createParts(
      options(() => {
        tries++;
        return Promise.reject(inputFailure({ what: `Try ${tries}.`, next: 'x' }));
      }),
    );
    const { tools, pipeline } = await parts.calls();
    const tool = tools.find('anypoint_list_organizations');
    if ('problem' in tool) throw new Error(tool.problem);
    const environment = { signal: new AbortController().signal, progress: () => undefined, caller };
    expect((await pipeline.call(tool, {}, environment)).text).toContain('Try 1.');
    expect((await pipeline.call(tool, {}, environment)).text).toContain('Try 2.');
  });

  it('know every configured secret from the start', () => {
    const secrets = new Secrets();
    const env = {
      ANYPOINT_CLIENT_ID: 'x',
      ANYPOINT_CLIENT_SECRET: 'the-secret',
      ANYPOINT_PASSWORD: 'the-password',
      ANYPOINT_BEARER: 'the-token',
    };
    createSession(loadConfiguration([], env).settings, secrets);
    expect(secrets.redact('the-secret the-password the-token')).toBe('[secret] [secret] [secret]');
  });
});

describe('what clients and the platform see of us', () => {
  it('is the version of the package', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(userAgent).toBe(`anypoint-mcp/${version}`);
  });

  it('is short: instructions are paid for in every conversation', () => {
    expect(instructions.length).toBeLessThan(1_300);
  });
});

describe('what is out of reach', () => {
  it.each([
    ['anypoint_approve_contract', 'API Manager > the API > Contracts'],
    ['anypoint_create_user', 'Access Management'],
    ['anypoint_delete_application', 'Runtime Manager > Applications'],
    ['anypoint_create_private_space', 'Runtime Manager > Private Spaces'],
  ])('%s: says where a person does it, and suggests no tool that does something else', (name, where) => {
    const found = new OfferedTools().find(name);
    expect(found).toEqual({ problem: expect.stringMatching(/^Unknown tool .* a person does it in the web console, /) });
    expect(found).toEqual({ problem: expect.stringContaining(where) });
  });

  it.each(outOfReach)('has no tool that changes $what', ({ words }) => {
    const changing = allTools.filter(({ effect }) => effect !== 'read').map(({ name }) => name);
    expect(changing.filter((name) => words.test(name))).toEqual([]);
  });

  it('suggests no tool because of the prefix alone', () => {
    expect(new OfferedTools().find('anypoint_xyzzy_plugh')).toEqual({
      problem: 'Unknown tool "anypoint_xyzzy_plugh". tools/list returns the tools of this server.',
    });
  });
});
