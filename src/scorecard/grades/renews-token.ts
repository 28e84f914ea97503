import { credentialOf } from '../credentials.ts'
import type { GradeDefinition } from '../grade-definition.ts'
import { loopEvidence } from '../loops.ts'
import { type Sent, shownBy } from '../sent.ts'
import { isTokenRefusal, wastedMs } from '../tokens.ts'
import { loopMs, loopRequests, refusedTokenTries } from '../tolerance.ts'
import type { Evidence, GradedProvider } from '../types.ts'
import type { ClientWalk } from '../walks/index.ts'
import { duration } from '../words.ts'

/**
 * A token is needed at the beginning of a run, when the last one was refused, and toward its end. Since nobody can see where a run
 * begins, each walk may have a token of its own; more tokens than that are waste. A refused token must not be sent again and again.
 */
export const renewsToken: GradeDefinition = {
  id: 'renews-token',
  title: 'renews its token when it must, and only then',
  appliesTo: ({ listGuide: { token } }) => token !== undefined,
  why: 'a token is good for many requests; one for each doubles the traffic, and token endpoints have tighter limits than others',
  basis: 'assumed',
  judge({ provider, sent, walks }) {
    const tokens = sent.filter(isToken)
    const pages = sent.filter(({ listed }) => listed !== undefined)
    const refusal = sent.find((one) => isTokenRefusal(one, provider))
    const hasRenewed = refusal !== undefined && tokens.some(({ seq }) => seq > refusal.seq)
    return {
      isSeen: hasRenewed || (tokens.length > 0 && pages.length > 1),
      evidence: [...waste(sent, walks, provider), ...hammering(sent, provider)],
    }
  },
}

function isToken({ kind, outcome, observation: { answer } }: Sent): boolean {
  return kind === 'token' && outcome === 'good' && answer.status === 200
}

function waste(sent: readonly Sent[], walks: readonly ClientWalk[], provider: GradedProvider): Evidence[] {
  // What begins at a cursor is the rest of a walk that the journal does not know.
  const isNumbered = provider.listGuide.paging?.page !== undefined
  const beginnings = new Set(
    walks.map(({ steps: [first] }) => (isNumbered || first?.page === '' ? first?.sent : undefined)),
  )
  const spare: { token: Sent; before: Sent | undefined; left: number; isUsed: boolean }[] = []
  const forWalks: Sent[] = []
  const refused = new Set<string>()
  let last: Sent | undefined
  let lastPage = Number.NEGATIVE_INFINITY
  for (const one of sent) {
    if (isToken(one)) {
      const left = last === undefined ? Number.POSITIVE_INFINITY : wastedMs(last, one.at)
      const [renewed] = refused
      if (renewed !== undefined) refused.delete(renewed)
      else if (left !== undefined) spare.push({ token: one, before: last, left, isUsed: lastPage > (last?.seq ?? 0) })
      last = one
    } else if (one.kind === 'page') {
      if (isTokenRefusal(one, provider)) refused.add(credentialOf(one.observation))
      if (beginnings.has(one)) {
        const fresh = spare.findIndex(({ token }) => token.seq > lastPage)
        const [taken] = spare.splice(fresh === -1 ? 0 : fresh, 1)
        if (taken !== undefined) forWalks.push(taken.token)
      }
      lastPage = one.seq
    }
  }
  const end = sent.at(-1)?.seq
  const wasted = spare.flatMap(({ token, before, left, isUsed }) => {
    if (before === undefined || token.seq === end) return []
    // A run that broke off before it had used its token leaves one behind as well.
    if (!isUsed && token.at - before.at > loopMs) return []
    return [shownBy([before, token], `asked for a token while the last one was good for another ${duration(left)}`)]
  })
  return [...wasted, ...loopEvidence(forWalks, `${loopRequests} tokens`)]
}

function hammering(sent: readonly Sent[], provider: GradedProvider): Evidence[] {
  const evidence: Evidence[] = []
  let tries = new Map<string, Sent[]>()
  for (const one of sent) {
    if (isToken(one)) tries = new Map()
    if (!isTokenRefusal(one, provider)) continue
    const key = `${one.signature}\n${credentialOf(one.observation)}`
    const before = tries.get(key) ?? []
    if (before.length === refusedTokenTries) continue
    const equal = [...before, one]
    tries.set(key, equal)
    if (equal.length !== refusedTokenTries) continue
    const words = 'sent the same request again and again with a token that had been refused, and asked for no other'
    evidence.push(shownBy(equal, words))
  }
  return evidence
}
