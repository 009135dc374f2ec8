import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

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

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
const edges = sources.flatMap(({ file, imports }) => imports.map((found) => ({ file, ...found })));
const inside = edges.filter(({ target }) => target.endsWith('.ts'));
const shown = (found: readonly { file: string; target: string; kind: string }[]): string[] =>
  found.map(({ file, target, kind }) => `${file} → ${target} (${kind})`);

/** What a folder may import besides itself. */
const allowed: Record<string, readonly string[]> = {
  '': ['cli'],
  cli: ['mcp', 'services', 'core', 'platform', 'config', 'emulator'],
  mcp: ['services', 'core', 'platform', 'config'],
  services: ['core', 'platform'],
  core: ['services', 'platform'],
  platform: [],
  config: ['core', 'platform'],
  emulator: [],
};

describe('the source', () => {
  it('is found by this test, with its imports', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(shown(edges)).toContain('platform/http.ts → undici (dynamic)');
    expect(shown(edges)).toContain('platform/http.ts → undici (type)');
    expect(shown(edges)).toContain('mcp/calls/pipeline.ts → core/waiting/wait.ts (static)');
    expect(
      inside.filter(({ target }) => !sources.some(({ file }) => file === target) && !target.startsWith('../')),
    ).toEqual([]);
  });

  it('has no folder that nobody has decided about', () => {
    expect([...new Set(sources.map(({ file }) => folderOf(file)))].filter((folder) => !(folder in allowed))).toEqual(
      [],
    );
  });

  it('imports in one direction: cli → mcp → services → core → platform', () => {
    const wrong = inside.filter(({ file, target }) => {
      const [from, to] = [folderOf(file), folderOf(target)];
      if (from === to) return false;
      return !allowed[from]?.includes(to);
    });
    expect(shown(wrong)).toEqual([]);
  });

  it('has no circle of files that load each other', () => {
    const loads = new Map(
      sources.map(({ file, imports }) => [
        file,
        imports.filter(({ kind }) => kind === 'static').map(({ target }) => target),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      if (done.has(file) || trail.includes(file)) return;
      for (const target of loads.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const { file } of sources) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('knows the MCP SDK only in mcp and the demo, which is a client', () => {
    const wrong = edges.filter(
      ({ file, target }) => target.startsWith('@modelcontextprotocol/') && !/^mcp\/|^cli\/demo/.test(file),
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('knows undici only in platform/http.ts, and loads it late', () => {
    const wrong = edges.filter(
      ({ file, target, kind }) =>
        (target === 'undici' || target.startsWith('undici/')) && (file !== 'platform/http.ts' || kind === 'static'),
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('goes to the network through platform/http.ts only, apart from the demo and the emulator', () => {
    const wrong = sources
      .filter(({ file }) => !/^(emulator|cli)\//.test(file) && file !== 'platform/http.ts')
      .filter(
        ({ text, imports }) =>
          /\bglobalThis\.fetch\b|(?<![.\w])fetch\(['"`h]/.test(text) ||
          imports.some(({ target }) => /^(node:)?(https?|tls)$/.test(target)),
      );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('keeps the emulator apart: it imports nothing of ours, and only the command line loads it, late', () => {
    const out = inside.filter(({ file, target }) => folderOf(file) === 'emulator' && folderOf(target) !== 'emulator');
    const into = inside.filter(
      ({ file, target, kind }) =>
        folderOf(target) === 'emulator' &&
        folderOf(file) !== 'emulator' &&
        (folderOf(file) !== 'cli' || kind === 'static'),
    );
    expect(shown([...out, ...into])).toEqual([]);
  });

  it('has no file of more than 350 lines', () => {
    const long = sources
      .map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 350);
    expect(long).toEqual([]);
  });

  it('names no tool in a text: advice names operations, and knows which of their tools are disabled', () => {
    const named = sources
      .filter(({ file }) => /^(mcp|services|core|platform)\//.test(file))
      .flatMap(({ file, text }) =>
        text
          .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
          .split('\n')
          // A tool's own name, and the type of all of them.
          .filter((line) => /anypoint_/.test(line) && !/^ {2}name: 'anypoint_\w+',$|^export type ToolName/.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(named).toEqual([]);
  });

  it('writes nothing to the console: stdout belongs to the protocol', () => {
    expect(sources.filter(({ text }) => /\bconsole\.\w/.test(text)).map(({ file }) => file)).toEqual([]);
  });
});
