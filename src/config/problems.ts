import type { ErrorObject } from 'ajv'

/** What is wrong with a file, in one sentence, and where. */
export interface Problem {
  readonly pointer: string
  readonly sentence: string
}

const kinds: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

/** The problem that says most: the deepest one, and of several there the one that is no consequence of another. */
export function sentenceOf(errors: readonly ErrorObject[], value: unknown): Problem {
  // What an anyOf says of itself is told better by the branches, unless there is nothing in them but missing members.
  const useful = errors.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'propertyNames')
  const told = useful.filter(({ keyword, schemaPath }) => keyword !== 'required' || !schemaPath.includes('/anyOf/'))
  const [first = errors[0]] = [...(told.length > 0 ? told : useful)].sort((a, b) => depth(b) - depth(a))
  if (first === undefined) return { pointer: '', sentence: 'it does not keep to its schema' }
  const { instancePath, keyword, params, parentSchema, propertyName } = first
  const name = instancePath === '' ? 'the file' : instancePath.slice(1).replaceAll('/', '.')
  if (keyword === 'additionalProperties') {
    const surplus = String((params as { additionalProperty: unknown }).additionalProperty)
    const known = Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {})
    const where = instancePath === '' ? '' : ` in ${name}`
    return {
      pointer: `${instancePath}/${escaped(surplus)}`,
      sentence: `${surplus} is not known${where}${known.length === 0 ? '' : `; known are ${known.join(', ')}`}`,
    }
  }
  if (propertyName !== undefined) {
    return {
      pointer: `${instancePath}/${escaped(propertyName)}`,
      sentence: `${propertyName} is no name for ${instancePath === '/hosts' ? 'a host' : 'a tenant: letters, digits and hyphens, with _ between words'}`,
    }
  }
  const rule =
    first.schemaPath.includes('/anyOf/') && told.length === 0 ? 'needs error, code, wire or delayMs' : ruleOf(first)
  return { pointer: instancePath, sentence: `${name} ${rule}${shown(at(value, instancePath), keyword)}` }
}

function ruleOf({ keyword, params, message, schema, parentSchema }: ErrorObject): string {
  switch (keyword) {
    case 'type': {
      const { minimum, maximum } = (parentSchema ?? {}) as { minimum?: number; maximum?: number }
      const range = minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum}`
      return `must be ${kinds[String((params as { type: unknown }).type)] ?? message}${range}`
    }
    case 'minimum':
    case 'maximum': {
      const { minimum, maximum, type } = (parentSchema ?? {}) as { minimum?: number; maximum?: number; type?: string }
      const bounds = maximum === undefined ? `${minimum} or more` : `from ${minimum} to ${maximum}`
      return `must be ${kinds[type ?? 'number']} ${bounds}`
    }
    case 'enum':
      return `must be one of ${(schema as readonly unknown[]).join(', ')}`
    case 'required':
      return `needs ${(params as { missingProperty: string }).missingProperty}`
    case 'minItems':
    case 'maxItems':
      return 'must have two numbers'
    case 'minLength':
      return 'must not be empty'
    default:
      return message ?? 'does not keep to its schema'
  }
}

function shown(value: unknown, keyword: string): string {
  if (keyword === 'required' || value === undefined || (typeof value === 'object' && value !== null)) return ''
  const text = JSON.stringify(value)
  return `, not ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`
}

function depth({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length
}

function escaped(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1')
}

function at(value: unknown, pointer: string): unknown {
  let found = value
  for (const token of pointer.split('/').slice(1)) {
    found = (found as Record<string, unknown> | undefined)?.[token.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return found
}
