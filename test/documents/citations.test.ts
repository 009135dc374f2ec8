import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectNone, filePaths, lineOf, textOf } from './repository.ts';

const thisFile = 'test/documents/citations.test.ts';

/** Source files and pages. */
const files = filePaths
  .filter((file) => /\.(ts|mts|mjs|cjs|md)$/.test(file))
  .map((file) => ({ file, text: textOf(file) }));

const exists = new Set(filePaths.flatMap((file) => [file, ...foldersOf(file)]));

/** The folders that a file is in: of `docs/platform/apis.md`, `docs/platform` and `docs`. */
function foldersOf(file: string): string[] {
  const folder = path.posix.dirname(file);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

/** The anchors of the headings of a page, as GitHub generates them. */
function anchorsIn(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = withoutBlocks(text).matchAll(/^#{1,6}\s+(.+?)\s*$/gm);
  return new Set(
    [...headings].map(([, heading = '']) => {
      const slug = heading
        .toLowerCase()
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

/** A page with blanks for its blocks of code, so that everything else stays where it is. */
function withoutBlocks(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, (block) => block.replace(/[^\n]/g, ' '));
}

const anchorsByPage = new Map<string, Set<string>>();
function hasAnchor(page: string, anchor: string): boolean {
  const anchors = anchorsByPage.get(page) ?? anchorsIn(textOf(page));
  anchorsByPage.set(page, anchors);
  return anchors.has(anchor);
}

/** What is wrong with a page and an anchor in it; undefined when both exist. */
function problemOf(page: string, anchor: string | undefined): string | undefined {
  if (!exists.has(path.posix.normalize(page).replace(/\/$/, ''))) return 'which does not exist';
  return anchor === undefined || hasAnchor(page, anchor) ? undefined : 'which has no such heading';
}

/** The folders whose paths pages name. */
const rooms = ['src', 'test', 'scripts', 'docs', 'bench', 'skills', 'scenarios', 'schemas'];

/** A path from the root of the repository, or a pattern for paths: `src/mcp/parts.ts`, `src/services/*`. */
const repositoryPath = new RegExp(`^(?:${rooms.join('|')})/`);
/** Methods of the protocol that look like paths. */
const methods = ['skills/list', 'skills/get'];
/** What makes a path a pattern: a glob, a placeholder in angle brackets, or three dots. */
const pattern = /[*?<>{}…]|\.\.\./;

interface NamedPath {
  path: string;
  line: number;
}

/** The paths of this repository that a page names in backticks, alone or in a command; without patterns. */
function pathsIn(page: string): NamedPath[] {
  // A path after a key, as in "[tfx] `docs/page.md`", belongs to the repository that the key stands for.
  const quoted = [...withoutBlocks(page).matchAll(/(?<!\] )`([^`\n]+)`/g)];
  return quoted.flatMap(({ 1: text = '', index }) =>
    text
      .split(/[\s,;]+/)
      .map((word) => word.replace(/#.*$|:\d+$|\/$/, ''))
      .filter((word) => repositoryPath.test(word) && !pattern.test(word) && !methods.includes(word))
      .map((word) => ({ path: word, line: lineOf(page, index) })),
  );
}

describe('citations', () => {
  it('name pages and headings of this repository', () => {
    const cited = files.flatMap(({ file, text }) =>
      // A path after a key, as in "[tfx] `docs/page.md`", belongs to the repository that the key stands for.
      [...text.matchAll(/(?<!\] `)\b(docs\/[\w./-]+\.md)(?:#([\w-]+))?/g)].map((match) => {
        const [citation, page = '', anchor] = match;
        const problem = problemOf(page, anchor);
        return problem === undefined ? '' : `${file}:${lineOf(text, match.index)} cites ${citation}, ${problem}`;
      }),
    );
    expect(cited.length).toBeGreaterThan(100);
    expectNone(cited.filter((problem) => problem !== ''));
  });

  it('are links to files and headings that exist, in pages', () => {
    expectNone(
      files
        .filter(({ file }) => file.endsWith('.md'))
        .flatMap(({ file, text }) =>
          [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([\w-]+))?\)/g)].flatMap((match) => {
            const [link, target = '', anchor] = match;
            const page = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
            const problem = problemOf(page, page.endsWith('.md') ? anchor : undefined);
            return problem === undefined
              ? []
              : [`${file}:${lineOf(text, match.index)} has the link ${link.slice(1)}, ${problem}`];
          }),
        ),
    );
  });

  it('are paths that exist, where a page names them in backticks', () => {
    const named = files
      .filter(({ file }) => /^(docs\/.+|[^/]+)\.md$/.test(file))
      .flatMap(({ file, text }) => pathsIn(text).map((one) => ({ file, ...one })));
    expect(named.length).toBeGreaterThan(50);
    expectNone(
      named
        .filter((one) => !exists.has(one.path))
        .map((one) => `${one.file}:${one.line} names ${one.path}, which does not exist`),
    );
  });

  it('name no source that readers cannot open', () => {
    const unavailable =
      /\b(CLI )?[Rr]eferences? \d+(\.\d+)?\b|\[(spec|tf|tf-new|go|cli|dx|mmp|kb):|\b(API|wire) reference\b|\bthe tutorial\b|\bseed document\b|\bpolicy catalogue\b|\bspecs\/README\b|\.\.\/shared\//;
    expectNone(
      files
        .filter(({ file }) => file !== thisFile)
        .flatMap(({ file, text }) =>
          text
            .split('\n')
            .flatMap((line, index) =>
              unavailable.test(line)
                ? [`${file}:${index + 1} cites a source that is neither here nor public: ${line.trim()}`]
                : [],
            ),
        ),
    );
  });
});

describe('a path in backticks', () => {
  it('is found alone, in a command and with a line, and nowhere else', () => {
    const page = [
      'See `src/index.ts`, `test/support/` and `docs/emulator.md#scenarios`.',
      '```sh',
      'ls `src/in/a/block.ts`',
      '```',
      'Run `npx vitest run test/core --project unit`; fails at `src/a.ts:12`.',
      'Not `src/services/*/index.ts`, `src/services/<service>/client.ts`, `src/{a,b}.ts`, [key] `src/elsewhere.ts`, `a/src/b.ts`.',
    ].join('\n');
    expect(pathsIn(page).map((one) => `${one.line} ${one.path}`)).toEqual([
      '1 src/index.ts',
      '1 test/support',
      '1 docs/emulator.md',
      '5 test/core',
      '5 src/a.ts',
    ]);
  });
});
