import { defineConfig } from 'vitest/config'

// Tests that need Chromium, tests that need HAProxy or tinyproxy, and tests that install every test runner from npm: `npm test` must pass
// on a machine with Node and npm alone, and soon.
const browser = 'test/**/*.browser.test.ts'
const proxy = 'test/**/*.proxy.test.ts'
const runners = 'test/**/*.runners.test.ts'
// The linter of what people read: `npm run lint:prose`.
const prose = 'test/**/*.prose.test.ts'

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    globalSetup: 'test/support/empty-temp-folder.ts',
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['test/**/*.test.ts'], exclude: [browser, proxy, runners, prose] },
      },
      { extends: true, test: { name: 'browser', include: [browser] } },
      { extends: true, test: { name: 'proxy', include: [proxy] } },
      { extends: true, test: { name: 'runners', include: [runners], testTimeout: 60_000 } },
      { extends: true, test: { name: 'prose', include: [prose] } },
    ],
  },
})
