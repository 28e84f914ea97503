/** The words that are similar to the one given, in any letter case, the most similar first; empty when no word is similar. */
export function nearest(given: string, words: readonly string[], most: number): string[] {
  return words
    .map((word) => ({ word, distance: likeness(given.toLowerCase(), word.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, given.length / 3))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, most)
    .map(({ word }) => word)
}

/** 0 for a word that begins with the given one, as a whole or after its point; otherwise letters to change. */
function likeness(given: string, word: string): number {
  const short = word.slice(word.indexOf('.') + 1)
  if (word.startsWith(given) || short.startsWith(given)) return 0
  return Math.min(distance(given, word), distance(given, short))
}

/**
 * How many letters to add, remove, change or swap with their neighbour (the distance of Damerau and Levenshtein, each letter moved once).
 */
function distance(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : change
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[other.length] ?? 0
}
