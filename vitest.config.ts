import { configDefaults, defineConfig } from 'vitest/config'

// Tests that need more than Node and npm run apart, each group by a script of its name: `npm test` must pass on a machine with those alone.
const groups: Readonly<Record<string, string>> = {
  'test:browser': 'test/**/*.browser.test.ts',
  'test:proxy': 'test/**/*.proxy.test.ts',
}
const group = groups[process.env['npm_lifecycle_event'] ?? '']

export default defineConfig({
  test: {
    include: [group ?? 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(group === undefined ? Object.values(groups) : [])],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
