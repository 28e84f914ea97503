import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '../src/config/index.ts'
import { endAll, mainFile, type Serving, serve } from './support/command-line.ts'
import { runCurl } from './support/curl.ts'

// What README.md tells a stranger to type works as it stands there.

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text)
}

const commands = blocks('sh').flatMap((block) => block.split('\n').filter((line) => line.startsWith('curl ')))

let serving: Serving

beforeAll(async () => {
  serving = await serve()
})
afterAll(endAll)

/** Runs a line of README.md with the vendors' variables set, against our server: head and body. */
function run(line: string): Promise<string> {
  const environment = `eval "$('${process.execPath}' '${mainFile}' env --url ${serving.url})"`
  return runCurl(`${environment}; ${line.replaceAll('localhost:8080', new URL(serving.url).host)} -i`)
}

test('there are commands, settings and programs to look at', () => {
  expect(commands.length).toBeGreaterThanOrEqual(9)
  expect(blocks('yaml')).toHaveLength(2)
})

describe('a command of README.md works:', () => {
  test.each(commands)('%s', async (line) => {
    // The one that asks for an error gets it.
    expect(await run(line)).toMatch(line.includes('error=cloudflare.9103') ? /^HTTP\/1\.1 403/ : /^HTTP\/1\.1 200/)
  })
})

test('its orgmock.yaml is one', async () => {
  const [journal = '', yaml = ''] = blocks('yaml')
  expect(await parseConfig('orgmock.yaml', journal)).toMatchObject({
    values: { journal: { keep: { headers: ['X-Client-Version'], query: ['search'] } } },
  })
  expect((await parseConfig('orgmock.yaml', yaml)).providers['cloudflare']).toMatchObject({
    count: 40,
    rateLimit: true,
  })
})
