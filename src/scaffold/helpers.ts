import { capitals, digits, hexDigits, letters, lettersAndDigits } from './pattern.ts'

/** Functions that generated code may need, by name; printed at the end of the file when it does. */
export interface Helper {
  readonly text: string
  /** Other helpers. */
  readonly needs?: readonly string[]
  /** From orgmock/mock. */
  readonly imports?: readonly string[]
}

const helpers: Readonly<Record<string, Helper>> = {
  between: {
    text: `/** A whole number, bounds included. */
function between(source, key, least, most) {
  return least + (source.word(key) % (most - least + 1))
}`,
  },
  several: {
    text: `/** A list with at least and at most so many items, each made under a key of its own. */
function several(source, key, least, most, make) {
  const count = least + (source.word(\`\${key} count\`) % (most - least + 1))
  return Array.from({ length: count }, (_, place) => make(\`\${key} \${place + 1}\`))
}`,
  },
  randomUuid: {
    text: `/** Its first eight digits differ between any two organizations. */
function randomUuid(source, key) {
  return uuid([1, 2, 3, 4].map((part) => hexWord(source.word(\`\${key} \${part}\`))).join(''))
}`,
    imports: ['hexWord', 'uuid'],
  },
  hexText: {
    text: `/** Hexadecimal digits; the first eight differ between any two organizations. */
function hexText(source, key, length) {
  let text = ''
  for (let part = 1; text.length < length; part += 1) text += hexWord(source.word(\`\${key} \${part}\`))
  return text.slice(0, length)
}`,
    imports: ['hexWord'],
  },
  characters: {
    text: `/** So many characters of an alphabet. */
function characters(source, key, alphabet, length) {
  let text = ''
  for (let place = 1; place <= length; place += 1) {
    text += alphabet.charAt(source.word(\`\${key} \${place}\`) % alphabet.length)
  }
  return text
}`,
  },
  numeral: {
    text: `/** A number in the digits of an alphabet, so that no two organizations share a text as long as it has room. */
function numeral(number, alphabet, length) {
  let text = ''
  for (let rest = number; text.length < length; rest = Math.floor(rest / alphabet.length)) {
    text = alphabet.charAt(rest % alphabet.length) + text
  }
  return text
}`,
  },
  moment: {
    text: `/** A moment between so many and so many days before the reference date, in whole seconds (RFC 3339). */
function moment(source, key, least, most) {
  const seconds = least * daySeconds + (source.word(key) % ((most - least) * daySeconds))
  return new Date(referenceDate.getTime() - seconds * 1000).toISOString().replace('.000Z', 'Z')
}

const daySeconds = 24 * 60 * 60`,
    imports: ['referenceDate'],
  },
  digits: { text: `const digits = '${digits}'` },
  hexDigits: { text: `const hexDigits = '${hexDigits}'` },
  letters: { text: `const letters = '${letters}'` },
  capitals: { text: `const capitals = '${capitals}'` },
  lettersAndDigits: { text: `const lettersAndDigits = '${lettersAndDigits}'` },
}

/** The names of alphabets that have one. */
export const alphabets: Readonly<Record<string, string>> = {
  [digits]: 'digits',
  [hexDigits]: 'hexDigits',
  [letters]: 'letters',
  [capitals]: 'capitals',
  [lettersAndDigits]: 'lettersAndDigits',
}

/** All helpers that these lead to, in the order above, and the imports that they need. */
export function withNeeds(names: ReadonlySet<string>): {
  readonly texts: readonly string[]
  readonly imports: readonly string[]
} {
  const used = Object.entries(helpers).filter(([name]) => names.has(name))
  return { texts: used.map(([, { text }]) => text), imports: used.flatMap(([, { imports = [] }]) => imports) }
}
