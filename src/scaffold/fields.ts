import { maxCount } from '../spec/index.ts'
import { arrow, type Code, literal, type Member, objectCode, print, wrapped } from './code.ts'
import { alphabets } from './helpers.ts'
import { isInList, longer, nestedKey, plainKey } from './keys.ts'
import type { FoundList } from './list.ts'
import { rangeOf } from './number-range.ts'
import type { Part } from './pattern.ts'
import { fitsAll, patternParts, template } from './pattern-parts.ts'
import { sample, sampleNumber, sampleText } from './sample.ts'
import type { Shape, Shapes } from './shape.ts'
import { type TextCode, textOfFormat, textOfName } from './texts.ts'
import { commentText, listed, quoted } from './words.ts'

/** Writes calls on the source of one organization, and remembers which helpers they need. */
export interface Draw {
  /** A call of a helper: `helper(source, key, …)`. */
  call(helper: string, key: string, ...more: readonly string[]): string
  stream(key: string): string
  rotate(key: string, values: readonly string[]): string
  /** A text with a number in it: that of the organization, or one of its own inside of lists. */
  numbered(key: string, before: string, after: string): string
}

/** The function that makes one organization. */
export interface Organization {
  readonly code: Code
  readonly helpers: ReadonlySet<string>
  /** For the comment above the function. */
  readonly remarks: readonly string[]
  /** What the user should look at, one sentence each. */
  readonly warnings: readonly string[]
}

/** Where a value stands: its key in the source as an expression, and the schemas that it stands in. */
interface Place {
  readonly name: string
  /** A string literal, or a template over `key`. */
  readonly key: string
  readonly isRequired: boolean
  readonly refs: ReadonlySet<string>
  readonly depth: number
}

interface Made {
  readonly code: Code
  readonly comment?: string
}

/** Objects in objects that optional members may be. */
const deepest = 6
/** Items of lists that nothing bounds. */
const usualItems = 3

/** Writes the organization of a list's items. */
export function organizationOf(shapes: Shapes, { item, identity }: FoundList): Organization {
  const helpers = new Set<string>()
  const warnings = new Set<string>()
  const optional: string[] = []
  const draw: Draw = {
    call(helper, key, ...more) {
      helpers.add(helper)
      return `${helper}(${['source', plainKey(key), ...more].join(', ')})`
    },
    stream: (key) => `source.stream(${plainKey(key)})`,
    rotate: (key, values) => `source.rotate(${plainKey(key)}, [${values.join(', ')}])`,
    numbered(key, before, after) {
      const number = isInList(key) ? draw.call('between', key, '1', '9999999') : 'source.index + 1'
      return `\`${before}\${${number}}${after}\``
    },
  }

  function use(helper: string): void {
    helpers.add(helper)
  }

  /** The members of an object; `prefix` is the key of the object. */
  function members(shape: Shape, place: Place): Member[] {
    const made: Member[] = []
    for (const [name, schemas] of shape.properties) {
      const inner = shapes.of(...schemas)
      const isRequired = shape.required.has(name)
      if (inner === undefined) {
        warnings.add(`${name} is left out: no value can satisfy its schema`)
        continue
      }
      if (inner.writeOnly) continue
      const isIdentity = place.depth === 0 && name === identity
      const at = {
        name,
        key: nestedKey(place, name),
        isRequired,
        refs: new Set([...place.refs, ...shape.refs]),
        depth: place.depth + 1,
      }
      const found = isIdentity ? identityCode(inner) : value(inner, at)
      if (found === undefined) {
        if (isRequired) warnings.add(`${name} is left out: no value was found that satisfies its schema`)
        continue
      }
      if (!isRequired && place.depth === 0 && !isIdentity) optional.push(name)
      made.push({ name, value: found.code, ...(found.comment === undefined ? {} : { comment: found.comment }) })
    }
    for (const name of shape.required) {
      if (shape.properties.has(name)) continue
      const inner = shapes.of(...(shape.additional ?? []))
      const at = { name, key: nestedKey(place, name), isRequired: true, refs: place.refs, depth: place.depth + 1 }
      const found = inner && value(inner, at)
      if (found !== undefined) made.push({ name, value: found.code })
    }
    return made
  }

  /** Undefined when nothing was found, or when the value is better left out. */
  function value(shape: Shape, place: Place): Made | undefined {
    const found = plainValue(shape, place)
    if (found === undefined) return shape.nullable ? { code: 'null' } : undefined
    if (!shape.nullable || found.code === 'null') return found
    const test = `source.oneIn(${longer(place.key, 'null')}, 4)`
    return { ...found, code: { kind: 'nullable', test, code: found.code } }
  }

  function plainValue(shape: Shape, place: Place): Made | undefined {
    const { members: listedValues, types } = shape
    if (listedValues !== undefined) {
      const [only, ...others] = listedValues
      if (only === undefined) return undefined
      if (others.length === 0) return { code: literal(only) }
      return { code: wrapped(`source.rotate(${plainKey(place.key)}, `, literal(listedValues), ')') }
    }
    switch (types[0]) {
      case undefined:
        return shape.isUntyped
          ? { code: literal(shape.examples[0] ?? null), comment: 'The document says nothing of what this is.' }
          : undefined
      case 'boolean':
        return { code: `source.oneIn(${plainKey(place.key)}, 2)` }
      case 'integer':
      case 'number':
        return numberCode(shape, place)
      case 'string':
        return textCode(shape, place)
      case 'array':
        return listCode(shape, place)
      default:
        return objectOf(shape, place)
    }
  }

  function objectOf(shape: Shape, place: Place): Made | undefined {
    const isAgain = [...shape.refs].some((ref) => place.refs.has(ref))
    if ((isAgain || place.depth > deepest) && !place.isRequired) return undefined
    // A schema that must contain itself has no end.
    if (isAgain && place.depth > deepest) return undefined
    const made = members(shape, place)
    const isWhole = [...shape.required].every((name) => made.some((member) => member.name === name))
    if (!isWhole && place.depth > 1) return undefined
    for (let index = made.length + 1; index <= shape.minProperties; index += 1) {
      const inner = shapes.of(...(shape.additional ?? []))
      const name = `key ${index}`
      const found = inner && value(inner, { ...place, name, key: nestedKey(place, name), depth: place.depth + 1 })
      if (found === undefined) return undefined
      made.push({ name, value: found.code })
    }
    return { code: objectCode(made) }
  }

  function listCode(shape: Shape, place: Place): Made | undefined {
    const { minItems, uniqueItems, prefixItems } = shape
    if (prefixItems !== undefined) {
      const items = prefixItems.map((schema, index) => {
        const inner = shapes.of(schema)
        return (
          inner &&
          value(inner, { ...place, key: nestedKey(place, String(index + 1)), isRequired: true, depth: place.depth + 1 })
        )
      })
      return items.every((item) => item !== undefined)
        ? { code: { kind: 'list', items: items.map(({ code }) => code) } }
        : undefined
    }
    const inner = shapes.of(...(shape.items ?? []))
    const most = Math.min(shape.maxItems ?? Number.POSITIVE_INFINITY, minItems + usualItems)
    if (most === 0) return { code: '[]' }
    if (inner?.members !== undefined && uniqueItems) {
      const all = print(literal(inner.members))
      const count = Math.min(Math.max(minItems, 1), inner.members.length)
      return { code: `${all}.slice(0, ${count})` }
    }
    // Deep inside the helper hands in the key, and the item's keys begin with it.
    const item = { name: place.name, key: `\`\${key}\``, isRequired: true, refs: place.refs, depth: place.depth + 1 }
    // The end of a schema that contains itself.
    const isAgain = [...(inner?.refs ?? [])].some((ref) => place.refs.has(ref))
    const isUnknown = inner === undefined || (inner.isUntyped && inner.types.length === 0)
    const found = isUnknown || (isAgain && minItems === 0) ? undefined : value(inner, item)
    if (found === undefined) {
      if (minItems === 0) return { code: '[]' }
      const constant = sample(shapes, shape)
      return constant === undefined ? undefined : { code: literal(constant) }
    }
    // Items that chance makes could be equal.
    const longest = uniqueItems && minItems <= 1 ? 1 : most
    use('several')
    const call = `several(source, ${plainKey(place.key)}, ${minItems}, ${longest}, `
    return {
      code: wrapped(call, arrow('(key)', found.code), ')'),
      ...(found.comment === undefined ? {} : { comment: found.comment }),
    }
  }

  function numberCode(shape: Shape, place: Place): Made | undefined {
    const range = rangeOf(shape)
    if (range === undefined) {
      const constant = sampleNumber(shape)
      return constant === undefined ? undefined : { code: String(constant) }
    }
    const { least, most, step } = range
    if (least === most) return { code: String(Number((least * step).toPrecision(12))) }
    const drawn = draw.call('between', place.key, String(least), String(most))
    if (step === 1) return { code: drawn }
    return { code: step < 1 ? `${drawn} / ${Math.round(1 / step)}` : `${step} * ${drawn}` }
  }

  function textCode(shape: Shape, place: Place): Made | undefined {
    const { patterns, format, maxLength = Number.POSITIVE_INFINITY, minLength = 0 } = shape
    if (patterns.length > 0) return patternCode(shape, place)
    const ofFormat = format === undefined ? undefined : textOfFormat(format, place.key, place.name, draw)
    const text = ofFormat ?? textOfName(place.name, place.key, shape, draw)
    if (text.isFree === true) return withComment(cut(text, minLength, maxLength), text)
    if (text.longest <= maxLength && minLength <= 8) return withComment(text.code, text)
    // A text of a form cannot be cut: one that fits stands in.
    const constant = sampleText(shape)
    if (constant !== undefined) {
      return {
        code: quoted(constant),
        comment: `Assumed: always this one, since texts here have ${lengthText(shape)}.`,
      }
    }
    return withComment(text.code, text)
  }

  function patternCode(shape: Shape, place: Place): Made | undefined {
    const { patterns, format } = shape
    const shown = commentText(patterns.join(' and '))
    const ofFormat = format === undefined ? undefined : textOfFormat(format, place.key, place.name, draw)
    const known = ofFormat ?? textOfName(place.name, place.key, shape, draw)
    if (known.samples?.every((text) => fitsAll(shape, text))) return { code: known.code, comment: shown }
    const parts = patternParts(shape)
    if (parts !== undefined) return { code: partsCode(parts, place.key), comment: shown }
    const constant = sampleText(shape)
    if (constant !== undefined) {
      return { code: quoted(constant), comment: `${shown}: no texts were found that fit; this one does.` }
    }
    if (!place.isRequired) {
      warnings.add(`${place.name} is left out: no text was found that fits ${shown}`)
      return undefined
    }
    warnings.add(`${place.name} does not fit ${shown}: no text was found that does; write one in`)
    return { code: quoted(''), comment: `TODO: a text that fits ${shown}; none was found.` }
  }

  function partsCode(parts: readonly Part[], key: string): Code {
    const drawn = parts.filter(({ kind }) => kind === 'characters')
    let number = 0
    const texts = parts.map((part) => {
      if (part.kind === 'text') return part
      number += 1
      const own = drawn.length === 1 ? key : longer(key, String(number))
      return { ...part, code: draw.call('characters', own, alphabetCode(part.alphabet), String(part.length)) }
    })
    return template(texts)
  }

  function alphabetCode(alphabet: string): string {
    const name = alphabets[alphabet]
    if (name === undefined) return quoted(alphabet)
    use(name)
    return name
  }

  /** What no two organizations share. */
  function identityCode(shape: Shape): Made {
    const key = quoted(identity)
    const { patterns, format, minLength = 0, maxLength = Number.POSITIVE_INFINITY, examples } = shape
    if (shape.types[0] !== 'string') {
      const first = Math.max(1, Math.ceil(shape.minimum ?? 1), Math.floor(shape.above ?? 0) + 1)
      const step = shape.multipleOf ?? 1
      return { code: step === 1 ? `${first} + source.index` : `${step} * (${Math.ceil(first / step)} + source.index)` }
    }
    if (patterns.length > 0) return patternIdentity(shape)
    if (format === 'uuid') return { code: draw.call('randomUuid', key) }
    if (/^(email|hostname|uri|url)$/.test(format ?? '')) {
      if (format === 'email') return { code: draw.numbered(key, 'office', '@example.com') }
      if (format === 'hostname') return { code: draw.numbered(key, 'org', '.example.com') }
      return { code: draw.numbered(key, 'https://example.com/', '') }
    }
    if (format === 'int32' || format === 'int64') return { code: 'String(source.index + 1)' }
    if (/^(name|title|label)$/i.test(identity)) {
      // Names repeat: the number tells them apart.
      const longest = Math.max(1, Math.min(maxLength, 60) - 9)
      return { code: `\`\${source.stream(${key}).company.name().slice(0, ${longest})} \${source.index + 1}\`` }
    }
    if (/^(slug|login|handle|username|alias)$/i.test(identity) && maxLength >= 12) {
      return { code: draw.numbered(key, 'org-', '') }
    }
    const shown = examples.find((example) => typeof example === 'string' && /^[0-9a-f]{8,64}$/.test(example))
    const isUuid = examples.some((example) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(String(example)))
    if (isUuid && maxLength >= 36) return { code: draw.call('randomUuid', key), comment: 'As the example has it.' }
    const length = Math.min(maxLength, Math.max(minLength, typeof shown === 'string' ? shown.length : 16))
    if (length >= 8) return { code: draw.call('hexText', key, String(length)) }
    return { code: `(source.index + 1).toString(36).padStart(${Math.max(minLength, 1)}, '0')` }
  }

  function patternIdentity(shape: Shape): Made {
    const shown = commentText(shape.patterns.join(' and '))
    const parts = patternParts(shape)
    const widest = Math.max(
      0,
      ...(parts ?? []).map((part) => (part.kind === 'characters' ? part.alphabet.length ** part.length : 0)),
    )
    if (parts === undefined || widest < 2) {
      warnings.add(`${identity} is the same for all: no texts were found that fit ${shown}; write some in`)
      return {
        code: quoted(sampleText(shape) ?? ''),
        comment: `TODO: another text for each that fits ${shown}; none were found.`,
      }
    }
    use('numeral')
    let isCounted = false
    const code = template(
      parts.map((part) => {
        if (part.kind === 'text') return part
        const { alphabet, length } = part
        if (!isCounted && alphabet.length ** length === widest) {
          isCounted = true
          return { ...part, code: `numeral(source.index, ${alphabetCode(alphabet)}, ${length})` }
        }
        return {
          ...part,
          code: draw.call('characters', quoted(`${identity} ${length}`), alphabetCode(alphabet), String(length)),
        }
      }),
    )
    const room = widest < maxCount ? `: room for ${widest.toLocaleString('en')}` : ''
    if (widest < 1_000) {
      warnings.add(`${identity} repeats after ${widest}: its pattern ${shown} was understood too narrowly`)
    }
    return { code, comment: shown + room }
  }

  const code = objectCode(members(item, { name: '', key: "''", isRequired: true, refs: new Set(), depth: 0 }))
  const sent = code.members.map(({ name = '' }) => name)
  const needed = sent.filter((name) => !optional.includes(name))
  const absent =
    optional.length <= 6
      ? `lets ${listed(optional)} be absent`
      : `needs ${needed.length === 0 ? 'none' : needed.length <= 6 ? `only ${listed(needed)}` : `${needed.length} of ${sent.length}`} of the fields`
  // Some were tried and came to nothing.
  const text = print(code)
  return {
    code,
    helpers: new Set([...helpers].filter((name) => new RegExp(`\\b${name}[(,]`).test(text))),
    warnings: [...warnings],
    remarks: optional.length === 0 ? [] : [`The document ${absent}; here everything always comes.`],
  }
}

function withComment(code: string, { remark }: TextCode): Made {
  return remark === undefined ? { code } : { code, comment: remark }
}

function cut({ code, longest }: TextCode, minLength: number, maxLength: number): string {
  const short = longest > maxLength ? `${code}.slice(0, ${maxLength})` : code
  return minLength > 1 ? `${short}.padEnd(${minLength}, '.')` : short
}

function lengthText({ minLength, maxLength }: Shape): string {
  if (maxLength === undefined) return `at least ${minLength} characters`
  return minLength === undefined ? `at most ${maxLength} characters` : `${minLength} to ${maxLength} characters`
}
