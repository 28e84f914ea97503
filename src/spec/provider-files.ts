import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SpecError } from './errors.ts'
import { ownTexts } from './own-texts.ts'
import type { Edition } from './types.ts'

/** The texts that describe one provider, with the names that errors give them. */
export interface ProviderSources {
  readonly provider: string
  readonly specFile: string
  readonly specText: string
  readonly overlayFile?: string
  readonly overlayText?: string
  /** What has changed since: laid over the repaired document in the latest edition. */
  readonly latestFile?: string
  readonly latestText?: string
  readonly driftsFile?: string
  readonly driftsText?: string
}

const SPEC = '.openapi.yaml'
const OVERLAY = '.overlay.yaml'
const LATEST = '.latest'
const DRIFTS = '.drifts.yaml'
const READINGS = '.json'

/**
 * The providers that a directory describes, sorted: each `<id>.openapi.yaml` or compiled `<id>.json` is one.
 * Throws SpecError FILE_MISSING (no such directory, or an overlay or known drifts without their spec) or PROVIDER_ID.
 */
export async function listProviders(directory: string): Promise<string[]> {
  const names = (await namesIn(directory).catch(missing(directory, 'cannot be read'))).sort()
  const idsOf = (suffix: string) =>
    names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length))
  const isBase = (id: string) => !id.endsWith(LATEST)
  const ids = new Set([...idsOf(SPEC), ...idsOf(READINGS).filter(isBase)])
  for (const id of ids) checkId(directory, id)
  for (const suffix of [LATEST + OVERLAY, OVERLAY, DRIFTS]) {
    const alone = idsOf(suffix).find((id) => isBase(id) && !ids.has(id))
    if (alone === undefined) continue
    throw new SpecError('FILE_MISSING', {
      file: join(directory, alone + suffix),
      reason: `there is no ${alone}${SPEC} beside it`,
    })
  }
  return [...ids].sort()
}

/** Reads the YAML files of a provider; overlays and known drifts may be absent. Throws SpecError FILE_MISSING or PROVIDER_ID. */
export async function readSources(directory: string, provider: string): Promise<ProviderSources> {
  checkId(directory, provider)
  const specFile = join(directory, provider + SPEC)
  const overlayFile = join(directory, provider + OVERLAY)
  const latestFile = join(directory, provider + LATEST + OVERLAY)
  const driftsFile = join(directory, provider + DRIFTS)
  const [specText, overlayText, latestText, driftsText] = await Promise.all([
    read(specFile).catch(missing(specFile, 'is missing; every provider needs one')),
    readIfThere(overlayFile),
    readIfThere(latestFile),
    readIfThere(driftsFile),
  ])
  return {
    provider,
    specFile,
    specText,
    ...(overlayText !== undefined && { overlayFile, overlayText }),
    ...(latestText !== undefined && { latestFile, latestText }),
    ...(driftsText !== undefined && { driftsFile, driftsText }),
  }
}

/** The file that holds the compiled readings of one edition. */
export function readingsFile(provider: string, edition: Edition): string {
  return `${provider}${edition === 'latest' ? LATEST : ''}${READINGS}`
}

/**
 * Reads the compiled readings of a provider, or gives undefined when there are none; where nothing has changed since, those of the
 * documents are the latest. Throws SpecError PROVIDER_ID.
 */
export async function readCompiled(
  directory: string,
  provider: string,
  edition: Edition = 'documents',
): Promise<{ file: string; text: string } | undefined> {
  checkId(directory, provider)
  const file = join(directory, readingsFile(provider, edition))
  const text = await readIfThere(file)
  if (text !== undefined) return { file, text }
  return edition === 'latest' ? readCompiled(directory, provider) : undefined
}

function checkId(directory: string, id: string): void {
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) return
  const reason = `${JSON.stringify(id)} is no provider id: lower-case letters, digits and single hyphens`
  throw new SpecError('PROVIDER_ID', { file: directory, reason })
}

async function namesIn(directory: string): Promise<string[]> {
  return ownTexts?.directory === directory ? Object.keys(ownTexts.texts) : readdir(directory)
}

async function read(file: string): Promise<string> {
  const own = ownTexts?.directory === dirname(file) ? ownTexts.texts[basename(file)] : undefined
  return own ?? readFile(file, 'utf8')
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await read(file)
  } catch (cause) {
    if (isAbsence(cause)) return undefined
    return missing(file, 'cannot be read')(cause)
  }
}

function missing(file: string, reason: string): (cause: unknown) => never {
  return (cause) => {
    throw new SpecError('FILE_MISSING', { file, reason, cause })
  }
}

function isAbsence(cause: unknown): boolean {
  // Not instanceof: Node's errors are of another realm where jest runs this.
  return (cause as NodeJS.ErrnoException).code === 'ENOENT'
}
