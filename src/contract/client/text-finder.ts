/** Finds any of many texts in another, with one look at each character however many there are. */
export interface TextFinder {
  add(text: string): void
  /** Where they are, as start and end. */
  in(text: string): [start: number, end: number][]
}

export function createTextFinder(): TextFinder {
  const texts = new Set<string>()
  const lengths = new Set<number>()
  // Most characters begin nothing that is looked for, which this tells without making a text of them.
  const beginnings = new Uint8Array(65_536)

  return {
    add(text) {
      texts.add(text)
      lengths.add(text.length)
      beginnings[beginningAt(text, 0)] = 1
    },
    in(text) {
      const found: [number, number][] = []
      for (let start = 0; start < text.length; start += 1) {
        if (beginnings[beginningAt(text, start)] === 0) continue
        for (const length of lengths) {
          if (texts.has(text.slice(start, start + length))) found.push([start, start + length])
        }
      }
      return found
    },
  }
}

function beginningAt(text: string, start: number): number {
  return (text.charCodeAt(start) ^ (text.charCodeAt(start + 1) << 5) ^ (text.charCodeAt(start + 2) << 10)) & 0xffff
}
