import { LineCounter, parseDocument } from 'yaml'
import { isObject, type Json, type JsonObject } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'

/**
 * Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML; aliases are written out.
 * Throws ScaffoldError DOCUMENT with line and column, or with what it is instead.
 */
export function readDocument(file: string, text: string): JsonObject {
  const value = /^\s*\{/.test(text) ? (json(text) ?? yaml(file, text)) : yaml(file, text)
  if (!isObject(value)) throw new ScaffoldError('DOCUMENT', `${file} holds no OpenAPI document: it is no object`)
  const { openapi, swagger } = value
  if (swagger !== undefined) {
    throw new ScaffoldError(
      'DOCUMENT',
      `${file} is Swagger ${shown(swagger)}; OpenAPI 3.0 and 3.1 are read: convert it first`,
    )
  }
  if (typeof openapi !== 'string' || !/^3\.[01]\.\d+/.test(openapi)) {
    const said = openapi === undefined ? 'does not say which OpenAPI it is' : `is OpenAPI ${shown(openapi)}`
    throw new ScaffoldError('DOCUMENT', `${file} ${said}; 3.0 and 3.1 are read`)
  }
  return value
}

function json(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    // Some of what begins with a brace is YAML; that reader also tells line and column.
    return undefined
  }
}

function yaml(file: string, text: string): Json {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true })
  const [problem] = document.errors
  if (problem !== undefined) {
    const { line, col } = lineCounter.linePos(problem.pos[0])
    throw new ScaffoldError('DOCUMENT', `${file}:${line}:${col}: ${problem.message}`)
  }
  try {
    // Through JSON: no value is shared between two places, and nothing is left that JSON cannot say.
    return JSON.parse(JSON.stringify(document.toJS() ?? null)) as Json
  } catch (cause) {
    throw new ScaffoldError('DOCUMENT', `${file}: ${(cause as Error).message}`, { cause })
  }
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
