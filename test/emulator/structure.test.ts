import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { compose } from '../../src/emulator/core/composition.ts';
import { scopesWithoutPlace } from '../../src/emulator/core/identity/permissions.ts';
import { services } from '../../src/emulator/services/index.ts';

const maxFilesInFolder = 25;
const maxLinesInFile = 350;
const maxParameters = 4;

const root = fileURLToPath(new URL('../../src/emulator/', import.meta.url));

interface Node {
  type: string;
  start: number;
  [member: string]: unknown;
}

interface Source {
  /** Path below src/emulator, with forward slashes. */
  file: string;
  text: string;
  program: Node;
  /** Imported files by path below src/emulator; files outside of it start with `../`. Packages are left out. */
  imports: string[];
}

const sources: Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    // The parser's types list every kind of node; walk() needs only what all of them share.
    const program = parseSync(file, text).program as unknown as Node;
    return { file, text, program, imports: importsIn(file, program) };
  });

function importsIn(file: string, program: Node): string[] {
  const found: string[] = [];
  walk(program, (node) => {
    const { source } = node;
    if (!/^(Import|Export\w*)Declaration$|^ImportExpression$|^TSImportType$/.test(node.type) || !isNode(source)) return;
    const target = String(source['value']);
    if (target.startsWith('.')) found.push(path.posix.join(path.posix.dirname(file), target));
  });
  return found;
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) if (isNode(child)) walk(child, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function lineOf({ text }: Source, { start }: Node): number {
  return text.slice(0, start).split('\n').length;
}

/** The service that a file belongs to; undefined for files outside of `services/`. */
const serviceOf = (file: string): string | undefined => /^services\/([^/]+)\//.exec(file)?.[1];
/** A problem for each import that is not allowed. `advice` says how to fix it. */
const forbiddenImports = (isForbidden: (file: string, target: string) => boolean, advice: string): string[] =>
  sources.flatMap(({ file, imports }) =>
    imports
      .filter((target) => isForbidden(file, target))
      .map((target) => `src/emulator/${file} imports ${target}: ${advice}`),
  );
const composition = compose(services);

/** Fails with the list of problems, one per line. */
function expectNone(problems: readonly string[]): void {
  expect(problems.join('\n')).toBe('');
}

describe('the source of the emulator', () => {
  it('is read by this test, with imports of values and of types', () => {
    expect(sources.length).toBeGreaterThan(100);
    const importsFrom = (file: string) => sources.find((source) => source.file === file)?.imports;
    expect(importsFrom('core/emulator.ts')).toContain('core/app.ts');
    expect(importsFrom('core/listener.ts')).toContain('core/tls.ts');
    expect(importsFrom('core/store.ts')).toContain('core/kinds.ts');
    const known = new Set(sources.map(({ file }) => file));
    expectNone(
      sources.flatMap(({ file, imports }) =>
        imports
          .filter((target) => !target.startsWith('../') && !known.has(target))
          .map((target) => `src/emulator/${file} imports ${target}, which this test does not find`),
      ),
    );
  });

  it('imports nothing from the rest of src', () => {
    const advice = 'the emulator must not depend on the rest of src; write it again here, or use HTTP';
    // The built-in organization is data.
    const isOutside = (target: string): boolean => target.startsWith('../') && !target.startsWith('../../scenarios/');
    expectNone(forbiddenImports((_file, target) => isOutside(target), advice));
  });

  it('has a core that imports no service', () => {
    const advice = 'core must not import services; add an ExtensionPoint that the service implements';
    const isService = (file: string, target: string): boolean =>
      file.startsWith('core/') && target.startsWith('services/');
    expectNone(forbiddenImports(isService, advice));
  });

  it('has services that import only the index.ts of each other', () => {
    const isInside = (file: string, target: string): boolean => {
      const [from, to] = [serviceOf(file), serviceOf(target)];
      return from !== undefined && to !== undefined && from !== to && target !== `services/${to}/index.ts`;
    };
    expectNone(forbiddenImports(isInside, 'export it from the index.ts of the other service and import that'));
  });

  it('has services that do not import their own index.ts', () => {
    const isOwn = (file: string, target: string): boolean => target === `services/${serviceOf(file)}/index.ts`;
    expectNone(forbiddenImports(isOwn, 'index.ts is for other services; import the file that declares it'));
  });

  it('has no circular imports, not even of types', () => {
    const importsFrom = new Map(sources.map(({ file, imports }) => [file, imports]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) {
        circles.push(`circular imports in src/emulator: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`);
      }
      if (done.has(file) || trail.includes(file)) return;
      for (const target of importsFrom.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const { file } of sources) visit(file, []);
    expectNone(circles);
  });

  it('has no unused file, apart from its two entry points', () => {
    const entryPoints = ['index.ts', 'scenario-schema.ts'];
    const imported = new Set(sources.flatMap(({ imports }) => imports));
    expectNone(
      sources
        .filter(({ file }) => !entryPoints.includes(file) && !imported.has(file))
        .map(({ file }) => `no file imports src/emulator/${file}: add what it declares to its service, or delete it`),
    );
  });

  it('has small folders, short files and short parameter lists', () => {
    const folders = new Map<string, number>();
    for (const { file } of sources) {
      const folder = path.posix.dirname(file);
      folders.set(folder, (folders.get(folder) ?? 0) + 1);
    }
    const largeFolders = [...folders]
      .filter(([, files]) => files > maxFilesInFolder)
      .map(
        ([folder, files]) =>
          `src/emulator/${folder} has ${files} files, at most ${maxFilesInFolder} are allowed: split it into subfolders`,
      );
    const longFiles = sources
      .map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > maxLinesInFile)
      .map(
        ({ file, lines }) =>
          `src/emulator/${file} has ${lines} lines, at most ${maxLinesInFile} are allowed: split it by subject`,
      );
    const longParameterLists = sources.flatMap((source) => {
      const found: string[] = [];
      walk(source.program, (node) => {
        if (
          !/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|TSFunctionType|TSMethodSignature)$/.test(
            node.type,
          )
        )
          return;
        const { params } = node;
        if (!Array.isArray(params) || params.length <= maxParameters) return;
        const location = `src/emulator/${source.file}:${lineOf(source, node)}`;
        found.push(
          `${location} has ${params.length} parameters, at most ${maxParameters} are allowed: put some into an object`,
        );
      });
      return found;
    });
    expectNone([...largeFolders, ...longFiles, ...longParameterLists]);
  });
});

describe('the registry of services', () => {
  const registered: string[] = services.map(({ name }) => name);

  it('lists every service once, by the name of its folder', () => {
    const folders = readdirSync(path.join(root, 'services'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const missing = folders
      .filter((folder) => !registered.includes(folder))
      .map((folder) => `src/emulator/services/index.ts does not list the service in services/${folder}`);
    const unknown = registered
      .filter((name) => !folders.includes(name))
      .map((name) => `src/emulator/services/index.ts lists ${name}, but the folder services/${name} does not exist`);
    const twice = registered
      .filter((name, index) => registered.indexOf(name) !== index)
      .map((name) => `src/emulator/services/index.ts lists ${name} twice`);
    expectNone([...missing, ...unknown, ...twice]);
  });

  it('contains everything that services declare', () => {
    const declared = {
      state: /\bdefine(?:Kind|Value|Sequence)\((?:\{\s*name: )?'([^']+)'/g,
      scenario: /\bdefine(?:List|Section)\(\{\s*name: '([^']+)'/g,
      events: /\bdefineEvent\(\{\s*do: '([^']+)'/g,
    } as const;
    const listed = {
      state: composition.state.map(({ name }) => name),
      scenario: composition.sections.map(({ name }) => name),
      events: composition.events.map((event) => event.do),
    };
    const unlisted = (['state', 'scenario', 'events'] as const).flatMap((member) =>
      sources.flatMap(({ file, text }) =>
        [...text.matchAll(declared[member])]
          .map(([, name = '']) => name)
          .filter((name) => !listed[member].includes(name))
          .map((name) => `src/emulator/${file} declares ${name}, but no defineService lists it in \`${member}\``),
      ),
    );
    expectNone(unlisted);
    expect(listed.state).toContain('servers');
    expect(listed.scenario).toContain('servers');
    expect(listed.events).toContain('disconnect-server');
  });

  it('says of every service what is emulated, and where its facts are', () => {
    const pages = new URL('../../docs/platform/', import.meta.url);
    expectNone(
      services.flatMap(({ name, parts }) => {
        const file = `src/emulator/services/${name}/index.ts`;
        if (parts.emulates.length === 0) return [`${file} says nothing of what it emulates: add \`emulates\``];
        const facts = parts.emulates.flatMap((emulated) => emulated.facts);
        return facts
          .filter((fact) => !existsSync(new URL(fact.replace(/#.*$/, ''), pages)))
          .map(
            (fact) => `${file} names ${fact}, but docs/platform has no such page: write it, each fact with its source`,
          );
      }),
    );
  });

  it('has a route for every claim of what is emulated', () => {
    const { routes, emulates } = compose(services);
    const known = routes.map(({ method, path }) => ({ method, path }));
    expectNone(
      emulates.flatMap(({ subject, has }) =>
        Object.entries(has)
          .filter(([, backing]) => backing !== 'behaviour')
          .filter(([, backing]) => {
            const [method = '', end = ''] = backing.split(' ');
            return !known.some((route) => route.method === method && route.path.endsWith(end));
          })
          .map(([claim, backing]) => `${subject} claims "${claim}", but no route ends with ${backing}`),
      ),
    );
  });

  it('has tests of every service', () => {
    const tests = fileURLToPath(new URL('./services/', import.meta.url));
    const isTested = (service: string): boolean =>
      existsSync(path.join(tests, service)) &&
      readdirSync(path.join(tests, service), { recursive: true, encoding: 'utf8' }).some((file) =>
        file.endsWith('.test.ts'),
      );
    expectNone(
      registered
        .filter((name) => !isTested(name))
        .map((name) => `test/emulator/services/${name} has no test: write what is special about the service`),
    );
  });

  it('declares every scope that its source names', () => {
    const declared = [...Object.keys(composition.scopes), ...Object.keys(scopesWithoutPlace)];
    const named = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/'((?:view|read|create|manage|delete|admin|contribute):[a-z_]+)'/g)].map(([, scope = '']) => ({
        file,
        scope,
      })),
    );
    expect(named.length).toBeGreaterThan(declared.length);
    expectNone(
      named
        .filter(({ scope }) => !declared.includes(scope))
        .map(
          ({ file, scope }) => `src/emulator/${file} names the scope ${scope}, which no service declares in \`scopes\``,
        ),
    );
  });

  it('has no duplicate route', () => {
    const routes = composition.routes.map(({ method, path: template }) => `${method} ${template}`);
    expectNone(
      routes
        .filter((route, index) => routes.indexOf(route) !== index)
        .map((route) => `the route ${route} is declared twice; the second one is never reached`),
    );
    expect(routes).toContain('GET /hybrid/api/v1/servers/{targetId}');
  });

  it('has a prefix and the required scopes for each route', () => {
    const problems = composition.routes.flatMap(({ method, path: template, prefix, access, level, scopes }) => {
      const route = `${method} ${template}`;
      const needsScope = access === 'token' && level !== 'platform';
      const hasScope = scopes.length > 0 && scopes.every((alternatives) => alternatives.length > 0);
      return [
        ...(template.startsWith(prefix) ? [] : [`the route ${route} is not below its prefix ${prefix}`]),
        ...(needsScope === hasScope
          ? []
          : [`the route ${route} has the level ${level} and ${hasScope ? 'must not have scopes' : 'needs scopes'}`]),
      ];
    });
    expectNone(problems);
  });
});
