import { execFile } from 'node:child_process'
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

// Quiet and alone: no updates, no reports home, nothing of the user's own.
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Opens a page in headless Chromium and gives the document that stands there when it has loaded, as HTML. */
export async function openInChromium(page: string, ...more: readonly string[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'orgmock-page-'))
  try {
    const file = join(directory, 'page.html')
    await writeFile(file, page)
    const options = [...flags, `--user-data-dir=${join(directory, 'profile')}`, ...more, '--dump-dom']
    const { stdout } = await promisify(execFile)(await chromium(), [...options, pathToFileURL(file).href], {
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

export async function chromium(): Promise<string> {
  const wanted = process.env['CHROMIUM']
  if (wanted !== undefined && wanted !== '') return wanted
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(directory, name)
      if (
        await access(file, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return file
    }
  }
  throw new Error(
    `these tests need Chromium, and the PATH has none of ${names.join(', ')}: install it (apt-get install chromium), or name its file in CHROMIUM`,
  )
}
