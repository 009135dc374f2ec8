import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const thisFile = 'test/documents/citations.test.ts';

/** Source files and pages of the repository, without what is installed or built. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(ts|mts|mjs|cjs|md)$/.test(file) && existsSync(path.join(root, file)))
  .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));

/** The anchors of the headings of a page, as GitHub generates them. */
function anchorsIn(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6}\s+(.+?)\s*$/gm);
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

const anchorsByPage = new Map<string, Set<string>>();
function hasAnchor(page: string, anchor: string): boolean {
  const anchors = anchorsByPage.get(page) ?? anchorsIn(readFileSync(path.join(root, page), 'utf8'));
  anchorsByPage.set(page, anchors);
  return anchors.has(anchor);
}

/** What is wrong with a page and an anchor in it; undefined when both exist. */
function problemOf(page: string, anchor: string | undefined): string | undefined {
  if (!existsSync(path.join(root, page))) return 'which does not exist';
  return anchor === undefined || hasAnchor(page, anchor) ? undefined : 'which has no such heading';
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Fails with the list of problems, one per line. */
function expectNone(problems: readonly string[]): void {
  expect(problems.join('\n')).toBe('');
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
