import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../src/', import.meta.url);

/** Every path that the clients of `src/services` and `src/platform` can build, as a template: what is interpolated is a parameter. */
export function clientPaths(): string[] {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(services|platform)\b/.test(file) && file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/apiPath`(\/[^`]+)`/g)])
    // The example in the documentation of `apiPath` itself interpolates `id`, as others do.
    .map(([, path = '']) => path.replace(/\$\{[^}]+\}/g, '{part}'));
  return [...new Set(found)].sort();
}
