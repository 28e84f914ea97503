import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const json = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')) as unknown

test('npm ci runs no install script: each package that has one is refused by name', () => {
  const { packages } = json('package-lock.json') as { packages: Record<string, { hasInstallScript?: boolean }> }
  const { allowScripts } = json('package.json') as { allowScripts: Record<string, boolean> }
  const having = Object.entries(packages).flatMap(([place, { hasInstallScript = false }]) =>
    hasInstallScript ? [place.replace(/^.*node_modules\//, '')] : [],
  )
  // Such as the install analytics of a package that swagger-ui-dist brings.
  expect(having).toContain('@scarf/scarf')
  expect(allowScripts).toEqual(Object.fromEntries(having.map((name) => [name, false])))
})
