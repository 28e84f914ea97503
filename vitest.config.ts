import { configDefaults, defineConfig } from 'vitest/config'

// Tests that need a browser run apart, by `npm run test:browser`: `npm test` must pass on a machine with Node and npm alone.
const isBrowserRun = process.env['npm_lifecycle_event'] === 'test:browser'

export default defineConfig({
  test: {
    include: [isBrowserRun ? 'test/**/*.browser.test.ts' : 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(isBrowserRun ? [] : ['test/**/*.browser.test.ts'])],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
