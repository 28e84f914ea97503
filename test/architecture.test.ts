import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Files, judge, type Rules } from './support/architecture.ts'

// Who may import whom. The mock and the contract share the specs and nothing else, so that a mistake in one cannot hide in the other.
const rules: Rules = {
  rooms: {
    'src/spec': { rooms: [], packages: ['yaml', 'json-p3'] },
    'src/mock': { rooms: ['src/spec'], packages: ['@faker-js/faker', 'jose'], pure: true },
    'src/scorecard': { rooms: ['src/mock'], packages: [], pure: true },
    'src/server': {
      rooms: ['src/mock', 'src/scorecard'],
      packages: ['express', 'pino', '@peculiar/x509', 'reflect-metadata', 'prom-client'],
    },
    'src/contract': { rooms: ['src/spec'], packages: ['ajv', 'ajv-formats', 'picocolors'] },
    // Writes the files of a provider; it knows their form, and nothing of what runs them.
    'src/scaffold': { rooms: ['src/spec'], packages: ['yaml', '@eslint-community/regexpp'] },
    // Finds the files in mocks/ and contracts/ when the program runs.
    'src/compose': {
      rooms: ['src/spec', 'src/mock', 'src/server', 'src/contract', 'src/scaffold'],
      packages: [],
      computedImports: true,
    },
    'src/config': { rooms: ['src/spec'], packages: ['ajv'] },
    'src/cli': {
      rooms: ['src/compose', 'src/contract', 'src/config', 'src/scorecard'],
      packages: ['commander', 'picocolors', 'yaml'],
    },
    'src/testcontainers': { rooms: ['src/compose'], packages: ['testcontainers'] },
    mocks: { rooms: ['src/mock'], packages: [], pure: true },
    contracts: { rooms: ['src/contract'], packages: [] },
  },
  loaders: ['src/compose/provider-imports.ts'],
  companions: [
    'src/build.mjs',
    ...['bundles', 'faker-english', 'late-modules', 'licenses', 'own-package', 'root', 'types'].map(
      (name) => `src/build/${name}.mjs`,
    ),
    'src/tsconfig.build.json',
    'vitest.config.ts',
  ],
}

const root = fileURLToPath(new URL('..', import.meta.url))
// Whoever needs no room: what is made, what is fetched, tests, and examples for users.
const elsewhere = new Set(['node_modules', 'dist', 'coverage', 'test', 'examples'])

/** Everything in the folders of rooms, and all other code of the project. */
function projectFiles(): Files {
  const files: Record<string, string> = {}
  for (const top of readdirSync(root, { withFileTypes: true })) {
    if (elsewhere.has(top.name) || top.name.startsWith('.')) continue
    const names = top.isDirectory()
      ? readdirSync(path.join(root, top.name), { withFileTypes: true, recursive: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      : [top.name]
    for (const name of names) {
      const isInRooms = /^(src|mocks|contracts)\//.test(name)
      if (isInRooms || /\.[cm]?[jt]sx?$/.test(name)) files[name] = readFileSync(path.join(root, name), 'utf8')
    }
  }
  return files
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  peerDependencies: Record<string, string>
}
// Most of what the sources import is bundled by the build, and no dependency of the package.
const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies })

test('every file keeps to the import table', () => {
  const files = projectFiles()
  expect(Object.keys(files).length).toBeGreaterThan(50)
  expect(judge(files, rules, declared)).toEqual([])
})

test('every room of the table is there', () => {
  const files = Object.keys(projectFiles())
  const missing = Object.keys(rules.rooms).filter((room) => !files.some((file) => file.startsWith(`${room}/`)))
  expect(missing).toEqual([])
})

// A small project that keeps the rules; each saboteur below changes one thing in it.
const good: Files = {
  'src/spec/index.ts': "export { load } from './load.ts'\nexport type { Spec } from './types.ts'\n",
  'src/spec/load.ts':
    "import { parse } from 'yaml'\nimport type { Spec } from './types.ts'\nexport const load = (): Spec => parse('')\n",
  'src/spec/types.ts': 'export interface Spec { many: number }\n',
  'src/mock/index.ts': "export { page } from './page/number.ts'\n",
  'src/mock/page/number.ts':
    "import { faker } from '@faker-js/faker'\nimport { createHmac } from 'node:crypto'\nimport { load } from '../../spec/index.ts'\nexport const page = (now: Date) => [faker, createHmac, load, new Date(now)]\n",
  'src/server/index.ts':
    "import express from 'express'\nimport { page } from '../mock/index.ts'\nexport const app = () => [express(), page, Date.now()]\n",
  'src/contract/index.ts':
    "import { Ajv } from 'ajv/dist/2020.js'\nimport type { Spec } from '../spec/index.ts'\nexport const check = (spec: Spec) => new Ajv(spec)\n",
  'src/compose/index.ts':
    "import { app } from '../server/index.ts'\nimport { check } from '../contract/index.ts'\nexport const start = async (file: string) => [app, check, await import(file)]\n",
  'src/config/index.ts': 'export const settings = {}\n',
  'src/cli/main.ts':
    "import { start } from '../compose/index.ts'\nimport { settings } from '../config/index.ts'\nstart(String(settings))\n",
  'mocks/acme.ts': "import { page } from '../src/mock/index.ts'\nexport default page\n",
  'contracts/acme.ts': "import { check } from '../src/contract/index.ts'\nexport default check\n",
  'src/build.mjs': "import { createRequire } from 'node:module'\n",
}
const dependencies = ['yaml', 'json-p3', '@faker-js/faker', 'express', 'ajv', 'commander']

test('a small project that keeps the rules has nothing to complain of', () => {
  expect(judge(good, rules, dependencies)).toEqual([])
})

describe('a complaint is made of', () => {
  test.each<[what: string, change: Files, complaint: string]>([
    ['a file in no room', { 'src/helpers/text.ts': '' }, 'src/helpers/text.ts stands in no room'],
    ['a file beside the rooms', { 'src/index.ts': '' }, 'src/index.ts stands in no room'],
    ['code in a new folder', { 'lib/text.js': '' }, 'lib/text.js stands in no room'],
    [
      'a mock that knows the contract',
      { 'mocks/acme.ts': "import { check } from '../src/contract/index.ts'\n" },
      'mocks/acme.ts imports src/contract, which mocks may not',
    ],
    [
      'a contract that knows the mock, by a type alone',
      { 'src/contract/types.ts': "import type { page } from '../mock/index.ts'\n" },
      'src/contract/types.ts imports src/mock, which src/contract may not',
    ],
    [
      'a contract that knows the mock, by a type inside a type',
      { 'src/contract/types.ts': "export type Page = import('../mock/index.ts').Page\n" },
      'src/contract/types.ts imports src/mock, which src/contract may not',
    ],
    [
      'a contract that gives the mock on',
      { 'src/contract/more.ts': "export * from '../mock/index.ts'\n" },
      'src/contract/more.ts imports src/mock, which src/contract may not',
    ],
    [
      'a contract that gives a type of the mock on',
      { 'src/contract/more.ts': "export type { Page } from '../mock/index.ts'\n" },
      'src/contract/more.ts imports src/mock, which src/contract may not',
    ],
    [
      'a contract that loads the mock later',
      { 'src/contract/more.ts': "export const load = () => import('../mock/index.ts')\n" },
      'src/contract/more.ts imports src/mock, which src/contract may not',
    ],
    [
      'a contract that loads the mock later, by a template',
      { 'src/contract/more.ts': 'export const load = () => import(`../mock/index.ts`)\n' },
      'src/contract/more.ts imports src/mock, which src/contract may not',
    ],
    [
      'an import for its effects alone',
      { 'src/contract/more.ts': "import '../mock/index.ts'\n" },
      'src/contract/more.ts imports src/mock, which src/contract may not',
    ],
    [
      'a require',
      { 'src/contract/more.ts': "export const mock = require('../mock/index.ts')\n" },
      'src/contract/more.ts imports src/mock, which src/contract may not',
    ],
    [
      'an import that is a require',
      { 'src/contract/more.ts': "import mock = require('../mock/index.ts')\n" },
      'src/contract/more.ts imports src/mock, which src/contract may not',
    ],
    [
      'an import whose target nobody knows yet',
      { 'src/contract/more.ts': 'export const load = (name: string) => import(name)\n' },
      'src/contract/more.ts imports something that is only known when the program runs',
    ],
    [
      'a way to make a require',
      { 'src/cli/more.ts': "import { createRequire } from 'node:module'\n" },
      'src/cli/more.ts imports node:module, a way around this test',
    ],
    [
      'a second file that does so, though one may',
      {
        'src/compose/provider-imports.ts': "import { register } from 'node:module'\n",
        'src/compose/more.ts': "import { register } from 'node:module'\n",
      },
      'src/compose/more.ts imports node:module, a way around this test',
    ],
    [
      'a room that is entered past its index.ts',
      { 'mocks/acme.ts': "import { page } from '../src/mock/page/number.ts'\n" },
      'mocks/acme.ts imports src/mock/page/number.ts past the index.ts of src/mock',
    ],
    [
      'a file of the tests in a room',
      { 'src/mock/more.ts': "import { x } from '../../test/support/x.ts'\n" },
      'src/mock/more.ts imports test/support/x.ts, which stands in no room',
    ],
    [
      'an import that leads nowhere',
      { 'src/mock/more.ts': "import { x } from './gone.ts'\n" },
      'src/mock/more.ts imports src/mock/gone.ts, which is not there',
    ],
    [
      'Express in the mock',
      { 'src/mock/more.ts': "import type { Request } from 'express'\n" },
      'src/mock/more.ts imports express, which src/mock may not',
    ],
    [
      'a package with a scope',
      { 'src/contract/more.ts': "import { en } from '@faker-js/faker/locale/en'\n" },
      'src/contract/more.ts imports @faker-js/faker, which src/contract may not',
    ],
    [
      'a package that package.json does not have',
      { 'src/cli/more.ts': "import colours from 'picocolors'\n" },
      'src/cli/more.ts imports picocolors, which is no dependency in package.json',
    ],
    [
      'a module of Node without its prefix',
      { 'src/cli/more.ts': "import fs from 'fs/promises'\n" },
      'src/cli/more.ts imports fs/promises without node:',
    ],
    ['any', { 'src/cli/more.ts': 'export let x: any\n' }, 'src/cli/more.ts says any'],
    ['as any', { 'src/cli/more.ts': 'export const x = 1 as any\n' }, 'src/cli/more.ts says any'],
    ['any inside a type', { 'src/cli/more.ts': 'export type X = Record<string, any[]>\n' }, 'src/cli/more.ts says any'],
    ['@ts-ignore', { 'src/cli/more.ts': '// @ts-ignore\nexport {}\n' }, 'src/cli/more.ts says @ts-ignore'],
    ['@ts-ignore in a block', { 'mocks/b.ts': '/* x\n * @ts-ignore */\nexport {}\n' }, 'mocks/b.ts says @ts-ignore'],
    ['@ts-nocheck', { 'src/cli/more.ts': '// @ts-nocheck\nexport {}\n' }, 'src/cli/more.ts says @ts-nocheck'],
    [
      'a reference',
      { 'src/cli/more.ts': '/// <reference types="express" />\nexport {}\n' },
      'src/cli/more.ts says /// <reference>',
    ],
    [
      'two files that import each other',
      {
        'src/mock/a.ts': "import { b } from './b.ts'\nexport const a = b\n",
        'src/mock/b.ts': "export * from './a.ts'\n",
      },
      'files import each other in a circle: src/mock/a.ts -> src/mock/b.ts -> src/mock/a.ts',
    ],
    [
      'a file that imports itself by way of the index.ts of its room',
      { 'src/mock/page/number.ts': "import '../index.ts'\n" },
      'files import each other in a circle: src/mock/index.ts -> src/mock/page/number.ts -> src/mock/index.ts',
    ],
    [
      'two rooms that import each other',
      { 'src/spec/more.ts': "import type { page } from '../mock/index.ts'\n" },
      'rooms import each other in a circle: src/mock -> src/spec -> src/mock',
    ],
    [
      'a clock in the mock',
      { 'src/mock/more.ts': 'export const now = () => Date.now()\n' },
      'src/mock/more.ts uses Date.now, which is not handed in',
    ],
    [
      'a clock in a provider',
      { 'mocks/b.ts': 'export const now = () => new Date()\n' },
      'mocks/b.ts uses new Date(), which is not handed in',
    ],
    [
      'dice in the mock',
      { 'src/mock/more.ts': 'export const roll = () => Math.random()\n' },
      'src/mock/more.ts uses Math.random, which is not handed in',
    ],
    [
      'other dice in the mock',
      { 'src/mock/more.ts': "import { randomUUID } from 'node:crypto'\nexport const roll = randomUUID\n" },
      'src/mock/more.ts uses randomUUID, which is not handed in',
    ],
  ])('%s', (_, change, complaint) => {
    expect(judge({ ...good, ...change }, rules, dependencies)).toContain(complaint)
  })

  test.each<[what: string, change: Files]>([
    [
      'a circle of types alone',
      {
        'src/mock/a.ts': "import type { B } from './b.ts'\nexport type A = B\n",
        'src/mock/b.ts': "import type { A } from './a.ts'\nexport type B = A\n",
      },
    ],
    [
      'the word any in a text, a comment or a name',
      { 'src/mock/a.ts': "// any\nexport const any = { any: 'as any', x: `import('x')` }\n" },
    ],
    [
      'node:module in the file that loads providers',
      { 'src/compose/provider-imports.ts': "import { register } from 'node:module'\nexport { register }\n" },
    ],
    ['@ts-ignore in a text', { 'src/mock/a.ts': "export const text = '@ts-ignore'\n" }],
    [
      'an import in a text or a comment',
      { 'src/mock/a.ts': "// import 'express'\nexport const text = \"import 'express'\"\n" },
    ],
    ['a file that is no code', { 'src/mock/README.md': "import 'express'" }],
  ])('nothing else: not of %s', (_, change) => {
    expect(judge({ ...good, ...change }, rules, dependencies)).toEqual([])
  })
})
