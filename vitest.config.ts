import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that start the executable as a process. They need the bundle; all others run on the sources. */
const spawning = 'test/e2e/**/*.test.ts';

export default defineConfig({
  plugins: [
    {
      name: 'markdown-as-text',
      enforce: 'pre',
      transform: (code, id) =>
        id.endsWith('.md') ? { code: `export default ${JSON.stringify(code)}`, map: null } : undefined,
    },
  ],
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The files that a worker runs share their modules: to load all of src for each file took two thirds of the time.
    // A test that changes something outside of its own objects has to put it back.
    isolate: false,
    setupFiles: ['test/support/expect-valid-wire.ts'],
    globalSetup: ['test/support/temporary-folder.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, spawning] },
      },
      {
        extends: true,
        test: { name: 'e2e', include: [spawning], globalSetup: ['test/support/global-setup.ts'] },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json'],
      // `npm run check:errors` reads the report, and has something to say even when a test fails.
      reportOnFailure: true,
      thresholds: { lines: 90, branches: 85 },
    },
  },
});
