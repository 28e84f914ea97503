import { joinPointer, type Token } from '../../src/spec/index.ts'

/** A body with one place changed. */
export interface Mutation {
  readonly at: string
  /** What stands there now, as JSON; `gone` when nothing does. */
  readonly now: string
  readonly body: unknown
}

// Of every type, and of every kind of text that some schema of the four providers accepts or nearly accepts.
const values: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 1.5, 999, 1_000, 1_826, 2_147_483_648, 1e21],
  ...[[], [1], [[]], {}, { a: 1 }],
  ...['', 'x', 'member', '<10', 'x'.repeat(33), 'é'.repeat(101), 'é'.repeat(300), '🏢'.repeat(5_000)],
  ...['-', '.', '-.5', '100.', '100.00', '123456789', '1e3'],
  ...[
    '2026-02-30T00:00:00Z',
    '2026-07-02t10:11:12.5z',
    '2026-07-02 10:11:12Z',
    '2026-07-02T10:11:60Z',
    '20260702T101112Z',
  ],
  ...['46x5Z', '2026-07-02T10:11:12-05:00', '2026-07-02T10:11:12x5Z'],
  ...['a@b', 'A@b.C', '"a b"@c.d', 'a@b@c', 'a b@c.d', 'é@b.c'],
  ...['https://a.example/b', 'http://localhost:1', 'mailto:a@b.c', '//a', 'a b'],
  ...['cradl:organization:a_b-c', 'las:plan:x:@1', 'cradl:organization:x/cradl:plan:y:12', 'cradl:plan:'],
]

/** Every place of a body in turn, taken away and set to every fourth value, beginning elsewhere each time. */
export function mutations(body: unknown): readonly Mutation[] {
  return places(body, []).flatMap((path, index) => {
    const at = joinPointer('', ...path)
    const gone = { at, now: 'gone', body: changed(body, path, undefined) }
    const some = values.filter((_, position) => position % 4 === index % 4)
    return [gone, ...some.map((value) => ({ at, now: JSON.stringify(value), body: changed(body, path, value) }))]
  })
}

function places(value: unknown, path: readonly Token[]): readonly (readonly Token[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  const inner = steps.flatMap((step) => places((value as Record<Token, unknown>)[step], [...path, step]))
  return path.length === 0 ? inner : [path, ...inner]
}

function changed(value: unknown, [head, ...rest]: readonly Token[], now: unknown): unknown {
  if (head === undefined) return now
  if (Array.isArray(value)) {
    return value
      .map((item, index) => (index === head ? changed(item, rest, now) : item))
      .filter((item) => item !== undefined)
  }
  const members = Object.entries(value as object).map(([name, member]) => {
    return [name, name === head ? changed(member, rest, now) : member] as const
  })
  return Object.fromEntries(members.filter(([, member]) => member !== undefined))
}
