import { maxCount } from '../spec/index.ts'
import { js, literal, name, textCode } from './code.ts'
import { draw } from './draw.ts'
import type { Made } from './fields.ts'
import { alphabetCode } from './helpers.ts'
import type { Key } from './keys.ts'
import { hexDigits } from './pattern.ts'
import { patternParts } from './pattern-parts.ts'
import { sampleText } from './sample.ts'
import type { Shape } from './shape.ts'
import { patternShown } from './text-values.ts'
import { prefixed, restCode } from './texts.ts'

/** Characters of an identity at most: what is longer is no name of anything. */
const longestIdentity = 1_000

/** Characters that hold the number of any organization, in any alphabet. */
const countedLength = 7

/** What no two organizations share; what the user should look at joins the warnings. Undefined when it would have to be too long. */
export function identityCode(shape: Shape, key: Key, warnings: Set<string>): Made | undefined {
  const identity = key.words.at(-1) ?? ''
  const { patterns, format, minLength = 0, maxLength = Number.POSITIVE_INFINITY, examples } = shape
  if (shape.types[0] !== 'string') {
    const first = Math.max(1, Math.ceil(shape.minimum ?? 1), Math.floor(shape.above ?? 0) + 1)
    const step = shape.multipleOf ?? 1
    return {
      code: step === 1 ? js`${first} + source.index` : js`${step} * (${Math.ceil(first / step)} + source.index)`,
    }
  }
  if (minLength > longestIdentity) return undefined
  if (patterns.length > 0) return patternIdentity(shape, identity, key, warnings)
  if (format === 'uuid') return { code: draw.call('randomUuid', key) }
  if (format === 'email') return { code: draw.numbered(key, 'office', '@example.com') }
  if (format === 'hostname') return { code: draw.numbered(key, 'org', '.example.com') }
  if (format === 'uri' || format === 'url') return { code: draw.numbered(key, 'https://example.com/', '') }
  if (format === 'int32' || format === 'int64') return { code: js`String(source.index + 1)` }
  if (/^(name|title|label)$/i.test(identity)) {
    // Names repeat: the number tells them apart.
    const longest = Math.max(1, Math.min(maxLength, 60) - 9)
    return {
      code: textCode([js`${draw.stream(key)}.company.name().slice(0, ${longest})`, ' ', js`source.index + 1`]),
    }
  }
  if (/^(slug|login|handle|username|alias)$/i.test(identity) && maxLength >= 12) {
    return { code: draw.numbered(key, 'org-', '') }
  }
  const id = examples.map((example) => prefixed(String(example))).find((one) => one !== undefined)
  if (id !== undefined && id.prefix.length + id.length <= maxLength) {
    // The number tells them apart; hexText does that by itself.
    const rest =
      id.alphabet === hexDigits
        ? [restCode(id, key)]
        : [
            restCode({ ...id, length: id.length - countedLength }, key),
            js`${name('numeral')}(source.index, ${alphabetCode(id.alphabet)}, ${countedLength})`,
          ]
    return { code: textCode([id.prefix, ...rest]), comment: 'As the example has it.' }
  }
  const shown = examples.find((example) => typeof example === 'string' && /^[0-9a-f]{8,64}$/.test(example))
  const isUuid = examples.some((example) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(String(example)))
  if (isUuid && maxLength >= 36) return { code: draw.call('randomUuid', key), comment: 'As the example has it.' }
  const length = Math.min(maxLength, Math.max(minLength, typeof shown === 'string' ? shown.length : 16))
  if (length >= 8) return { code: draw.call('hexText', key, length) }
  return { code: js`(source.index + 1).toString(36).padStart(${Math.max(minLength, 1)}, '0')` }
}

function patternIdentity(shape: Shape, identity: string, key: Key, warnings: Set<string>): Made {
  const shown = patternShown(shape)
  const parts = patternParts(shape)
  const widest = Math.max(
    0,
    ...(parts ?? []).map((part) => (part.kind === 'characters' ? part.alphabet.length ** part.length : 0)),
  )
  if (parts === undefined || widest < 2) {
    warnings.add(`${identity} is the same for all: no texts were found that fit ${shown}; write some in`)
    return {
      code: literal(sampleText(shape) ?? ''),
      comment: `TODO: another text for each that fits ${shown}; none were found.`,
    }
  }
  let isCounted = false
  const code = textCode(
    parts.map((part) => {
      if (part.kind === 'text') return part.text
      const { alphabet, length } = part
      if (!isCounted && alphabet.length ** length === widest) {
        isCounted = true
        return js`${name('numeral')}(source.index, ${alphabetCode(alphabet)}, ${length})`
      }
      return draw.call('characters', { ...key, words: [...key.words, String(length)] }, alphabetCode(alphabet), length)
    }),
  )
  const room = widest < maxCount ? `: room for ${widest.toLocaleString('en')}` : ''
  if (widest < 1_000) {
    warnings.add(`${identity} repeats after ${widest}: its pattern ${shown} was understood too narrowly`)
  }
  return { code, comment: shown + room }
}
