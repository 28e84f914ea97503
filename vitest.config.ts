import { defineConfig } from 'vitest/config'

/** Tests that need a program beside Node and npm, by the project that runs them. */
const needsMore = { browser: 'test/**/*.browser.test.ts', proxy: 'test/**/*.proxy.test.ts' }

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    globalSetup: 'test/support/empty-temp-folder.ts',
    projects: [
      { extends: true, test: { name: 'node', include: ['test/**/*.test.ts'], exclude: Object.values(needsMore) } },
      ...Object.entries(needsMore).map(
        ([name, pattern]) => ({ extends: true, test: { name, include: [pattern] } }) as const,
      ),
    ],
  },
})
