import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { projectFile, projectRoot } from './support/project.ts'

// A value that a file exports is imported by another file of the project, or public. Types are not judged: the signature of an exported
// function names them.

const statement = /^(?:import|export) (?:type )?(?:\w+, )?(\{[^}]*\}|\*(?: as \w+)?)\s+from\s+'(\.[^']+)'/gm
const later = /(?:\{([^{}]*)\} = (?:await |\(await )?)?import\('(\.[^']+)'\)/g
const declaration = /^export (?:async )?(?:const|let|function\*?|class) (\w+)/gm
const list = /^export \{([^}]*)\}/gm

/** `a, type b as c`: the names on one side of `as`. */
function names(text: string, side: 0 | -1): string[] {
  const parts = text.replace(/[{}]|\/\/.*/g, '').split(',')
  return parts.flatMap(
    (part) =>
      part
        .replace(/\btype /, '')
        .trim()
        .split(/ as |: /)
        .at(side) || [],
  )
}

/** `file: name` for each export that no other file imports; doors are files whose exports are public. */
function unusedExports(files: ReadonlyMap<string, string>, doors: readonly string[]): string[] {
  const used = new Set<string>()
  for (const [file, text] of files) {
    const use = (specifier: string, name: string) =>
      used.add(`${path.posix.join(path.posix.dirname(file), specifier)}: ${name}`)
    for (const [, what = '', specifier = ''] of text.matchAll(statement)) {
      for (const name of what.startsWith('*') ? ['*'] : names(what, 0)) use(specifier, name)
    }
    for (const [, what, specifier = ''] of text.matchAll(later)) {
      for (const name of what === undefined ? ['*'] : names(what, 0)) use(specifier, name)
    }
  }
  return [...files]
    .filter(([file]) => /^(src|mocks|contracts)\//.test(file) && !doors.includes(file))
    .flatMap(([file, text]) => {
      const exported = [...text.matchAll(declaration)].flatMap(([, name = '']) => name)
      for (const [, what = ''] of text.matchAll(list))
        exported.push(...names(what.replace(/\btype \w+( as \w+)?/g, ''), -1))
      return used.has(`${file}: *`) ? [] : exported.map((name) => `${file}: ${name}`).filter((one) => !used.has(one))
    })
}

function projectFiles(): Map<string, string> {
  const found = ['src', 'mocks', 'contracts', 'test'].flatMap((top) =>
    readdirSync(path.join(projectRoot, top), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${top}/${name.replaceAll(path.sep, '/')}`,
    ),
  )
  return new Map(
    found.filter((file) => /\.ts$|^test\/.*\.mjs$|build\.mjs$/.test(file)).map((file) => [file, projectFile(file)]),
  )
}

test('every exported value is imported somewhere or public', () => {
  const { exports } = JSON.parse(projectFile('package.json')) as { exports: Record<string, { types?: string }> }
  const doors = Object.values(exports).flatMap(({ types }) => types?.replace(/^\.\/dist\/(.*)\.d\.ts$/, '$1.ts') ?? [])
  expect(unusedExports(projectFiles(), doors)).toEqual([])
})

test('an export that no file imports is named', () => {
  const files = new Map([
    [
      'src/a.ts',
      'export const one = 1\nexport interface Two {}\nexport type Three = 1\nconst three = 3\nexport { three as four }\n',
    ],
    ['src/b.ts', "import { one } from './a.ts'\nexport type { Two } from './a.ts'\nexport const five = one\n"],
    ['src/door.ts', "export const six = async () => (await import('./b.ts')).five\nexport * from './c.ts'\n"],
    ['src/c.ts', 'export const seven = 7\n'],
  ])
  expect(unusedExports(files, ['src/door.ts'])).toEqual(['src/a.ts: four'])
})
