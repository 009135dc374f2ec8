import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { allServices } from '../src/services/index.ts';

// Which part of src may import which. The message of each rule names what breaks it, and where.

const root = fileURLToPath(new URL('../src/', import.meta.url));

interface Import {
  /** A file below src/, or the name of a package. */
  target: string;
  kind: 'static' | 'dynamic' | 'type';
}

interface Source {
  /** Below src/, with forward slashes. */
  file: string;
  text: string;
  imports: Import[];
}

const sources: Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return { file, text, imports: importsIn(file, text) };
  });

function importsIn(file: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const found = [
    ...code.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm),
    ...code.matchAll(/(typeof\s+)?\bimport\(\s*['"]([^'"]+)['"]/g),
  ];
  return found.map(([whole, type, target = '']) => ({
    target: target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target,
    kind: type ? 'type' : whole.includes('import(') ? 'dynamic' : 'static',
  }));
}

const files = new Set(sources.map(({ file }) => file));
const edges = sources.flatMap(({ file, imports }) => imports.map((found) => ({ file, ...found })));
const inside = edges.filter(({ target }) => files.has(target));
const shown = ({ file, target, kind }: { file: string; target: string; kind: string }): string =>
  `${file} imports ${target}${kind === 'static' ? '' : ` (${kind})`}`;

/** The room of a file: its first folder below src/. */
const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
const serviceOf = (file: string): string | undefined => /^services\/([\w-]+)\//.exec(file)?.[1];

/** What a room may import besides itself: `cli → mcp → services → core → platform`, and the emulator apart. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  '': ['cli'],
  cli: ['mcp', 'safety', 'services', 'core', 'platform', 'config', 'emulator'],
  mcp: ['safety', 'services', 'core', 'platform', 'config'],
  services: ['core', 'platform'],
  safety: ['core', 'platform'],
  core: ['platform'],
  platform: [],
  config: ['core', 'platform'],
  emulator: [],
};

/** The services that each service declares to work with when it plans and writes. */
const worksWith = new Map(allServices.map(({ name, worksWith: others = [] }) => [name, others]));

/** Every service that a service works with, straight or through others. */
function reachedFrom(service: string, seen = new Set<string>()): Set<string> {
  for (const other of worksWith.get(service) ?? []) {
    if (!seen.has(other)) reachedFrom(other, seen.add(other));
  }
  return seen;
}

describe('the source', () => {
  it('is found by this test, with its imports', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(edges.map(shown)).toContain('platform/transport/http.ts imports undici (dynamic)');
    expect(edges.map(shown)).toContain('platform/transport/http.ts imports undici (type)');
    expect(edges.map(shown)).toContain('mcp/calls/pipeline.ts imports core/waiting/wait.ts');
    const lost = edges.filter(
      ({ target }) => target.endsWith('.ts') && !target.startsWith('../') && !files.has(target),
    );
    expect(lost.map(shown)).toEqual([]);
  });

  it('has no room that nobody has decided about', () => {
    const rooms = new Set(sources.map(({ file }) => roomOf(file)));
    expect([...rooms].filter((room) => !(room in allowed))).toEqual([]);
  });

  it('imports downwards only: cli → mcp → services, safety → core → platform', () => {
    const wrong = inside.filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      return from !== to && !allowed[from]?.includes(to);
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('has no circle of files, not even of types', () => {
    const targets = new Map<string, string[]>();
    for (const { file, target } of inside) targets.set(file, [...(targets.get(file) ?? []), target]);
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      if (done.has(file) || trail.includes(file)) return;
      for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const { file } of sources) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('has no folder of more than 25 files: a service that grows gets subfolders by subject', () => {
    const counts = new Map<string, number>();
    for (const { file } of sources) {
      const folder = path.posix.dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const full = [...counts].filter(([, count]) => count > 25);
    expect(full.map(([folder, count]) => `src/${folder} holds ${count} files`)).toEqual([]);
  });

  it('has no file of more than 350 lines: a file has one subject', () => {
    const long = sources
      .map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 350);
    expect(long.map(({ file, lines }) => `src/${file} has ${lines} lines`)).toEqual([]);
  });

  it('has no function of more than four parameters', () => {
    const long = sources.flatMap(({ file, text }) =>
      functionsIn(file, text).filter(({ parameters }) => parameters > 4),
    );
    expect(
      long.map(({ file, line, name, parameters }) => `src/${file}:${line} ${name} takes ${parameters} parameters`),
    ).toEqual([]);
  });

  it('writes nothing to the console: stdout belongs to the protocol', () => {
    expect(sources.filter(({ text }) => /\bconsole\.\w/.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('makes storages of asynchronous contexts as constants only: each that was used once slows every promise', () => {
    const made = sources.flatMap(({ file, text }) =>
      text
        .split('\n')
        .filter((line) => line.includes('new AsyncLocalStorage'))
        .map((line) => ({ file, line })),
    );
    expect(made.length).toBeGreaterThan(1);
    expect(made.filter(({ line }) => !line.startsWith('const '))).toEqual([]);
  });
});

describe('a service', () => {
  it('is read by others through its index.ts only', () => {
    const wrong = inside.filter(({ file, target }) => {
      const owner = serviceOf(target);
      const isRegistry = file === 'services/index.ts' || file === 'services/tools.ts';
      return (
        owner !== undefined && owner !== serviceOf(file) && !isRegistry && path.posix.basename(target) !== 'index.ts'
      );
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('plans and writes with the services that it declares in worksWith; reading has no order', () => {
    const wrong = inside.filter(({ file, target }) => {
      const [from, to] = [serviceOf(file), serviceOf(target)];
      if (from === undefined || to === undefined || from === to) return false;
      return /-plans?\.ts$|\/tools\//.test(file) && !reachedFrom(from).has(to);
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('never works with itself through others', () => {
    expect([...worksWith.keys()].filter((service) => reachedFrom(service).has(service))).toEqual([]);
  });

  it('works with services that exist', () => {
    const unknown = [...worksWith].flatMap(([service, others]) =>
      others.filter((other) => !worksWith.has(other)).map((other) => `${service} works with ${other}`),
    );
    expect(unknown).toEqual([]);
  });

  it('is in the registry', () => {
    const services = new Set(sources.map(({ file }) => serviceOf(file)).filter((service) => service !== undefined));
    const missing = [...services].flatMap((service) => {
      const file = `services/${service}/service.ts`;
      if (!files.has(file)) return [`src/${file} is missing`];
      const isNamed = inside.some((edge) => edge.file === 'services/index.ts' && edge.target === file);
      return isNamed ? [] : [`src/services/index.ts does not list the service in src/${file}`];
    });
    expect(missing).toEqual([]);
  });

  it('knows no tool by name: rules name operations, see core/operations.ts', () => {
    const named = sources
      .filter(({ file }) => /^(core|platform|services)\//.test(file))
      .flatMap(({ file, text }) =>
        text.split('\n').flatMap((line, index) => {
          const isOwnName = /^\s*name: 'anypoint_\w+',$/.test(line) && /\/tools\//.test(file);
          const isComment = /^\s*(\/\/|\/?\*)/.test(line);
          return /\banypoint_[a-z]+_/.test(line) && !isOwnName && !isComment
            ? [`src/${file}:${index + 1} ${line.trim()}`]
            : [];
        }),
      );
    expect(named).toEqual([]);
  });
});

describe('the rooms', () => {
  it('know the MCP SDK only in mcp, and in the demo, which is a client', () => {
    const wrong = edges.filter(
      ({ file, target }) => target.startsWith('@modelcontextprotocol/') && !/^mcp\/|^cli\/demo/.test(file),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it('know undici only in platform/transport/http.ts, and load it late', () => {
    const wrong = edges.filter(
      ({ file, target, kind }) =>
        (target === 'undici' || target.startsWith('undici/')) &&
        (file !== 'platform/transport/http.ts' || kind === 'static'),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it('go to the network through platform/transport/http.ts only, apart from the demo and the emulator', () => {
    const wrong = sources
      .filter(({ file }) => !/^(emulator|cli)\//.test(file) && file !== 'platform/transport/http.ts')
      .filter(
        ({ text, imports }) =>
          /\bglobalThis\.fetch\b|(?<![.\w])fetch\(['"`h]/.test(text) ||
          imports.some(({ target }) => /^(node:)?(https?|tls)$/.test(target)),
      );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('keep the emulator apart: it imports nothing of ours, and only the command line loads it, late', () => {
    const out = inside.filter(({ file, target }) => roomOf(file) === 'emulator' && roomOf(target) !== 'emulator');
    const into = inside.filter(
      ({ file, target, kind }) =>
        roomOf(target) === 'emulator' && roomOf(file) !== 'emulator' && (roomOf(file) !== 'cli' || kind === 'static'),
    );
    expect([...out, ...into].map(shown)).toEqual([]);
  });
});

interface FunctionFacts {
  file: string;
  line: number;
  name: string;
  parameters: number;
}

interface Node {
  type: string;
  start: number;
  [member: string]: unknown;
}

/** Every function of a file, with the name of what holds it. */
function functionsIn(file: string, text: string): FunctionFacts[] {
  const found: FunctionFacts[] = [];
  const walk = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const one of value) walk(one, name);
    if (typeof value !== 'object' || value === null || !('type' in value)) return;
    const node = value as Node;
    const parameters = Array.isArray(node['params']) ? node['params'].length : 0;
    if (/Function|MethodSignature/.test(node.type)) {
      found.push({ file, line: text.slice(0, node.start).split('\n').length, name: nameIn(node) ?? name, parameters });
    }
    for (const member of Object.values(node)) walk(member, nameIn(node) ?? name);
  };
  // The parser's own types name every kind of node; a walk needs only what all of them share.
  walk(parseSync(file, text).program as unknown, '(anonymous)');
  return found;
}

function nameIn(node: Node): string | undefined {
  const named = node['id'] ?? node['key'];
  return typeof named === 'object' && named !== null && 'name' in named && typeof named.name === 'string'
    ? named.name
    : undefined;
}
