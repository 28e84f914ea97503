import { afterAll, expect, test } from 'vitest'
import { endAll, serve } from '../support/command-line.ts'
import { runCurl } from '../support/curl.ts'
import { fencedBlocks } from '../support/documents.ts'
import { projectFile } from '../support/project.ts'

// The admin examples of docs/ work after the `docker run` of docs/containers.md: the server here has the variables and the command of the
// image, without an engine.

afterAll(endAll)

const commands = (page: string) =>
  fencedBlocks(projectFile(page))
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n'))

/** The variables that the last stage of the Dockerfile sets. */
function imageVariables(): Record<string, string> {
  const env =
    /^ENV (.*)$/m.exec(
      projectFile('Dockerfile')
        .split(/^FROM /m)
        .at(-1) ?? '',
    )?.[1] ?? ''
  return Object.fromEntries(env.split(' ').map((pair) => pair.split('=') as [string, string]))
}

/** The variables that a `docker run` line gives. */
function givenVariables(line: string): Record<string, string> {
  return Object.fromEntries([...line.matchAll(/ -e (\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))
}

test('the admin examples work after the docker run that names a token', async () => {
  const line = commands('docs/containers.md').find((one) => /^docker run .*ORGMOCK_ADMIN_TOKEN/.test(one)) ?? ''
  const given = givenVariables(line)
  expect(given).toMatchObject({ ORGMOCK_ADMIN_TOKEN: expect.any(String) })
  expect(projectFile('Dockerfile')).toContain('CMD ["serve"]')
  const served = await serve([], { environment: { ...imageVariables(), ...given } })
  const examples = ['docs/server-and-admin-api.md', 'docs/scenarios-and-faults.md'].flatMap(commands)
  const admin = examples.filter((one) => one.startsWith('curl ') && one.includes('/__admin'))
  expect(admin.length).toBeGreaterThanOrEqual(6)
  for (const command of admin) {
    const here = command
      .replaceAll('localhost:8080', `localhost:${new URL(served.url).port}`)
      .replace(/^curl /, 'curl -i ')
    const token = { ORGMOCK_ADMIN_TOKEN: given['ORGMOCK_ADMIN_TOKEN'] ?? '' }
    expect([command, await runCurl(here, token)]).toEqual([command, expect.stringMatching(/^HTTP\/1\.1 2/)])
  }
})
