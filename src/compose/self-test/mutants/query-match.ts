import type { Pages } from '../pages.ts'
import type { Subject } from '../types.ts'
import type { Defect } from './make.ts'
import { emulator, right } from './query-semantics.ts'

/** Several filters that are joined in another way than was asked for. */
export function matchDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const emulated = emulator(subject, pages)
  return [
    emulated('match-any-as-all', 'match any is treated as all', ['match-any'], {
      joins: (passed) => passed.every(Boolean),
    }),
    emulated('match-all-as-any', 'match all is treated as any', ['match-all'], {
      joins: (passed, match) => (match === null ? passed.every(Boolean) : passed.some(Boolean)),
    }),
    emulated('match-default-any', 'without match one filter is enough', ['match-default'], {
      joins: (passed, match) => (match === 'all' ? passed.every(Boolean) : passed.some(Boolean)),
    }),
    emulated('match-swapped', 'match any and all are swapped', ['match-any', 'match-all'], {
      joins: (passed, match) => (match === 'any' ? passed.every(Boolean) : passed.some(Boolean)),
    }),
    emulated('match-first', 'only the first filter counts under match all', ['match-all'], {
      joins: (passed, match) => (match === 'any' ? passed.some(Boolean) : passed[0] === true),
    }),
    emulated('match-last', 'only the last filter counts', ['match-all', 'match-any', 'match-default'], {
      joins: (passed) => passed.at(-1) === true,
    }),
    emulated('match-one', 'match any wants exactly one filter to pass', ['match-any'], {
      joins: (passed, match) =>
        match === 'any' && passed.length > 1 ? passed.filter(Boolean).length === 1 : right.joins(passed, match),
    }),
    {
      name: 'match-twice',
      description: 'match any gives a row once for every filter that it passes',
      expects: ['query/match-any'],
      mutation: (note) => async (request, forward) => {
        const reply = await forward(request)
        const rows = pages.rows(request, reply)
        const parameters = new URLSearchParams(request.query)
        const filters = subject.contract.query?.filters.map(({ parameter }) => parameter) ?? []
        if (
          rows === undefined ||
          rows.length < 2 ||
          parameters.get('match') !== 'any' ||
          !filters.every((name) => parameters.has(name))
        )
          return reply
        const double = rows.find((row) => filters.every((name) => right.passes(row, name, parameters.get(name) ?? '')))
        if (double === undefined) return reply
        note()
        return pages.withRows(reply, [...rows.slice(0, pages.size(request) - 1), double])
      },
    },
  ]
}
