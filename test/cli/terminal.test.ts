import { afterEach, describe, expect, test } from 'vitest'
import { endAll, serve } from '../support/command-line.ts'
import { runCurl } from '../support/curl.ts'
import { entries } from '../support/providers.ts'

// What `orgmock serve` tells a person. A pipe is made to look like a terminal before the program starts.
const asTerminal = ['--import', 'data:text/javascript,process.stdout.isTTY=true;process.stdout.columns=100']

afterEach(endAll)

async function onTerminal(args: readonly string[] = [], listeners = 1) {
  const serving = await serve(args, { nodeArguments: asTerminal, listeners })
  const told = await entries(serving.url, serving.admin())
  // The table is written after the lines of the listeners, before any request is answered.
  return { serving, told, shown: stripColours(serving.stdout()) }
}

function stripColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  return text.replaceAll(/\x1b\[[\d;]*m/g, '')
}

describe('on a terminal', () => {
  test('the line of each listener comes first', async () => {
    const { serving, shown } = await onTerminal(['--tls'], 2)
    expect(shown.split('\n').slice(0, 4)).toEqual([
      `orgmock listening on ${serving.url}`,
      `orgmock listening on ${serving.tlsUrl}`,
      expect.stringMatching(/^orgmock admin token: [\w-]{32}$/),
      expect.stringMatching(/^orgmock page: http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}$/),
    ])
  })

  test('a table tells the base URL and every credential of each provider', async () => {
    const { told, shown } = await onTerminal()
    expect(told).toHaveLength(4)
    for (const { title, baseUrl, tokenUrl, credentials } of told) {
      const values = [title, baseUrl, ...(tokenUrl === undefined ? [] : [tokenUrl]), ...Object.values(credentials)]
      for (const value of values) expect(shown).toContain(value)
    }
  })

  test('a table has only the providers that are served', async () => {
    const { shown } = await onTerminal(['--only', 'cradl'])
    expect(shown).toContain('/api.cradl.ai/v1')
    expect(shown).not.toMatch(/cekura|cloudflare|nirvana/i)
  })

  test('each provider has a command to copy that gets its organizations', async () => {
    const { serving, shown } = await onTerminal()
    const commands = [...shown.matchAll(/((?:[A-Z_]+=\$\()?\bcurl .*)$/gm)].map(([, command]) => command ?? '')
    for (const [host, member] of [
      ['api.cekura.ai', 'timezone'],
      ['api.cloudflare.com', 'result_info'],
      ['api.cradl.ai', 'nextToken'],
      ['api.nirvanalabs.io', 'total_count'],
    ] as const) {
      const command = commands.find((one) => one.includes(`${serving.url}/${host}/`)) ?? `no command for ${host}`
      expect(await runCurl(command), command).toContain(`"${member}"`)
    }
  })
})

test('where stdout is no terminal there is no table', async () => {
  const serving = await serve()
  await serving.stop()
  expect(serving.stdout().split('\n').slice(3)).toEqual([''])
})
