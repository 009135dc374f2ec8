import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundle } from '../../scripts/bundle.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The executable, bundled as it is published; only for test/e2e. */
    serverFile: string;
  }
}

/** Bundles the executable once for all tests that spawn it, apart from dist/, which somebody may be using. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-test-'));
  await bundle(folder);
  project.provide('serverFile', join(folder, 'index.js'));
  return () => rmSync(folder, { recursive: true, force: true });
}
