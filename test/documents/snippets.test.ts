import { describe, expect, it } from 'vitest';
import * as emulatorModule from '../../src/emulator/index.ts';
import { textOf } from './repository.ts';

// What pages show for tests of other projects runs as it stands; scripts/check-package.mjs imports it from the package.

/** The blocks of JavaScript of a page that import the emulator. */
function snippetsOf(page: string): string[] {
  const blocks = [...textOf(page).matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  return blocks.filter((block) => block.includes("from 'anypoint-mcp/emulator'"));
}

/** Carries a snippet out: its import is this module, and what it prints is returned. */
async function printedBy(snippet: string): Promise<unknown[][]> {
  const body = snippet.replace(/^import (\{[^}]*\}) from 'anypoint-mcp\/emulator';$/m, 'const $1 = emulatorModule;');
  const printed: unknown[][] = [];
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  await new AsyncFunction('emulatorModule', 'console', body)(emulatorModule, {
    log: (...words: unknown[]) => printed.push(words),
  });
  return printed;
}

describe('the JavaScript of', () => {
  it.each(['README.md', 'docs/emulator.md'])('%s runs', async (page) => {
    const snippets = snippetsOf(page);
    expect(snippets).not.toEqual([]);
    for (const snippet of snippets) {
      const printed = await printedBy(snippet);
      expect(printed.flat()).toHaveLength(snippet.includes('console.log') ? 2 : 0);
    }
  });
});
