import path from 'node:path'

/** A folder of code, and what its files may import besides each other and `node:` modules. */
export interface Room {
  /** Other rooms, through their index.ts. */
  readonly rooms: readonly string[]
  readonly packages: readonly string[]
  /** Loads files whose names are known only when the program runs. */
  readonly loadsFiles?: true
  /** Has no clock and no randomness of its own. */
  readonly isPure?: true
}

/** By folder. Run `npx vitest run test/architecture.test.ts -u` after a change: it writes Biome's rules and the table of docs/architecture.md. */
export const rooms: Readonly<Record<string, Room>> = {
  'src/spec': { rooms: [], packages: ['yaml', 'json-p3', '@eslint-community/regexpp'] },
  'src/options': { rooms: ['src/spec'], packages: [] },
  'src/shape': { rooms: ['src/spec'], packages: ['yaml'], isPure: true },
  'src/mock': { rooms: ['src/spec', 'src/options'], packages: ['@faker-js/faker'], isPure: true },
  'src/scorecard': { rooms: ['src/spec', 'src/mock'], packages: [], isPure: true },
  'src/server': {
    rooms: ['src/spec', 'src/options', 'src/mock', 'src/scorecard'],
    packages: ['express', 'pino', '@peculiar/x509', 'reflect-metadata'],
  },
  'src/contract': {
    rooms: ['src/spec', 'src/options', 'src/shape'],
    packages: ['@eslint-community/regexpp', 'ajv', 'ajv-formats', 'picocolors', 'proxy-from-env'],
  },
  'src/self-test': { rooms: ['src/spec', 'src/contract'], packages: [] },
  'src/scaffold': { rooms: ['src/spec'], packages: ['yaml', '@eslint-community/regexpp', '@scalar/openapi-upgrader'] },
  'src/compose': {
    rooms: [
      'src/spec',
      'src/options',
      'src/config',
      'src/shape',
      'src/mock',
      'src/server',
      'src/contract',
      'src/self-test',
      'src/scaffold',
      'src/scorecard',
    ],
    packages: ['vitest'],
    loadsFiles: true,
  },
  'src/config': { rooms: ['src/spec', 'src/options'], packages: [] },
  'src/cli': {
    rooms: ['src/spec', 'src/options', 'src/shape', 'src/compose', 'src/contract', 'src/config', 'src/scorecard'],
    packages: ['commander', 'picocolors', 'yaml'],
  },
  'src/ui': { rooms: [], packages: ['preact'] },
  'src/testcontainers': { rooms: ['src/spec', 'src/options', 'src/compose'], packages: ['testcontainers'] },
  mocks: { rooms: ['src/mock'], packages: [], isPure: true },
  contracts: { rooms: ['src/contract'], packages: [] },
}

/** Code that belongs to no room. */
export const companions = [
  'src/build.mjs',
  ...[
    'bundles',
    'faker-english',
    'late-modules',
    'licenses',
    'own-package',
    'page',
    'provider-credentials',
    'reference',
    'root',
    'types',
  ].map((name) => `src/build/${name}.mjs`),
  'vitest.config.ts',
]

/** Folders inside a room, and inside those. Biome sees the text of an import, so each depth needs a rule of its own. */
export const deepest = 2

/** The room of a file, or undefined. */
export function roomOf(file: string): string | undefined {
  return Object.keys(rooms).find((room) => file.startsWith(`${room}/`))
}

/** Biome's configuration that refuses whatever the table does not allow, one line for each override. */
export function biomeRules(): string {
  const overrides = [
    ...Object.entries(rooms).flatMap(([name, room]) =>
      Array.from({ length: deepest + 1 }, (_, depth) => importRule(name, room, depth)),
    ),
    plugin('plain-imports', () => true),
    plugin('no-computed-imports', ({ loadsFiles }) => !loadsFiles),
    plugin('no-clock-no-dice', ({ isPure }) => isPure === true),
  ]
  return `{\n  "overrides": [\n${overrides.map((override) => `    ${JSON.stringify(override)}`).join(',\n')}\n  ]\n}\n`
}

function importRule(name: string, room: Room, depth: number) {
  const folder = name + '/*'.repeat(depth)
  const up = '../'.repeat(depth + 1)
  // As in a .gitignore, the last pattern that matches decides.
  const group = [
    '**',
    '!node:*',
    '!node:*/*',
    ...(room.loadsFiles ? [] : ['node:module']),
    ...room.packages.flatMap((one) => [`!${one}`, `!${one}/**`]),
    '!./**',
    '!../**',
    `${up}**`,
    ...room.rooms.map((other) => `!${path.posix.relative(folder, other)}/index.ts`),
  ]
  const allowed = [...room.rooms.map((other) => `${other}/index.ts`), ...room.packages, 'node:'].join(', ')
  const message = `${name} may import ${allowed} (docs/architecture.md).`
  const options = { patterns: [{ group, message }] }
  return {
    includes: [`${folder}/*`],
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options } } } },
  }
}

function plugin(name: string, isFor: (room: Room) => boolean) {
  const judged = Object.entries(rooms).filter(([, room]) => isFor(room))
  return { includes: judged.map(([room]) => `${room}/**`), plugins: [`./test/architecture/${name}.grit`] }
}

/** The table as Markdown. */
export function roomTable(): string {
  const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ') || '–'
  const rows = Object.entries(rooms).map(([name, room]) => {
    const notes = [room.isPure && 'no clock, no randomness', room.loadsFiles && 'loads files by name'].filter(Boolean)
    return `| \`${name}\` | ${list(room.rooms)} | ${list(room.packages)} | ${notes.join('; ')} |`
  })
  return ['| room | may import | packages | |', '|---|---|---|---|', ...rows, ''].join('\n')
}
