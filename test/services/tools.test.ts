import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonSchema, listedTool } from '../../src/mcp/tools/tool-schema.ts';
import { allTools } from '../../src/services/tools.ts';
import { serviceOf } from '../support/tools.ts';

/** Every schema inside a schema, with where it stands. */
function* within(schema: JsonSchema, path = ''): Generator<[string, JsonSchema]> {
  yield [path, schema];
  for (const [name, member] of Object.entries(schema.properties ?? {})) yield* within(member, `${path}.${name}`);
  if (schema.items) yield* within(schema.items, `${path}[]`);
}

/** Something for every argument that a tool requires. */
function exampleArguments({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
  const examples: Record<string, unknown> = { array: ['a'], boolean: true, integer: 1, number: 1, object: {} };
  return Object.fromEntries(required.map((name) => [name, examples[properties[name]?.type ?? ''] ?? 'a']));
}

const forbidden = ['$schema', '$ref', '$defs', 'anyOf', 'oneOf', 'allOf', 'not', 'const', 'propertyNames'];

/** Files below a folder, by path from it. */
function filesBelow(folder: URL): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll(path.sep, '/'));
}

const testFiles = filesBelow(new URL('.', import.meta.url));
const services = new URL('../../src/services/', import.meta.url);

describe('the registry', () => {
  it('holds every tool once, sorted by name', () => {
    const names = allTools.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('holds every tool that a service names', () => {
    const registered = allTools.map(({ name }) => name as string);
    const named = filesBelow(services)
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        [...readFileSync(new URL(file, services), 'utf8').matchAll(/^ {2}name: '(anypoint_\w+)'/gm)].map(
          ([, name = '']) => ({ file, name }),
        ),
      );
    expect(named.length).toBe(registered.length);
    const lost = named.filter(({ name }) => !registered.includes(name));
    expect(
      lost.map(({ file, name }) => `src/services/${file} declares ${name}, which is not in src/services/tools.ts`),
      'Let each tool be `export const … = define…Tool(` in src/services/<service>/tools, and run npm run generate',
    ).toEqual([]);
  });

  describe.each(allTools.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
    const listed = listedTool(tool);

    it('has a name of at most 40 characters: verb, then noun', () => {
      expect(name).toMatch(
        /^anypoint_(get|list|search|create|update|rename|delete|add|remove|upsert|set|apply|verify|diagnose|undo)(_[a-z]+)+$/,
      );
      expect(name.length).toBeLessThanOrEqual(40);
    });

    it('has a title of its own for people', () => {
      expect(tool.title).toMatch(/^[A-Z][^.]{4,60}$/);
      expect(allTools.filter(({ title }) => title === tool.title)).toHaveLength(1);
    });

    it('has a description of whole sentences, at most 400 characters, that gives no orders', () => {
      expect(listed.description).toMatch(/^[A-Z].*\.$/s);
      expect(listed.description.length).toBeLessThanOrEqual(400);
      expect(listed.description).not.toMatch(/\b(MUST|ALWAYS|NEVER|you should|call this first)\b/);
    });

    it('has hints that follow from its effect', () => {
      const { readOnlyHint, destructiveHint } = listed.annotations;
      expect(readOnlyHint).toBe(tool.effect === 'read');
      if (tool.effect === 'read') expect(destructiveHint).toBe(false);
      if (tool.effect === 'delete' || tool.effect === 'update') expect(destructiveHint).toBe(true);
    });

    it('describes every argument, in words that say more than its name', () => {
      for (const [path, schema] of within(listed.inputSchema)) {
        if (path !== '' && !path.endsWith('[]'))
          expect(schema.description?.length ?? 0, `${path}: ${schema.description}`).toBeGreaterThan(10);
      }
    });

    it('takes no argument that it does not name', () => {
      expect(() => tool.accept({ ...exampleArguments(listed.inputSchema), inventedArgument: 1 })).toThrow(
        'inventedArgument',
      );
    });

    it('uses only the plainest JSON Schema', () => {
      for (const whole of [listed.inputSchema, listed.outputSchema]) {
        for (const [path, schema] of within(whole)) {
          for (const keyword of forbidden) expect(schema, path).not.toHaveProperty(keyword);
          expect(typeof (schema.type ?? ''), path).toBe('string');
          if (schema.type === 'array') expect(schema.items, path).toBeDefined();
        }
      }
    });

    if (tool.effect !== 'read')
      it('takes dryRun', () => {
        expect(listed.inputSchema.properties).toHaveProperty('dryRun');
      });

    it('has a test file of its own', () => {
      const file = `${name.replace('anypoint_', '').replaceAll('_', '-')}.test.ts`;
      const missing = `write test/services/${serviceOf(tool)}/tools/${file}: what is special about ${name}`;
      expect(testFiles.some((found) => path.posix.basename(found) === file) ? '' : missing).toBe('');
    });
  });
});
