import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../../src/config/load.ts';
import { defineReadTool } from '../../../src/core/tools/define-tool.ts';
import { toolsets } from '../../../src/core/tools/toolsets.ts';
import { instructions } from '../../../src/mcp/instructions.ts';
import { createLog } from '../../../src/mcp/log.ts';
import { createParts } from '../../../src/mcp/parts.ts';
import { PlatformResources } from '../../../src/mcp/resources/platform-resources.ts';
import { readResource } from '../../../src/mcp/resources/read-resource.ts';
import { createSession } from '../../../src/mcp/session.ts';
import { findTool, offeredTools } from '../../../src/mcp/tools/offered-tools.ts';
import { type JsonSchema, listedTool } from '../../../src/mcp/tools/tool-schema.ts';
import { userAgent, version } from '../../../src/mcp/version.ts';
import { inputFailure, platformFailure } from '../../../src/platform/errors.ts';
import { Secrets } from '../../../src/platform/secrets.ts';
import { allTools } from '../../../src/services/tools.ts';

const everything = { readOnly: false, toolsets: undefined };

describe('the tools offered', () => {
  it('are all of them, in the order of their names, unless the operator limits them', () => {
    const names = offeredTools(everything).map(({ name }) => name);
    expect(names).toEqual(allTools.map(({ name }) => name));
    expect(names).toEqual([...names].sort());
  });

  it('only read when the operator wants that', () => {
    const offered = offeredTools({ ...everything, readOnly: true });
    expect(offered).toEqual(allTools.filter(({ effect }) => effect === 'read'));
    expect(offered.length).toBeGreaterThan(0);
  });

  it.each(toolsets)('are those of the toolset %s only, when the operator wants that', (toolset) => {
    const offered = offeredTools({ readOnly: false, toolsets: [toolset] });
    expect(offered).toEqual(allTools.filter((tool) => tool.toolset === toolset));
  });

  it('are found by their exact name', () => {
    for (const tool of allTools) expect(findTool(tool.name, everything)).toBe(tool);
  });

  it('are named nearest first for a name that does not exist, without those that are not offered', () => {
    expect(findTool('anypoint_list_enviroments', everything)).toEqual({
      problem: expect.stringMatching(
        /^There is no tool "anypoint_list_enviroments"\. Nearest: anypoint_list_environments, /,
      ),
    });
    const found = findTool('anypoint_list_envs', { readOnly: true, toolsets: ['access'] });
    if (!('problem' in found)) throw new Error('expected a problem');
    for (const { name } of allTools.filter(({ toolset }) => toolset !== 'access'))
      expect(found.problem).not.toContain(name);
  });

  it('do not include a write in read-only mode, and the answer says why', () => {
    const write = allTools.find(({ effect }) => effect !== 'read');
    if (write === undefined) throw new Error('there is no write tool');
    expect(findTool(write.name, { ...everything, readOnly: true })).toEqual({
      problem: `${write.name} is not offered: the operator started this server in read-only mode.`,
    });
  });

  it('do not include one of another toolset, and the answer says why', () => {
    expect(findTool('anypoint_get_token', { readOnly: false, toolsets: ['runtime', 'apis'] })).toEqual({
      problem: 'anypoint_get_token is not offered: the operator limited this server to the toolsets runtime, apis.',
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

  it('say that there are no arguments where there are none, and leave other arguments to the answer of a call', () => {
    const closed = all.filter(({ schema }) => 'additionalProperties' in schema);
    const isBare = Object.keys(inputSchema.properties ?? {}).length === 0;
    expect(closed.map(({ path }) => path)).toEqual(isBare ? ['input'] : []);
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
      idempotentHint: tool.effect !== 'create',
      openWorldHint: true,
    });
  });
});

describe('the schemas of a tool with nested arguments', () => {
  const tool = defineReadTool({
    name: 'anypoint_test_thing',
    title: 'Test',
    toolset: 'access',
    effect: 'read',
    description: 'Test.',
    scope: 'account',
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
          },
        },
        tags: { description: 'Tags', type: 'object', propertyNames: expect.anything() },
      },
      required: ['ports'],
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
  it('writes JSON lines at least as severe as asked for', () => {
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
  const answering = (read: () => Promise<unknown>): PlatformResources =>
    Object.assign(new PlatformResources({ session: () => Promise.reject(new Error('unused')), toolsets: undefined }), {
      read,
    });

  it('comes as JSON text without secrets', async () => {
    const { contents } = await readResource(
      answering(async () => ({ a: 'a"quoted\\secret' })),
      secrets,
      'anypoint://x',
      signal,
    );
    expect(contents).toEqual([{ uri: 'anypoint://x', mimeType: 'application/json', text: '{\n "a": "[secret]"\n}' }]);
  });

  it.each([
    ['an address that is none of ours', async () => undefined],
    [
      'something that the platform does not have',
      () => Promise.reject(inputFailure({ what: 'x', next: 'y', http: { method: 'GET', path: '/x', status: 404 } })),
    ],
  ])('is not found: %s', async (_name, read) => {
    await expect(readResource(answering(read), secrets, 'anypoint://x', signal)).rejects.toMatchObject({
      message: expect.stringContaining('not found'),
    });
  });

  it('that fails says why and what to do, without secrets', async () => {
    const failing = answering(() => Promise.reject(platformFailure({ what: 'Down a"quoted\\secret.', next: 'Wait.' })));
    await expect(readResource(failing, secrets, 'anypoint://x', signal)).rejects.toThrow('Down [secret].\nNext: Wait.');
  });

  it('that fails by a bug of ours tells nothing of the error', async () => {
    const failing = answering(() => Promise.reject(new Error('internal detail')));
    await expect(readResource(failing, secrets, 'anypoint://x', signal)).rejects.toThrow(/^((?!internal detail).)*$/);
  });

  it('that is cancelled ends with an AbortError', async () => {
    const failing = answering(() => Promise.reject(new Error('whatever the abort broke')));
    await expect(readResource(failing, secrets, 'anypoint://x', AbortSignal.abort())).rejects.toMatchObject({
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
  });

  it('are loaded once, and list the tools that the settings allow, without a session', async () => {
    const parts = createParts(
      options(() => Promise.reject(new Error('no session was needed')), { ANYPOINT_TOOLSETS: 'access' }),
    );
    const [first, second] = await Promise.all([parts.load(), parts.load()]);
    expect(first).toBe(second);
    expect(first.toolList()).toBe(first.toolList());
    expect(first.toolList().map(({ name }) => name)).toEqual(
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
    const { findTool: find, pipeline } = await parts.load();
    const tool = find('anypoint_list_organizations');
    if ('problem' in tool) throw new Error(tool.problem);
    const environment = { signal: new AbortController().signal, progress: () => undefined };
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

describe('what clients and the platform are told of us', () => {
  it('is the version of the package', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(userAgent).toBe(`anypoint-mcp/${version}`);
  });

  it('is short: instructions are paid for in every conversation', () => {
    expect(instructions.length).toBeLessThan(1_300);
  });
});
