/** Sets that are tried one by one; beyond, the answer is a set from which nothing can be left out, not certainly a least one. */
const mostTries = 300

/**
 * A least subset that passes, or undefined when none does. Sets are tried by increasing size, within a size in the
 * order of the candidates.
 */
export function leastSet(
  candidates: readonly string[],
  passes: (ids: readonly string[]) => boolean,
): readonly string[] | undefined {
  let tries = 0
  for (let size = 0; size <= candidates.length; size += 1) {
    for (const set of combinations(candidates, size)) {
      if (passes(set)) return set
      tries += 1
      if (tries === mostTries) return passes(candidates) ? irreducible(candidates, passes) : undefined
    }
  }
  return undefined
}

function* combinations(from: readonly string[], size: number): Generator<readonly string[]> {
  if (size === 0) {
    yield []
    return
  }
  for (const [index, first] of from.entries()) {
    for (const rest of combinations(from.slice(index + 1), size - 1)) yield [first, ...rest]
  }
}

function irreducible(candidates: readonly string[], passes: (ids: readonly string[]) => boolean): readonly string[] {
  return candidates.reduce((kept, id) => {
    const without = kept.filter((other) => other !== id)
    return passes(without) ? without : kept
  }, candidates)
}
