import { defineConfig } from 'vitest/config';

// Proofs that take longer than anyone waits for `npm test`; see CONTRIBUTING.md.
export default defineConfig({
  test: {
    name: 'nightly',
    include: ['{apps,packages}/*/tests/**/*.nightly.ts', 'tests/src/**/*.nightly.ts'],
    globalSetup: ['packages/dev-infra/src/vitest-setup.ts'],
    hookTimeout: 60_000,
    testTimeout: 600_000,
    // Each file has the machine to itself: side by side they starve each other's stores.
    fileParallelism: false,
    // How long each test with generated cases searches.
    env: { SEARCH_SECONDS: '20' },
  },
});
