/**
 * Packs the package as npm would publish it, checks its metadata, installs it into an empty folder, looks for the licences of
 * everything that is bundled, and asks it to `initialize`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundle } from './bundle.mjs';
import { bundledPackages, headingOf } from './notices.mjs';

const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-package-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

try {
  const [{ filename, size, entryCount }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]),
  );
  const tarball = join(folder, filename);
  console.log(`${filename}: ${Math.round(size / 1024)} KiB in ${entryCount} files`);
  run('npx', ['publint', '--strict', tarball]);
  console.log('publint: clean');
  run('npx', ['attw', tarball, '--profile', 'esm-only']);
  console.log('attw: clean');
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball], folder);
  const packages = await checkNotices(join(folder, 'node_modules', 'anypoint-mcp', 'THIRD_PARTY_NOTICES'));
  console.log(`the licences of ${packages} bundled packages are in the package`);
  const version = await askToInitialize(join(folder, 'node_modules', '.bin', 'anypoint-mcp'));
  console.log(`installed executable answers initialize: ${version}`);
  run(
    process.execPath,
    ['-e', "import('anypoint-mcp/emulator').then(async ({ startEmulator }) => (await startEmulator()).close())"],
    folder,
  );
  console.log('anypoint-mcp/emulator can be imported and started');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Bundles once more to hear from the bundler what is inside, and finds each with its licence in the installed file. */
async function checkNotices(file) {
  const notices = readFileSync(file, 'utf8');
  const packages = bundledPackages(await bundle(join(folder, 'bundle')));
  if (packages.length === 0) throw new Error('the bundler names no package: the notices cannot be checked');
  for (const found of packages) {
    const isThere = notices.includes(headingOf(found)) && notices.includes(found.text);
    if (!isThere) throw new Error(`${headingOf(found)} is bundled, and its licence is not in THIRD_PARTY_NOTICES`);
  }
  return packages.length;
}

async function askToInitialize(executable) {
  const server = spawn(executable, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout });
  const answer = new Promise((resolve, reject) => {
    lines.once('line', resolve);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the executable ended with ${code} before answering`)));
  });
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'check', version: '1' } };
  server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
  const { result } = JSON.parse(await answer);
  server.stdin.end();
  return `${result.serverInfo.name} ${result.serverInfo.version}`;
}
