import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../src/anypoint/', import.meta.url);

/** Every path that `src/anypoint` can build, as a template: what is interpolated is a parameter. */
export function clientPaths(): string[] {
  const found = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/apiPath`(\/[^`]+)`/g)])
    // The example in the documentation of `apiPath` itself interpolates `id`, as others do.
    .map(([, path = '']) => path.replace(/\$\{[^}]+\}/g, '{part}'));
  return [...new Set(found)].sort();
}
