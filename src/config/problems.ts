import type { ErrorObject } from 'ajv'
import { type Json, joinPointer, resolvePointer } from '../spec/index.ts'
import { settings } from './settings.ts'

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
  'boolean,object': 'true, false or a map',
}

/** The problem that says most: the deepest one. */
export function sentenceOf(errors: readonly ErrorObject[], value: Json): Problem {
  // What propertyNames says of itself is told better by the rule that a name breaks.
  const told = errors.filter(({ keyword }) => keyword !== 'propertyNames')
  const [first = errors[0]] = [...told].sort((a, b) => depth(b) - depth(a))
  if (first === undefined) return { pointer: '', sentence: 'it does not keep to its schema' }
  const { instancePath, keyword, params, parentSchema, propertyName } = first
  const name = instancePath === '' ? 'the file' : instancePath.slice(1).replaceAll('/', '.')
  if (keyword === 'additionalProperties') {
    const surplus = String((params as { additionalProperty: unknown }).additionalProperty)
    const known = Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {})
    return {
      pointer: joinPointer(instancePath, surplus),
      sentence: `${surplus} is not known; known are ${known.join(', ')}`,
    }
  }
  if (propertyName !== undefined) {
    return { pointer: joinPointer(instancePath, propertyName), sentence: `${propertyName} is no name for a host` }
  }
  return { pointer: instancePath, sentence: `${name} ${ruleOf(first)}${shown(resolvePointer(value, instancePath))}` }
}

function ruleOf({ instancePath, keyword, params, message, schema, parentSchema }: ErrorObject): string {
  const { minimum, maximum, type } = (parentSchema ?? {}) as { minimum?: number; maximum?: number; type?: string }
  switch (keyword) {
    case 'type': {
      const range = minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum}`
      return `must be ${kinds[String((params as { type: unknown }).type)] ?? message}${range}`
    }
    case 'minimum':
    case 'maximum': {
      const bounds = maximum === undefined ? `${minimum} or more` : `from ${minimum} to ${maximum}`
      return `must be ${kinds[type ?? 'number']} ${bounds}`
    }
    case 'enum':
      return `must be one of ${(schema as readonly unknown[]).join(', ')}`
    case 'pattern': {
      const { accepts } = settings[instancePath.split('/')[1] as keyof typeof settings] ?? {}
      return `must be ${accepts ?? message}`
    }
    case 'minLength':
      return 'must not be empty'
    default:
      return message ?? 'does not keep to its schema'
  }
}

function shown(value: unknown): string {
  if (value === undefined || (typeof value === 'object' && value !== null)) return ''
  const text = JSON.stringify(value)
  return `, not ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`
}

function depth({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length
}
