import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Credentials } from '../types.ts'
import { credentialDefect } from './credential-value.ts'

/** The whole credential, or in one line why there is none; the line names variables and files but no content. */
export type CredentialsRead = { readonly credentials: Credentials } | { readonly reason: string }

type Environment = Readonly<Record<string, string | undefined>>
type PartRead = { readonly value?: string } | { readonly reason: string }

/** Far more than a credential may have: a longer file is the wrong one. */
const mostFileBytes = 128 * 1024

/**
 * Reads each part of a credential from its variable, or from the file that `VARIABLE_FILE` names (its content without a byte order mark
 * and one final line break); a variable that is empty counts as not set.
 */
export function readCredentials(
  variables: Readonly<Record<string, string>>,
  environment: Environment,
): CredentialsRead {
  const parts = Object.entries(variables).map(
    ([part, variable]) => [part, variable, read(variable, environment)] as const,
  )
  const credentials: Record<string, string> = {}
  const missing: string[] = []
  for (const [part, variable, found] of parts) {
    if ('reason' in found) return found
    if (found.value === undefined) missing.push(variable)
    else credentials[part] = found.value
  }
  if (missing.length === 0) return { credentials }
  const files = missing.map((name) => `${name}_FILE`)
  return { reason: `no credentials: set ${missing.join(' and ')} (or ${files.join(' and ')})` }
}

function read(variable: string, environment: Environment): PartRead {
  const direct = environment[variable] || undefined
  const file = environment[`${variable}_FILE`] || undefined
  if (direct !== undefined && file !== undefined) {
    return { reason: `${variable} and ${variable}_FILE are both set; give one of them` }
  }
  if (file !== undefined) return readFrom(file, `${variable}_FILE`)
  return direct === undefined ? {} : checked(direct, variable)
}

function readFrom(file: string, variable: string): PartRead {
  const content = contentOf(file)
  if ('problem' in content) return { reason: `${variable} names ${file}, which ${content.problem}` }
  const value = content.text.replace(/^\ufeff/, '').replace(/\r?\n$/, '')
  if (value === '') return { reason: `${variable} names ${file}, which is empty` }
  return checked(value, `${file}, which ${variable} names,`)
}

function checked(value: string, source: string): PartRead {
  const defect = credentialDefect(value)
  return defect === undefined ? { value } : { reason: `${source} ${defect}: it cannot be a credential` }
}

function contentOf(file: string): { readonly text: string } | { readonly problem: string } {
  try {
    // To open a pipe waits for its writer, and devices have no end.
    if (!statSync(file).isFile()) return { problem: 'is no regular file' }
    const bytes = Buffer.alloc(mostFileBytes + 1)
    const descriptor = openSync(file, 'r')
    try {
      const length = readSync(descriptor, bytes)
      return length > mostFileBytes
        ? { problem: `has more than ${mostFileBytes} bytes` }
        : { text: bytes.toString('utf8', 0, length) }
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` }
  }
}
