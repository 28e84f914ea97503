// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of sources, quoted.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { expect, test } from 'vitest'
import { patternRisk } from '../src/spec/pattern-safety.ts'

/** Patterns that are put together when the program runs, by file and text: why none of them can be made to run for long. */
const built: Readonly<Record<string, string>> = {
  ["src/cli/explain.ts new RegExp(`\\\\b${id}\\\\b`, 'i')"]: 'one word, tested before',
  ["src/mock/scenario-words.ts new RegExp(`^${word.replaceAll('N', '(\\\\d+)')}$`)"]:
    'words of the table above it, with numbers apart from each other',
  ['src/scaffold/pages.ts new RegExp(`${cursorNames.source}|${tokenNames.source}`)']:
    'two patterns that are checked by themselves',
  ["src/scaffold/pattern.ts new RegExp(element.raw, 'u')"]: 'one set of characters',
  ['src/spec/pattern-graph.ts new RegExp(`^(?:${set})$`, own)']: 'one set of characters',
  ["src/server/process-metrics.ts new RegExp(`^${name}:\\\\s+(\\\\d+) kB`, 'm')"]:
    'what /proc says, under names of ours',
  ["src/server/admin/router.ts new RegExp(`^${path === '' ? '/?' : path.replaceAll('.', '\\\\.').replace(/\\{\\w+\\}/g, '[^/]+')}$`)"]:
    'paths of ours, with slashes between the loops, which take none',
  ["src/contract/pattern-end.ts new RegExp(`^${element.raw}$`, 'us')"]: 'one character of a pattern',
  ['src/spec/pattern-text.ts new RegExp(source, flags)']: 'a pattern of the document: checked when it was loaded',
  ['src/self-test/mutants/wire.ts new RegExp(`"${name}":("[^"]*"|\\\\d+)`)']:
    'names of fields, on bodies of our own mocks',
  ["src/contract/reporters/html/json-excerpt.ts new RegExp(`.{1,${longestLine}}`, 'gsu')"]:
    'its one loop is enough as soon as it begins',
}

/** Patterns that never meet a text from outside. */
const inside: Readonly<Record<string, string>> = {}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

interface Found {
  readonly file: string
  readonly place: string
  readonly text: string
  /** Undefined for one that is put together when the program runs. */
  readonly pattern?: string
  readonly flags: string
}

const root = path.resolve(import.meta.dirname, '..')
// The build's own scripts (src/build) read files of this project only.
const files = ['src', 'mocks', 'contracts', 'examples'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        !entry.parentPath.endsWith(path.join('src', 'build')) &&
        /\.(tsx?|mjs|js)$/.test(entry.name) &&
        !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
)

function patternsIn(file: string, source: string): Found[] {
  const found: Found[] = []
  function add(node: Node, pattern: string | undefined, flags: string): void {
    const line = source.slice(0, node.start).split('\n').length
    const text = source.slice(node.start, node.end)
    found.push({ file, place: `${file}:${line}`, text, flags, ...(pattern === undefined ? {} : { pattern }) })
  }
  function walk(value: unknown): void {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null && 'type' in value) visit(value as Node)
  }
  function visit(node: Node): void {
    const { regex } = node as { regex?: { pattern: string; flags: string } }
    if (node.type === 'Literal' && regex) add(node, regex.pattern, regex.flags)
    const callee = node['callee'] as Node | undefined
    if (callee?.type === 'Identifier' && callee['name'] === 'RegExp') {
      const [pattern, flags] = (node['arguments'] as readonly Node[]).map(fixedText)
      add(node, pattern, flags ?? '')
    }
    if (node.type === 'Property') schemaPatterns(node)
    for (const member of Object.values(node)) walk(member)
  }
  /** In schemas of our own: `pattern`, and the names under `patternProperties`. */
  function schemaPatterns(node: Node): void {
    const name = nameOf(node['key'] as Node)
    const value = node['value'] as Node
    const text = fixedText(value)
    if (name === 'pattern' && text !== undefined) add(value, text, 'u')
    if (name !== 'patternProperties' || value.type !== 'ObjectExpression') return
    for (const property of value['properties'] as readonly Node[]) {
      const key = property['key'] as Node | undefined
      if (key) add(key, nameOf(key), 'u')
    }
  }
  walk(parseAst(source, { lang: file.endsWith('.tsx') ? 'tsx' : file.endsWith('.ts') ? 'ts' : 'js' }, file))
  return found
}

function nameOf(key: Node): string | undefined {
  return key.type === 'Identifier' ? String(key['name']) : fixedText(key)
}

/** The text of a literal, or of a template without holes. */
function fixedText(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  const [only, ...others] = node?.type === 'TemplateLiteral' ? (node['quasis'] as readonly Node[]) : []
  return only === undefined || others.length > 0 ? undefined : (only['value'] as { cooked: string }).cooked
}

const found = files.flatMap((file) => patternsIn(file, readFileSync(path.join(root, file), 'utf8')))

test('every pattern in the sources takes linear time', () => {
  const unsafe = found.flatMap(({ file, place, text, pattern, flags }) => {
    const risk = pattern === undefined ? undefined : patternRisk(pattern, flags)
    return risk === undefined || `${file} ${text}` in inside ? [] : [`${place} ${text} ${risk}`]
  })
  expect(unsafe).toEqual([])
})

test('every pattern that is put together has a reason to be safe', () => {
  const keys = found.filter(({ pattern }) => pattern === undefined).map(({ file, text }) => `${file} ${text}`)
  expect(keys.filter((key) => !(key in built))).toEqual([])
})

test('every exception is needed', () => {
  const keys = new Map(found.map((one) => [`${one.file} ${one.text}`, one]))
  expect(
    Object.keys(built).filter((key) => keys.get(key) === undefined || keys.get(key)?.pattern !== undefined),
  ).toEqual([])
  expect(
    Object.keys(inside).filter((key) => patternRisk(keys.get(key)?.pattern ?? '', keys.get(key)?.flags) === undefined),
  ).toEqual([])
})

test('sees patterns in each form', () => {
  const source = [
    'const a: RegExp = /(a+)+$/i',
    "const b = new RegExp('\\\\s+$', 'm')",
    'const c = RegExp(`x${a}`)',
    "const d = { pattern: '^(b|b)*$', patternProperties: { '(c+)+d': {} } }",
  ].join('\n')
  expect(patternsIn('x.ts', source).map(({ place, pattern, flags }) => [place, pattern, flags])).toEqual([
    ['x.ts:1', '(a+)+$', 'i'],
    ['x.ts:2', '\\s+$', 'm'],
    ['x.ts:3', undefined, ''],
    ['x.ts:4', '^(b|b)*$', 'u'],
    ['x.ts:4', '(c+)+d', 'u'],
  ])
})
