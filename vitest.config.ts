import { defineConfig } from 'vitest/config';

// One run, one set of real stores (packages/dev-infra), four kinds of tests; see CONTRIBUTING.md.
export default defineConfig({
  test: {
    // Files share what they import: importing a service anew for each cost more than its tests did. No module has state.
    isolate: false,
    // Files wait for stores and pages more than they work; one core for each.
    maxWorkers: '100%',
    // How long what never comes is waited for: a machine that does other things is many times slower.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What a worker's tests share ends with the worker.
    teardownTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{apps,packages}/*/src/**/*.test.ts',
            'bench/search/*.test.ts',
            'scripts/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['{apps,packages}/*/tests/**/*.test.ts', 'bench/tests/*.test.ts'],
          globalSetup: ['packages/dev-infra/src/vitest-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/src/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          globalSetup: ['packages/dev-infra/src/vitest-setup.ts', 'tests/src/_worker-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          // With the start of the site, which the first test of a worker waits for.
          testTimeout: 300_000,
          globalSetup: [
            'packages/dev-infra/src/vitest-setup.ts',
            'tests/src/_worker-setup.ts',
            'tests/browser/_setup.ts',
          ],
        },
      },
    ],
  },
});
