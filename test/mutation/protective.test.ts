import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { protective } from '../../stryker.config.mjs';

/** Folders in which every file decides or protects. */
const folders = ['src/platform/masking', 'src/platform/egress', 'src/core/plan', 'src/core/waiting'];

describe('the files of the mutation test', () => {
  it('exist, and so do their tests', () => {
    const named = [...Object.keys(protective), ...Object.values(protective).flat()];
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('are all those of the folders that decide or protect', () => {
    const all = folders.flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`));
    expect(all.filter((file) => protective[file] === undefined)).toEqual([]);
  });
});
