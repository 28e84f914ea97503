import { type Code, js, literal, name, namesIn } from './code.ts'
import { capitals, digits, hexDigits, letters, lettersAndDigits } from './pattern.ts'

const mock = (text: string) => name(text, 'orgmock/mock')

/** Functions and constants that made code may need, by name; printed at the end of the file when it does. */
const helpers: Readonly<Record<string, Code>> = {
  between: js`/** A whole number, bounds included. */
function between(source, key, least, most) {
  return least + (source.word(key) % (most - least + 1))
}`,
  several: js`/** A list with at least and at most so many items, each made under a key of its own. */
function several(source, key, least, most, make) {
  const count = least + (source.word(\`\${key} count\`) % (most - least + 1))
  return Array.from({ length: count }, (_, place) => make(\`\${key} \${place + 1}\`))
}`,
  randomUuid: js`/** Its first eight digits differ between any two organizations. */
function randomUuid(source, key) {
  return ${mock('uuid')}([1, 2, 3, 4].map((part) => ${mock('hexWord')}(source.word(\`\${key} \${part}\`))).join(''))
}`,
  hexText: js`/** Hexadecimal digits; the first eight differ between any two organizations. */
function hexText(source, key, length) {
  let text = ''
  for (let part = 1; text.length < length; part += 1) text += ${mock('hexWord')}(source.word(\`\${key} \${part}\`))
  return text.slice(0, length)
}`,
  characters: js`/** So many characters of an alphabet. */
function characters(source, key, alphabet, length) {
  let text = ''
  for (let place = 1; place <= length; place += 1) {
    text += alphabet.charAt(source.word(\`\${key} \${place}\`) % alphabet.length)
  }
  return text
}`,
  numeral: js`/** A number in the digits of an alphabet, so that no two organizations share a text as long as it has room. */
function numeral(number, alphabet, length) {
  let text = ''
  for (let rest = number; text.length < length; rest = Math.floor(rest / alphabet.length)) {
    text = alphabet.charAt(rest % alphabet.length) + text
  }
  return text
}`,
  moment: js`/** A moment between so many and so many days before the reference date, in whole seconds (RFC 3339). */
function moment(source, key, least, most) {
  const seconds = least * daySeconds + (source.word(key) % ((most - least) * daySeconds))
  return new Date(${mock('referenceDate')}.getTime() - seconds * 1000).toISOString().replace('.000Z', 'Z')
}

const daySeconds = 24 * 60 * 60`,
  digits: js`const digits = ${digits}`,
  hexDigits: js`const hexDigits = ${hexDigits}`,
  letters: js`const letters = ${letters}`,
  capitals: js`const capitals = ${capitals}`,
  lettersAndDigits: js`const lettersAndDigits = ${lettersAndDigits}`,
}

const alphabets = new Map([
  [digits, 'digits'],
  [hexDigits, 'hexDigits'],
  [letters, 'letters'],
  [capitals, 'capitals'],
  [lettersAndDigits, 'lettersAndDigits'],
])

/** An alphabet by its name, or as it is. */
export function alphabetCode(alphabet: string): Code {
  const known = alphabets.get(alphabet)
  return known === undefined ? literal(alphabet) : name(known)
}

/** The helpers that a piece of code names: functions first, then constants. */
export function helpersFor(code: Code): { readonly functions: readonly Code[]; readonly constants: readonly Code[] } {
  const names = namesIn(code)
  const constants = [...alphabets.values()]
  const used = (isConstant: boolean) =>
    Object.entries(helpers).flatMap(([text, helper]) =>
      names.has(text) && constants.includes(text) === isConstant ? [helper] : [],
    )
  return { functions: used(false), constants: used(true) }
}
