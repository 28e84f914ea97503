import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { askSuccessfully } from './client.mjs'

/** Headers that node:http adds, or that a floor sets, by itself. */
const addedAnyway = new Set(['date', 'connection', 'keep-alive', 'content-length'])

/**
 * Files with the pages that floors send: as long as a provider's pages on average, under the same headers. They are removed when this
 * process ends, however it does.
 */
export async function floorPages() {
  const directory = await mkdtemp(path.join(tmpdir(), 'orgmock-bench-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  let made = 0
  return {
    /** @returns {Promise<{ file: string, length: number }>} */
    async like(server, provider, pages) {
      const length = Math.round(pages.reduce((sum, page) => sum + page.length, 0) / pages.length)
      const { rawHeaders, body } = await askSuccessfully(`${server.url}${pages[0].path}`, { headers: pages[0].headers })
      const headers = []
      for (let i = 0; i < rawHeaders.length; i += 2) {
        if (!addedAnyway.has(rawHeaders[i].toLowerCase())) headers.push(rawHeaders[i], rawHeaders[i + 1])
      }
      const text = body
        .toString('latin1')
        .repeat(Math.ceil(length / body.length))
        .slice(0, length)
      made += 1
      const file = path.join(directory, `${made}.json`)
      await writeFile(
        file,
        JSON.stringify({ path: provider.path, headers, body: text.replaceAll(/[^\x20-\x7e]/g, 'x') }),
      )
      return { file, length }
    },
  }
}
