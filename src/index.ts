#!/usr/bin/env node
/** The executable: refuses a Node that is too old in words, then hands over to the command line. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `anypoint-mcp needs Node.js 20.19 or newer (22 and 24 are recommended); this is ${process.versions.node} at ${process.execPath}.\n`,
  );
  process.exitCode = 1;
} else {
  const { keepCompiledCode } = await import('./cli/compile-cache.ts');
  keepCompiledCode(process.env);
  const { main } = await import('./cli/main.ts');
  const { argv, execPath, env, platform } = process;
  process.exitCode = await main(argv.slice(2), env, { argv, execPath, env, platform });
}

export {};
