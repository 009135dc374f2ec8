#!/usr/bin/env node
/** The executable: refuses a Node that is too old in words, then hands over to the command line. */
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `anypoint-mcp needs Node.js 20.19 or newer (22 and 24 are recommended); this is ${process.versions.node} at ${process.execPath}.\n`,
  );
  process.exitCode = 1;
} else {
  keepCompiledCode();
  const { main } = await import('./cli/main.ts');
  process.exitCode = await main(process.argv.slice(2), process.env);
}

/** Node 22.1 and newer can keep compiled code between starts; hosts end servers by a signal, so it is written early. */
function keepCompiledCode(): void {
  // The types are those of Node 20, which has neither function.
  const cache = module as { enableCompileCache?: () => void; flushCompileCache?: () => void };
  cache.enableCompileCache?.();
  setTimeout(() => cache.flushCompileCache?.(), 1000).unref();
}
