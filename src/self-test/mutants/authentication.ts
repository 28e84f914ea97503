import type { MutantSet, Subject } from '../types.ts'
import { keepingOut, refusing } from './authentication-refusals.ts'
import { equivalentFrom, mutantsFrom } from './make.ts'
import { isAddress, mistakes, suffixOf } from './mistakes.ts'
import { tokenDefects } from './tokens.ts'

/** Servers that let the wrong ones in, that refuse in the wrong way, and that keep the right ones out. */
export function authenticationMutants(subject: Subject): MutantSet {
  const reason = 'nobody says that letter case counts in an e-mail address'
  return {
    mutants: mutantsFrom(subject, 'authentication', [
      ...mistakes(subject),
      ...refusing(subject),
      ...keepingOut(subject),
      ...tokenDefects(subject),
    ]),
    equivalents: Object.keys(subject.credentialHeaders)
      .filter((header) => isAddress(subject, header))
      .map((header) =>
        equivalentFrom(subject, 'authentication', `accepts-letter-case${suffixOf(subject, header)}`, reason),
      ),
  }
}
