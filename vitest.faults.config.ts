import { defineConfig } from 'vitest/config';

// Processes and stores killed, stopped and cut off under load, for as long as it takes; see CONTRIBUTING.md.
export default defineConfig({
  test: {
    name: 'faults',
    include: ['{apps,packages}/*/tests/**/*.faults.ts', 'tests/src/**/*.faults.ts'],
    globalSetup: ['packages/dev-infra/src/vitest-setup.ts'],
    hookTimeout: 120_000,
    testTimeout: 600_000,
    // Each file has the machine to itself.
    fileParallelism: false,
  },
});
