import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The packages whose code is in a bundle, as the bundler itself says: name, version, licence (SPDX) and the text of the
 * licence, sorted by name.
 * @param metafile esbuild's metafile of the bundle
 * @throws Error for a package without a licence or its text: what may not be passed on is not built
 */
export function bundledPackages(metafile) {
  const folders = new Set(Object.keys(metafile.inputs).flatMap((input) => packageFolder(input) ?? []));
  return [...folders].map(packageFacts).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `node_modules/@scope/name/dist/x.js` lies in `node_modules/@scope/name`; the innermost folder counts. */
function packageFolder(input) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return found === null ? undefined : found[1];
}

function packageFacts(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (typeof license !== 'string' || file === undefined) {
    throw new Error(
      `${name} ${version} is bundled, but ${dirname(join(folder, 'x'))} has no licence or no text of it.`,
    );
  }
  const notice = ['NOTICE', 'NOTICE.txt', 'NOTICE.md'].map((entry) => join(folder, entry)).find(existsSync);
  const texts = [join(folder, file), ...(notice === undefined ? [] : [notice])];
  return { name, version, license, text: texts.map((path) => readFileSync(path, 'utf8').trim()).join('\n\n') };
}

/** The file THIRD_PARTY_NOTICES: what is bundled, under which licence, with its text. */
export function noticesText(packages) {
  const intro =
    'anypoint-mcp contains code of the packages below. Each keeps its own licence, whose text stands under its name.';
  const sections = packages.map(
    ({ name, version, license, text }) => `${headingOf({ name, version })} (${license})\n\n${text}`,
  );
  return `${[intro, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** How a package is called at the head of its section. */
export function headingOf({ name, version }) {
  return `${name} ${version}`;
}
