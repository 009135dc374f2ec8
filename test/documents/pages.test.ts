import { describe, expect, it } from 'vitest';
import { filePaths, textOf } from './repository.ts';

describe('the pages about the platform', () => {
  const folder = 'docs/platform/';
  const pages = filePaths
    .filter((file) => file.startsWith(folder) && file.endsWith('.md'))
    .map((file) => file.slice(folder.length))
    .filter((page) => page !== 'README.md');

  it.each(pages)('%s has a row in the table of pages', (page) => {
    expect(textOf(`${folder}README.md`), `docs/platform/README.md has no row for ${page}: add one`).toContain(
      `\n| [${page}](${page}) | `,
    );
  });
});

describe('the catalog of errors', () => {
  it('says what is filled in, not how the code writes it', () => {
    const unsaying = textOf('docs/reference/errors.md').match(/\{(undefined|null|true|false|and|or|length|…)\}/g);
    expect(unsaying ?? []).toEqual([]);
  });
});
