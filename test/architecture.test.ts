import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { biomeRules, companions, deepest, roomOf, rooms, roomTable } from './architecture/rooms.ts'
import { projectFile, projectRoot } from './support/project.ts'

// `npm run lint` judges imports by rules that are made from test/architecture/rooms.ts. These tests show that the rules are those of the
// table, that they can fail, and what Biome cannot see.

// Folders whose code needs no room: what is made, what is fetched, tests, and examples for users.
const elsewhere = new Set(['node_modules', 'dist', 'coverage', 'test', 'examples'])
const isCode = (file: string) => /\.[cm]?[jt]sx?$/.test(file)

/** Code of the project outside those folders, by its path from the root. */
function codeFiles(): ReadonlyMap<string, string> {
  const files = readdirSync(projectRoot, { withFileTypes: true })
    .filter(({ name }) => !elsewhere.has(name) && !name.startsWith('.'))
    .flatMap((top) => {
      if (!top.isDirectory()) return [top.name]
      const names = readdirSync(path.join(projectRoot, top.name), { recursive: true, encoding: 'utf8' })
      return names.map((name) => `${top.name}/${name.split(path.sep).join('/')}`)
    })
  return new Map(files.filter(isCode).map((file) => [file, projectFile(file)]))
}

const files = codeFiles()
const filesOf = (room: string) => [...files].filter(([file]) => roomOf(file) === room)
const isThere = (room: string) => filesOf(room).length > 0

/** Rooms and packages that the files of a room import. */
function importedBy(room: string): Set<string> {
  const imported = new Set<string>()
  for (const [file, text] of filesOf(room)) {
    for (const [, name = ''] of text.matchAll(/(?:from |import\(|import )'([^']+)'/g)) {
      const target = name.startsWith('.') ? roomOf(path.posix.join(path.posix.dirname(file), name)) : packageOf(name)
      if (target !== undefined) imported.add(target)
    }
  }
  return imported
}

const packageOf = (specifier: string) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0]

describe('the table of rooms', () => {
  test('has a room for each file of code', () => {
    expect(files.size).toBeGreaterThan(50)
    expect([...files.keys()].filter((file) => roomOf(file) === undefined && !companions.includes(file))).toEqual([])
    expect(companions.filter((file) => !files.has(file))).toEqual([])
  })

  test('covers each file: none lies deeper than the rules reach', () => {
    const depth = (file: string) => file.slice(roomOf(file)?.length).split('/').length - 2
    expect([...files.keys()].filter((file) => roomOf(file) !== undefined && depth(file) > deepest)).toEqual([])
  })

  test('lets no two rooms import each other, by whatever way', () => {
    const above = (room: string, path: readonly string[]): string[] =>
      path.includes(room)
        ? [[...path, room].join(' -> ')]
        : (rooms[room]?.rooms ?? []).flatMap((next) => above(next, [...path, room]))
    expect(Object.keys(rooms).flatMap((room) => above(room, []))).toEqual([])
  })

  test('allows nothing that no file needs', () => {
    const unused = Object.entries(rooms)
      .filter(([name]) => isThere(name))
      .flatMap(([name, { rooms: others, packages, loadsFiles }]) => {
        const imported = importedBy(name)
        const loads = filesOf(name).some(([, text]) => /import\([^']/.test(text))
        const allowed = [...others.filter(isThere), ...packages].filter((one) => !imported.has(one))
        return [...allowed, ...(loadsFiles && !loads ? ['loadsFiles'] : [])].map((one) => `${name}: ${one}`)
      })
    expect(unused).toEqual([])
  })

  test('names each dependency of package.json', () => {
    const { dependencies } = JSON.parse(projectFile('package.json')) as { dependencies: Record<string, string> }
    const named = Object.values(rooms).flatMap(({ packages }) => packages)
    expect(Object.keys(dependencies).filter((name) => !name.startsWith('@types/') && !named.includes(name))).toEqual([])
  })

  // Both files are written by `npx vitest run test/architecture.test.ts -u`.
  test('is what Biome executes', async () => {
    await expect(biomeRules()).toMatchFileSnapshot('architecture/rooms.biome.json')
  })

  test('is what docs/architecture.md prints', async () => {
    const printed = projectFile('docs/architecture.md').replace(
      /(?<=<!-- rooms -->\n)[\s\S]*?(?=<!-- \/rooms -->)/,
      roomTable,
    )
    expect(printed).toContain(roomTable())
    await expect(printed).toMatchFileSnapshot('../docs/architecture.md')
  })
})

test('no file of a room switches the compiler off', () => {
  const switches = /(?:\/\/|\/\*|^\s*\*)[^\n]*@ts-(?:ignore|nocheck|expect-error)\b|^\s*\/\/\/\s*<reference\b/m
  expect([...files].filter(([, text]) => switches.test(text)).map(([file]) => file)).toEqual([])
  expect(
    ['// @ts-nocheck', '/* @ts-ignore */', '  * @ts-expect-error', '/// <reference types="x" />'].every((text) =>
      switches.test(text),
    ),
  ).toBe(true)
})

describe('npm run lint', () => {
  // A small project that keeps the rules, and beside it one file for each way to break them.
  const good: Record<string, string> = {
    'src/spec/index.ts': "export { parse } from 'yaml'\nexport type { Spec } from './types.ts'\n",
    'src/spec/types.ts': 'export interface Spec {\n  many: number\n}\n',
    'src/mock/index.ts': "export { page } from './page/number.ts'\n",
    'src/mock/page/number.ts':
      "import { createHmac } from 'node:crypto'\nimport { faker } from '@faker-js/faker/locale/en'\nimport { parse } from '../../spec/index.ts'\nimport { two } from '../two.ts'\nexport const page = (now: Date) => [faker, createHmac, parse, two, new Date(now)]\n",
    'src/mock/two.ts':
      "export const two = () => import('./three.ts')\nexport type Three = typeof import('./three.ts')\n",
    'src/mock/three.ts':
      "// Date.now, import('express')\nexport const three = { any: 'as any', x: `import('x')`, y: 'Date.now' }\n",
    'src/mock/type-a.ts': "import type { B } from './type-b.ts'\nexport type A = B\n",
    'src/mock/type-b.ts': "import type { A } from './type-a.ts'\nexport type B = A[]\n",
    'src/server/index.ts':
      "import express from 'express'\nimport { page } from '../mock/index.ts'\nexport const app = () => [express(), page, Date.now()]\n",
    'src/contract/index.ts':
      "import { Ajv2020 } from 'ajv/dist/2020.js'\nimport type { Spec } from '../spec/index.ts'\nexport const check = (spec: Spec) => new Ajv2020(spec)\n",
    'src/compose/index.ts':
      "import { register } from 'node:module'\nimport { app } from '../server/index.ts'\nexport const start = async (file: string) => [app, register, await import(file)]\n",
    'mocks/acme.ts':
      "import { page } from '../src/mock/index.ts'\nimport { no } from './errors/acme.ts'\nexport default [page, no]\n",
    'mocks/errors/acme.ts':
      "import type { page } from '../../src/mock/index.ts'\nexport const no: typeof page | undefined = undefined\n",
    'contracts/acme.ts': "import { check } from '../src/contract/index.ts'\nexport default check\n",
    'test/acme.test.ts':
      "import { test } from 'vitest'\nimport { page } from '../src/mock/page/number.ts'\ntest('x', page)\n",
  }
  const imports = 'lint/style/noRestrictedImports'
  const undeclared = 'lint/correctness/noUndeclaredDependencies'
  const cycle = 'lint/suspicious/noImportCycles'
  const saboteurs: [what: string, file: string, text: string, rule: string][] = [
    ['a mock that knows the contract', 'mocks/a.ts', "import '../src/contract/index.ts'", imports],
    ['errors of a mock that know it', 'mocks/errors/a.ts', "import '../../src/contract/index.ts'", imports],
    [
      'a contract that knows a mock, by a type alone',
      'src/contract/a.ts',
      "export type { page } from '../mock/index.ts'",
      imports,
    ],
    ['a type inside a type', 'src/contract/b.ts', "export type Page = import('../mock/index.ts').Page", 'plugin'],
    ['an export of all', 'src/contract/c.ts', "export * from '../mock/index.ts'", imports],
    ['a later import', 'src/contract/d.ts', "export const load = () => import('../mock/index.ts')", imports],
    [
      'a later import by a template',
      'src/contract/e.ts',
      'export const load = () => import(`../mock/index.ts`)',
      'plugin',
    ],
    ['a require', 'src/contract/f.ts', "export const mock = require('../mock/index.ts')", 'plugin'],
    [
      'an import that is a require',
      'src/contract/g.ts',
      "import mock = require('../mock/index.ts')\nexport { mock }",
      imports,
    ],
    ['a computed import', 'src/contract/h.ts', 'export const load = (name: string) => import(name)', 'plugin'],
    ['a deep file that leaves its room', 'src/contract/x/y/i.ts', "import '../../../mock/index.ts'", imports],
    ['a way round through a folder', 'src/contract/x/j.ts', "import '../x/../../mock/index.ts'", 'plugin'],
    ['another way round', 'src/contract/k.ts', "import './../mock/index.ts'", 'plugin'],
    [
      'a way to make a require',
      'src/contract/l.ts',
      "import { createRequire } from 'node:module'\nexport { createRequire }",
      imports,
    ],
    ['a room entered past its index.ts', 'mocks/b.ts', "import '../src/mock/page/number.ts'", imports],
    ['a file of the tests in a room', 'src/mock/a.ts', "import '../../test/support/x.ts'", imports],
    ['Express in the mock', 'src/mock/b.ts', "import 'express'", imports],
    ['faker in the contract', 'src/contract/m.ts', "import '@faker-js/faker/locale/en'", imports],
    ['a package that package.json lacks', 'src/cli/a.ts', "import 'commander'", undeclared],
    ['a package for tests in a room', 'src/cli/b.ts', "import 'vitest'", imports],
    [
      'a module of Node without its prefix',
      'src/server/a.ts',
      "export * from 'fs/promises'",
      'lint/style/useNodejsImportProtocol',
    ],
    ['any', 'src/cli/c.ts', 'export const x = 1 as any', 'lint/suspicious/noExplicitAny'],
    ['a file that imports the index.ts of its room', 'src/mock/c.ts', "export { d } from './d.ts'", cycle],
    ['two files that import each other', 'src/mock/d.ts', "export const d = 1\nexport * from './c.ts'", cycle],
    ['a clock in the mock', 'src/mock/e.ts', 'export const now = () => Date.now()', 'plugin'],
    ['a clock in a provider', 'mocks/c.ts', 'export const now = () => new Date()', 'plugin'],
    ['dice in the scorecard', 'src/scorecard/a.ts', 'export const roll = () => Math.random()', 'plugin'],
    [
      'other dice',
      'src/mock/f.ts',
      "import { randomUUID } from 'node:crypto'\nexport const roll = randomUUID",
      'plugin',
    ],
  ]
  let folder: string
  /** Rule names by file. */
  let complaints: ReadonlyMap<string, readonly string[]>

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'orgmock-rooms-'))
    const write = (file: string, text: string) => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), text)
    }
    write('biome.json', projectFile('biome.json'))
    for (const name of readdirSync(path.join(projectRoot, 'test/architecture'))) {
      write(`test/architecture/${name}`, projectFile(`test/architecture/${name}`))
    }
    write('test/architecture/rooms.biome.json', biomeRules())
    write('.gitignore', 'node_modules\n')
    const dependencies = { yaml: '*', '@faker-js/faker': '*', express: '*', ajv: '*' }
    write('package.json', JSON.stringify({ dependencies, devDependencies: { vitest: '*' } }))
    for (const [file, text] of Object.entries(good)) write(file, text)
    for (const [, file, text] of saboteurs) write(file, `${text}\n`)
    complaints = lint(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('has nothing to say of a project that keeps the table', () => {
    expect(Object.keys(good).flatMap((file) => complaints.get(file) ?? [])).toEqual([])
  })

  test.each(saboteurs)('refuses %s', (_, file, __, rule) => {
    expect(complaints.get(file)).toContain(rule)
  })
})

function lint(folder: string): ReadonlyMap<string, readonly string[]> {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'lint', '--reporter=github', '--max-diagnostics=none'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  )
  const found = new Map<string, string[]>()
  for (const [, rule = '', file = ''] of stdout.matchAll(/^::\w+ title=([^,]+),file=([^,]+),/gm)) {
    const name = path.relative(folder, path.resolve(folder, file)).split(path.sep).join('/')
    found.set(name, [...(found.get(name) ?? []), rule])
  }
  if (found.size === 0) throw new Error(`Biome judged nothing: ${stdout}${stderr}`)
  return found
}
