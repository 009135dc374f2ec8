import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundle } from '../../scripts/bundle.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where anypoint-cli-v4 is installed. */
    cliFolder: string;
  }
}

const version = '1.6.12';

/** Bundles the executable, and installs MuleSoft's CLI once into the user's cache. */
export default async function setup(project: TestProject): Promise<() => void> {
  project.provide('cliFolder', installCli());
  const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-cli-'));
  await bundle(folder);
  project.provide('serverFile', join(folder, 'index.js'));
  return () => rmSync(folder, { recursive: true, force: true });
}

function installCli(): string {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'anypoint-mcp');
  const folder = join(cache, `anypoint-cli-v4-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // Installed beside it and moved when complete: half an installation is never taken for a whole one.
  const fresh = mkdtempSync(`${folder}-`);
  try {
    // No install scripts: one of its packages would download a browser, which only `governance` commands use.
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', '--loglevel=error'];
    execFileSync('npm', ['install', ...flags, '--prefix', fresh, `anypoint-cli-v4@${version}`], { stdio: 'inherit' });
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Another run may have been faster.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
