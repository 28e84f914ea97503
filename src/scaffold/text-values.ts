import { type Code, commentText, js, literal, textCode } from './code.ts'
import { draw } from './draw.ts'
import type { Made, Place } from './fields.ts'
import { alphabetCode } from './helpers.ts'
import { longer } from './keys.ts'
import type { Part } from './pattern.ts'
import { fitsAll, patternParts } from './pattern-parts.ts'
import { sampleText } from './sample.ts'
import type { Shape } from './shape.ts'
import { type TextCode, textOfFormat, textOfName } from './texts.ts'

/** A text that fits its schema; what the user should look at joins the warnings. Undefined when it is better left out. */
export function textValue(shape: Shape, place: Place, warnings: Set<string>): Made | undefined {
  const { maxLength = Number.POSITIVE_INFINITY, minLength = 0 } = shape
  if (shape.patterns.length > 0) return patternText(shape, place, warnings)
  const text = knownText(shape, place)
  if (text.isFree === true) return withComment(cut(text, minLength, maxLength), text)
  if (text.longest <= maxLength && minLength <= 8) return withComment(text.code, text)
  // A text of a form cannot be cut: one that fits stands in.
  const constant = sampleText(shape)
  if (constant === undefined) return withComment(text.code, text)
  return {
    code: literal(constant),
    comment: `Assumed: always this one, since texts here have ${lengthText(shape)}.`,
  }
}

function knownText(shape: Shape, { name, key }: Place): TextCode {
  const ofFormat = shape.format === undefined ? undefined : textOfFormat(shape.format, key, name)
  return ofFormat ?? textOfName(name, key, shape)
}

function patternText(shape: Shape, place: Place, warnings: Set<string>): Made | undefined {
  const shown = patternShown(shape)
  const known = knownText(shape, place)
  if (known.samples?.every((text) => fitsAll(shape, text))) return { code: known.code, comment: shown }
  const parts = patternParts(shape)
  if (parts !== undefined) return { code: partsCode(parts, place), comment: shown }
  const constant = sampleText(shape)
  if (constant !== undefined) {
    return { code: literal(constant), comment: `${shown}: no texts were found that fit; this one does.` }
  }
  if (!place.isRequired) {
    warnings.add(`${place.name} is left out: no text was found that fits ${shown}`)
    return undefined
  }
  warnings.add(`${place.name} does not fit ${shown}: no text was found that does; write one in`)
  return { code: literal(''), comment: `TODO: a text that fits ${shown}; none was found.` }
}

/** The patterns of a text, for a comment. */
export function patternShown({ patterns }: Shape): string {
  return commentText(patterns.join(' and '), 100)
}

function partsCode(parts: readonly Part[], { key }: Place): Code {
  const isOnly = parts.filter(({ kind }) => kind === 'characters').length === 1
  let number = 0
  return textCode(
    parts.map((part) => {
      if (part.kind === 'text') return part.text
      number += 1
      const own = isOnly ? key : longer(key, String(number))
      return draw.call('characters', own, alphabetCode(part.alphabet), part.length)
    }),
  )
}

function withComment(code: Code, { remark }: TextCode): Made {
  return remark === undefined ? { code } : { code, comment: remark }
}

function cut({ code, longest }: TextCode, minLength: number, maxLength: number): Code {
  const short = longest > maxLength ? js`${code}.slice(0, ${maxLength})` : code
  return minLength > 1 ? js`${short}.padEnd(${minLength}, '.')` : short
}

function lengthText({ minLength, maxLength }: Shape): string {
  if (maxLength === undefined) return `at least ${minLength} characters`
  return minLength === undefined ? `at most ${maxLength} characters` : `${minLength} to ${maxLength} characters`
}
