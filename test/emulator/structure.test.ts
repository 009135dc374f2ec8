import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { compose } from '../../src/emulator/core/composition.ts';
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
  /** Below src/emulator, with forward slashes. */
  file: string;
  text: string;
  program: Node;
  /** Files below src/emulator, or starting with `../` outside of it; names of packages are left out. */
  imports: string[];
}

const sources: Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    // The parser's own types name every kind of node; a walk needs only what all of them share.
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

/** The service of a file below `services/`, undefined for other files. */
const serviceOf = (file: string): string | undefined => /^services\/([^/]+)\//.exec(file)?.[1];
const importsOf = (test: (file: string, target: string) => boolean, sentence: string): string[] =>
  sources.flatMap(({ file, imports }) =>
    imports.filter((target) => test(file, target)).map((target) => `${file} imports ${target}: ${sentence}`),
  );
const composition = compose(services);

/** Fails with the problems themselves, one a line. */
function expectNone(problems: readonly string[]): void {
  expect(problems.join('\n')).toBe('');
}

describe('the source of the emulator', () => {
  it('is found by this test, with its imports of values and of types', () => {
    expect(sources.length).toBeGreaterThan(100);
    const importsFrom = (file: string) => sources.find((source) => source.file === file)?.imports;
    expect(importsFrom('core/emulator.ts')).toContain('core/app.ts');
    expect(importsFrom('core/listener.ts')).toContain('core/tls.ts');
    expect(importsFrom('core/store.ts')).toContain('core/kinds.ts');
    const known = new Set(sources.map(({ file }) => file));
    const inside = sources.flatMap(({ imports }) => imports).filter((target) => !target.startsWith('../'));
    expectNone(inside.filter((target) => !known.has(target)).map((target) => `${target} is imported, and not there`));
  });

  it('imports nothing of src outside of itself: it speaks HTTP as the platform does', () => {
    const sentence = 'the emulator knows nothing of the rest of src; speak HTTP, or keep a copy of your own';
    // The built-in organization is data.
    const isOutside = (target: string): boolean => target.startsWith('../') && !target.startsWith('../../scenarios/');
    expectNone(importsOf((_file, target) => isOutside(target), sentence));
  });

  it('has a core that knows no service', () => {
    const sentence = 'core knows no service; let the service register something, as with an ExtensionPoint';
    expectNone(importsOf((file, target) => file.startsWith('core/') && target.startsWith('services/'), sentence));
  });

  it('has services that see only the index.ts of each other', () => {
    const isInside = (file: string, target: string): boolean => {
      const [from, to] = [serviceOf(file), serviceOf(target)];
      return from !== undefined && to !== undefined && from !== to && target !== `services/${to}/index.ts`;
    };
    expectNone(importsOf(isInside, 'export it from the index.ts of its service, and import it from there'));
  });

  it('has services that import their own files, and not their own index.ts', () => {
    const isOwn = (file: string, target: string): boolean => target === `services/${serviceOf(file)}/index.ts`;
    expectNone(importsOf(isOwn, 'index.ts is for other services; import the file that has it'));
  });

  it('has no circle of files, not even one of types', () => {
    const importsFrom = new Map(sources.map(({ file, imports }) => [file, imports]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      if (done.has(file) || trail.includes(file)) return;
      for (const target of importsFrom.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const { file } of sources) visit(file, []);
    expectNone(circles);
  });

  it('has no file that nobody imports, apart from its two doors', () => {
    const doors = ['index.ts', 'scenario-schema.ts'];
    const imported = new Set(sources.flatMap(({ imports }) => imports));
    expectNone(
      sources
        .filter(({ file }) => !doors.includes(file) && !imported.has(file))
        .map(({ file }) => `${file} is imported by nobody: list what it has in its service, or delete it`),
    );
  });

  it('is small enough to keep in the head: its folders, files and lists of parameters are short', () => {
    const folders = new Map<string, number>();
    for (const { file } of sources) {
      const folder = path.posix.dirname(file);
      folders.set(folder, (folders.get(folder) ?? 0) + 1);
    }
    const crowded = [...folders]
      .filter(([, files]) => files > maxFilesInFolder)
      .map(
        ([folder, files]) => `${folder} has ${files} files; give its subjects folders (${maxFilesInFolder} at most)`,
      );
    const long = sources
      .map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > maxLinesInFile)
      .map(({ file, lines }) => `${file} has ${lines} lines; give its subjects files (${maxLinesInFile} at most)`);
    const wide = sources.flatMap((source) => {
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
        const place = `${source.file}:${lineOf(source, node)}`;
        found.push(`${place} takes ${params.length} parameters; put some into an object (${maxParameters} at most)`);
      });
      return found;
    });
    expectNone([...crowded, ...long, ...wide]);
  });
});

describe('the registry of services', () => {
  const registered: string[] = services.map(({ name }) => name);

  it('has every service once, under the name of its folder', () => {
    const folders = readdirSync(path.join(root, 'services'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const missing = folders
      .filter((folder) => !registered.includes(folder))
      .map((folder) => `services/${folder} is in no line of services/index.ts, so nobody can call it`);
    const unknown = registered
      .filter((name) => !folders.includes(name))
      .map((name) => `services/index.ts has a service named ${name}, but there is no folder services/${name}`);
    const twice = registered
      .filter((name, index) => registered.indexOf(name) !== index)
      .map((name) => `services/index.ts has ${name} twice`);
    expectNone([...missing, ...unknown, ...twice]);
  });

  it('leaves out nothing that a service declares', () => {
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
    const lost = (['state', 'scenario', 'events'] as const).flatMap((member) =>
      sources.flatMap(({ file, text }) =>
        [...text.matchAll(declared[member])]
          .map(([, name = '']) => name)
          .filter((name) => !listed[member].includes(name))
          .map((name) => `${file} declares ${name}, which is in the ${member} of no service`),
      ),
    );
    expectNone(lost);
    expect(listed.state).toContain('servers');
    expect(listed.scenario).toContain('servers');
    expect(listed.events).toContain('disconnect-server');
  });

  it('has no two routes of which one could never answer', () => {
    const places = composition.routes.map(({ method, path: template }) => `${method} ${template}`);
    expectNone(
      places.filter((place, index) => places.indexOf(place) !== index).map((place) => `${place} is there twice`),
    );
    expect(places).toContain('GET /hybrid/api/v1/servers/{targetId}');
  });

  it('says of each route what it needs', () => {
    const wrong = composition.routes.flatMap(({ method, path: template, prefix, access, level, scopes }) => {
      const place = `${method} ${template}`;
      const needsScope = access === 'token' && level !== 'platform';
      const hasScope = scopes.length > 0 && scopes.every((alternatives) => alternatives.length > 0);
      return [
        ...(template.startsWith(prefix) ? [] : [`${place} is not below its prefix ${prefix}`]),
        ...(needsScope === hasScope ? [] : [`${place} has level ${level} and ${hasScope ? 'scopes' : 'no scope'}`]),
      ];
    });
    expectNone(wrong);
  });
});
