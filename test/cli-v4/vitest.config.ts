import { defineConfig } from 'vitest/config';

/** `npm run test:cli`: MuleSoft's own CLI against the embedded platform; a process per command, so it takes minutes. */
export default defineConfig({
  test: {
    include: ['test/cli-v4/*.cli.ts'],
    globalSetup: ['test/cli-v4/global-setup.ts'],
    // A command takes seconds to load, and much longer on a busy machine: nothing here is about time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
  },
});
