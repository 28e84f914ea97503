import type { Equivalent, MutantSet, Subject } from '../types.ts'
import { keepingOut, refusing } from './authentication-refusals.ts'
import { credentialMemory, isList, withGood } from './credentials.ts'
import { type Defect, mutantsFrom } from './make.ts'
import { type Mistake, mistakes } from './mistakes.ts'

/** Servers that let the wrong ones in, that refuse in the wrong way, and that keep the right ones out. */
export function authenticationMutants(subject: Subject): MutantSet {
  const { provider } = subject
  const all = mistakes(subject)
  return {
    mutants: mutantsFrom(subject, 'authentication', [
      ...all.filter(({ excuse }) => excuse === undefined).map((mistake) => accepting(subject, mistake)),
      ...refusing(subject),
      ...keepingOut(subject),
    ]),
    equivalents: all.flatMap(({ name, excuse }): readonly Equivalent[] =>
      excuse === undefined
        ? []
        : [{ id: `${provider}/authentication/accepts-${name}`, provider, class: 'authentication', reason: excuse }],
    ),
  }
}

function accepting(subject: Subject, { name, description, rows, accepts }: Mistake): Defect {
  return {
    name: `accepts-${name}`,
    description,
    expects: rows.map((row) => `authentication/${row}`),
    changes: ['asked headers', '?'],
    mutation() {
      const memory = credentialMemory(subject)
      return async (request, forward) => {
        const presented = memory.look(request)
        const isFooled = presented !== undefined && isList(subject, request) && accepts(presented)
        const reply = await forward(isFooled ? withGood(request, presented) : request)
        memory.learn(request, reply)
        return reply
      }
    },
  }
}
