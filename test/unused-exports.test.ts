import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { projectFile, projectRoot } from './support/project.ts'

// A value that a file exports is imported by another file of the project, or public. Types are not judged: signatures name them.

const declared = /^export (?:async )?(?:const|let|function\*?|class) (\w+)/gm
const listed = /^export \{([^}]*)\}/gm
const imported =
  /(?:^(?:import|export) (?:type )?(?:\w+, )?(\{[^}]*\}|\*(?: as \w+)?)\s+from\s+|(\{[^{}]*\}) = await import\(|import\()'(\.[^']+)'/gm

/** The names in a list like `{ a, type b as c }`: as they are called before `as`, or after it. */
const names = (list: string, side: 0 | -1) =>
  list.split(/[{},]/).flatMap(
    (one) =>
      one
        .trim()
        .replace(/^type /, '')
        .split(/ as |: /)
        .at(side) || [],
  )

/** `file: name` for each value that a file exports and no other imports; doors are files whose exports are public. */
function unusedExports(files: ReadonlyMap<string, string>, doors: readonly string[]): string[] {
  const used = new Set<string>()
  for (const [file, text] of files) {
    for (const [, list, later, specifier = ''] of text.matchAll(imported)) {
      const target = path.posix.join(path.posix.dirname(file), specifier)
      for (const name of names((list ?? later ?? '*').replace(/^\*.*/, '*'), 0)) used.add(`${target}: ${name}`)
    }
  }
  return [...files].flatMap(([file, text]) => {
    if (file.startsWith('test/') || doors.includes(file) || used.has(`${file}: *`)) return []
    const values = [...text.matchAll(listed)].flatMap(([, list = '']) => names(list.replace(/\btype [^,]*/g, ''), -1))
    for (const [, name = ''] of text.matchAll(declared)) values.push(name)
    return values.map((name) => `${file}: ${name}`).filter((value) => !used.has(value))
  })
}

test('every exported value is imported somewhere or public', () => {
  const files = ['src', 'mocks', 'contracts', 'test']
    .flatMap((top) =>
      readdirSync(path.join(projectRoot, top), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.posix.join(top, name.replaceAll(path.sep, '/')),
      ),
    )
    .filter((file) => /\.tsx?$|^test\/.*\.mjs$/.test(file))
  const { exports } = JSON.parse(projectFile('package.json')) as {
    exports: Record<string, { import?: { types: string } }>
  }
  const doors = Object.values(exports).flatMap(
    (door) => door.import?.types.replace(/^\.\/dist\/(.*)\.d\.ts$/, '$1.ts') ?? [],
  )
  expect(unusedExports(new Map(files.map((file) => [file, projectFile(file)])), doors)).toEqual([])
})

test('an exported value that no file imports is named', () => {
  const files = {
    'src/a.ts':
      'export const one = 1\nexport type Two = 1\nconst three = 3\nexport { three as four, type Two as Six }\n',
    'src/b.ts': "import { one } from './a.ts'\nexport const five = one\nexport function eight() {}\n",
    'src/door.ts':
      "export const six = async () => {\n  const { five } = await import('./b.ts')\n}\nexport * from './c.ts'\n",
    'src/c.ts': 'export const seven = 7\n',
  }
  expect(unusedExports(new Map(Object.entries(files)), ['src/door.ts'])).toEqual(['src/a.ts: four', 'src/b.ts: eight'])
})
