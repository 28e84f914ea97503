import { builtinModules } from 'node:module'
import path from 'node:path'
import { parseAst } from 'vitest/node'

/** What the files of one room may import, besides each other and `node:` modules. */
export interface Room {
  /** Other rooms, through their index.ts. */
  readonly rooms: readonly string[]
  readonly packages: readonly string[]
  /** Imports whose target is only known when the program runs. */
  readonly computedImports?: boolean
  /** Has no clock and no randomness of its own. */
  readonly pure?: boolean
}

export interface Rules {
  /** By folder. */
  readonly rooms: Readonly<Record<string, Room>>
  /** Files that may import node:module, which leads around all of this. */
  readonly loaders: readonly string[]
  /** Code that stands in no room on purpose. */
  readonly companions: readonly string[]
}

/** Path from the project's root, with slashes, to text. */
export type Files = Readonly<Record<string, string>>

const loaderComplaint = 'imports node:module, a way around this test'
const codeFile = /\.[cm]?[jt]sx?$/

/** Everything in which the files break the rules, one sentence each; nothing when they keep them. */
export function judge(files: Files, { rooms, loaders, companions }: Rules, dependencies: readonly string[]): string[] {
  const complaints: string[] = []
  const betweenRooms = new Map<string, Set<string>>()
  const betweenFiles = new Map<string, Set<string>>()

  for (const [file, text] of Object.entries(files)) {
    const room = roomOf(file, rooms)
    if (room === undefined) {
      if (!companions.includes(file)) complaints.push(`${file} stands in no room`)
      continue
    }
    if (!codeFile.test(file)) continue
    const say = (complaint: string) => complaints.push(`${file} ${complaint}`)
    const { imports, habits } = read(file, text)
    for (const habit of habits) {
      if (habit.pureOnly && rooms[room]?.pure !== true) continue
      if (habit.complaint === loaderComplaint && loaders.includes(file)) continue
      say(habit.complaint)
    }
    for (const { specifier, isType } of imports) {
      const target = judgeImport({ file, room, specifier, files, rooms, dependencies, say })
      if (target === undefined) continue
      if (!isType) add(betweenFiles, file, target)
      const targetRoom = roomOf(target, rooms)
      if (targetRoom !== undefined && targetRoom !== room) add(betweenRooms, room, targetRoom)
    }
  }
  for (const cycle of cycles(betweenRooms)) complaints.push(`rooms import each other in a circle: ${cycle}`)
  for (const cycle of cycles(betweenFiles)) complaints.push(`files import each other in a circle: ${cycle}`)
  return complaints
}

function roomOf(file: string, rooms: Rules['rooms']): string | undefined {
  return Object.keys(rooms).find((room) => file.startsWith(`${room}/`))
}

/** The file that an import leads to, if it leads to one of ours. */
function judgeImport({
  file,
  room,
  specifier,
  files,
  rooms,
  dependencies,
  say,
}: {
  file: string
  room: string
  /** undefined: not known before the program runs. */
  specifier: string | undefined
  files: Files
  rooms: Rules['rooms']
  dependencies: readonly string[]
  say: (complaint: string) => void
}): string | undefined {
  const rule = rooms[room]
  if (specifier === undefined) {
    if (rule?.computedImports !== true) say('imports something that is only known when the program runs')
    return undefined
  }
  if (specifier.startsWith('node:')) return undefined
  if (!specifier.startsWith('.')) {
    const name = packageName(specifier)
    if (builtinModules.includes(name)) say(`imports ${specifier} without node:`)
    else if (!rule?.packages.includes(name)) say(`imports ${name}, which ${room} may not`)
    else if (!dependencies.includes(name)) say(`imports ${name}, which is no dependency in package.json`)
    return undefined
  }
  const target = path.posix.join(path.posix.dirname(file), specifier)
  const targetRoom = roomOf(target, rooms)
  if (targetRoom === undefined) say(`imports ${target}, which stands in no room`)
  else if (!(target in files)) say(`imports ${target}, which is not there`)
  else if (targetRoom === room) return target
  else if (!rule?.rooms.includes(targetRoom)) say(`imports ${targetRoom}, which ${room} may not`)
  else if (target !== `${targetRoom}/index.ts`) say(`imports ${target} past the index.ts of ${targetRoom}`)
  return target
}

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}

interface Import {
  readonly specifier: string | undefined
  readonly isType: boolean
}
interface Habit {
  readonly complaint: string
  readonly pureOnly: boolean
}
interface Node {
  readonly type: string
  readonly [name: string]: unknown
}

/** All imports of a file, and what it does that no file (or no pure one) should. */
function read(file: string, text: string): { imports: Import[]; habits: Habit[] } {
  const imports: Import[] = []
  const habits: Habit[] = []
  const never = (complaint: string) => habits.push({ complaint, pureOnly: false })
  const impure = (what: string) => habits.push({ complaint: `uses ${what}, which is not handed in`, pureOnly: true })

  for (const [, directive] of text.matchAll(/(?:\/\/|\/\*|^\s*\*)[^\n]*@(ts-(?:ignore|nocheck|expect-error))\b/gm)) {
    never(`says @${directive}`)
  }
  if (/^\s*\/\/\/\s*<reference\b/m.test(text)) never('says /// <reference>')

  visit(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file) as unknown as Node, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        imports.push({ specifier: literal(node['source']), isType: node['importKind'] === 'type' })
        if (literal(node['source']) === 'node:module') never(loaderComplaint)
        for (const { imported } of node['specifiers'] as { imported?: { name?: string } }[]) {
          if (/^(random|getRandomValues|webcrypto)/.test(imported?.name ?? '')) impure(`${imported?.name}`)
        }
        return
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (isNode(node['source'])) {
          imports.push({ specifier: literal(node['source']), isType: node['exportKind'] === 'type' })
        }
        return
      case 'ImportExpression':
        imports.push({ specifier: literal(node['source']), isType: false })
        return
      case 'TSImportType':
        imports.push({ specifier: literal(node['source'] ?? node['argument']), isType: true })
        return
      case 'TSExternalModuleReference':
        imports.push({ specifier: literal(node['expression']), isType: false })
        return
      case 'TSAnyKeyword':
        never('says any')
        return
      case 'NewExpression':
        if (nameOf(node['callee']) === 'Date' && (node['arguments'] as unknown[]).length === 0) impure('new Date()')
        return
      case 'CallExpression': {
        const called = nameOf(node['callee'])
        if (called === 'require')
          imports.push({ specifier: literal((node['arguments'] as unknown[])[0]), isType: false })
        if (called === 'Date') impure('Date()')
        return
      }
      case 'MemberExpression': {
        const name = `${nameOf(node['object'])}.${nameOf(node['property'])}`
        if (
          /^(Math\.random|Date\.now|performance\.now|process\.(hrtime|uptime)|crypto\.(random.*|getRandom.*))$/.test(
            name,
          )
        ) {
          impure(name)
        }
      }
    }
  })
  return { imports, habits }
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) visit(child, see)
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' ? String(value['name']) : undefined
}

/** The text of a string, or of a template without a gap. */
function literal(value: unknown): string | undefined {
  if (!isNode(value)) return undefined
  if (value.type === 'TSLiteralType') return literal(value['literal'])
  if (value.type === 'Literal' && typeof value['value'] === 'string') return value['value']
  if (value.type !== 'TemplateLiteral') return undefined
  const [only, ...more] = value['quasis'] as { value: { cooked: string } }[]
  return more.length === 0 ? only?.value.cooked : undefined
}

function add(edges: Map<string, Set<string>>, from: string, to: string): void {
  const found = edges.get(from)
  if (found === undefined) edges.set(from, new Set([to]))
  else found.add(to)
}

/** One circle for each point at which a walk meets its own path. */
function cycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const trail: string[] = []
  function walk(at: string): void {
    const met = trail.indexOf(at)
    if (met !== -1) {
      found.push(circle(trail.slice(met)))
      return
    }
    if (done.has(at)) return
    trail.push(at)
    for (const next of edges.get(at) ?? []) walk(next)
    trail.pop()
    done.add(at)
  }
  for (const start of edges.keys()) walk(start)
  return found
}

/** The same text for the same circle, wherever the walk came into it. */
function circle(names: readonly string[]): string {
  const first = names.indexOf([...names].sort()[0] ?? '')
  const turned = [...names.slice(first), ...names.slice(0, first)]
  return [...turned, turned[0]].join(' -> ')
}
