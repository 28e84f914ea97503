import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, open, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import {
  list,
  type MembersOf,
  map,
  needed,
  OptionError,
  object,
  oneOf,
  options,
  type Shape,
  text,
  wholeNumber,
} from '../options/index.ts'
import {
  type Lock,
  lockText,
  lockVersion,
  type OperationShape,
  type PlaceShape,
  presences,
  type ReplyShape,
} from '../shape/index.ts'
import { isObject, readYaml, SpecError, type YamlSource } from '../spec/index.ts'
import { SetupError } from './errors.ts'
import { replaceFile } from './whole-files.ts'

/** In bytes: more than all providers have. */
const largestFileBytes = 32 * 1024 * 1024
/** Of a file that is new. */
const newFileMode = 0o644

/** Without what would steer a terminal. */
const name = text(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'a text without control characters', 2_000)
const amount = wholeNumber(0, Number.MAX_SAFE_INTEGER)
const counts = map(name, wholeNumber(1, Number.MAX_SAFE_INTEGER))

const place: MembersOf<PlaceShape> = {
  declared: needed(oneOf(presences)),
  permits: list(name),
  seen: needed(amount),
  of: needed(amount),
  together: needed(amount),
  types: counts,
  forms: counts,
  members: counts,
  unknownMembers: amount,
  breaks: counts,
  lengths: counts,
}
const reply: MembersOf<ReplyShape> = {
  seen: needed(amount),
  headers: needed(map(name, object({ seen: needed(amount), forms: needed(counts) }))),
  body: needed(map(name, options<PlaceShape>(place))),
}
const operation: MembersOf<OperationShape> = {
  requests: needed(map(name, map(name, counts))),
  pages: needed(object({ sizes: counts, asked: counts, cursors: counts })),
  replies: needed(map(name, options<ReplyShape>(reply))),
}
const whole: Shape<Lock> = object({
  orgmockLock: needed(amount),
  providers: needed(map(name, map(name, options<OperationShape>(operation)))),
})

/** Reads a lock file; undefined where it is not there. Throws SetupError BAD_FILE with line and column. */
export async function readLockFile(file: string): Promise<Lock | undefined> {
  const written = await textOf(file)
  if (written === undefined) return undefined
  const source = await yamlOf(file, written)
  const { value } = source
  const version = isObject(value) ? value['orgmockLock'] : undefined
  if (version === undefined) throw bad(source, '', 'this is no lock file: orgmockLock is missing')
  if (version !== lockVersion) {
    const advice = `remove it, and write it anew with orgmock check --lock ${file}`
    throw bad(
      source,
      '/orgmockLock',
      `a lock of version ${JSON.stringify(version)}; this orgmock reads ${lockVersion}: ${advice}`,
    )
  }
  try {
    return whole.read(value, [])
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    throw bad(source, error.at, error.sentence('the file'))
  }
}

/** Writes the whole file anew. Throws SetupError BAD_FILE. */
export async function writeLockFile(file: string, lock: Lock): Promise<void> {
  const { mode = newFileMode } = await stat(file).catch(() => ({ mode: newFileMode }))
  await replaceFile(file, lockText(lock), mode & 0o777, '--lock')
}

/** Throws SetupError BAD_FILE where the file could not be written: a run says so before its first request. */
export async function mustBeWritable(file: string): Promise<void> {
  try {
    await access(file, constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause
    })
    const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`)
    await (await open(draft, 'wx')).close()
    await rm(draft)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new SetupError('BAD_FILE', `--lock ${file} cannot be written (${code ?? message})`, { cause })
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    const about = await stat(file)
    if (about.size > largestFileBytes) throw new SetupError('BAD_FILE', `${file} is larger than 32 MiB`)
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof SetupError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    const reason = code === 'EISDIR' ? 'is a folder' : `cannot be read (${code ?? message})`
    throw new SetupError('BAD_FILE', `${file} ${reason}`, { cause })
  }
}

async function yamlOf(file: string, written: string): Promise<YamlSource> {
  try {
    return await readYaml(file, written)
  } catch (error) {
    throw error instanceof SpecError ? new SetupError('BAD_FILE', error.message, { cause: error }) : error
  }
}

function bad(source: YamlSource, pointer: string, reason: string): SetupError {
  const { line, column } = source.position(pointer)
  return new SetupError('BAD_FILE', `${source.file}:${line}:${column}: ${reason}`)
}
