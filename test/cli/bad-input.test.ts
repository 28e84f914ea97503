import { describe, expect, test } from 'vitest'
import { type Environment, type Outcome, orgmock, orgmockHere } from '../support/command-line.ts'

// "Command line and environment: unknown, out of range, not a number: one line that names the option and what it accepts, exit 2."

async function expectRefusal(args: readonly string[], environment: Environment, ...words: readonly RegExp[]) {
  expectOneLine(await orgmockHere(args, environment), words)
}

function expectOneLine({ code, stdout, stderr }: Outcome, words: readonly RegExp[]): void {
  expect({ code, stdout, lines: stderr.split('\n').length - 1 }).toEqual({ code: 2, stdout: '', lines: 1 })
  expect(stderr).toMatch(/^orgmock: .*\n$/)
  expect(stderr).not.toMatch(/\n\s+at |node:|Error:|undefined|\[object/)
  for (const word of words) expect(stderr).toMatch(word)
}

/** The text itself, whatever its characters mean in a pattern. */
function exactly(text: string): RegExp {
  return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
}

const port = /0 to 65535/
const seed = /0 to 4294967295/
const count = /whole number from 0 to \d+/
const level = /silent.*fatal.*error.*warn.*info.*debug.*trace/
const provider = /cekura.*cloudflare.*cradl.*nirvana/

const ids = /provider ids|did you mean "cloudflare"|cekura/

const badValues: readonly (readonly [flag: string, variable: string, accepts: RegExp, values: readonly string[]])[] = [
  ['--port', 'PORT', port, ['abc', '-1', '65536', '8080.5', '0x50', '1e3', '8080 ', ' ', '99999999999999999999', '٨٠']],
  ['--seed', 'ORGMOCK_SEED', seed, ['abc', '-1', '4294967296', '1.5', 'NaN', 'Infinity', '1n', '+1']],
  ['--count', 'ORGMOCK_COUNT', count, ['abc', '-1', '12.5', '1,000', '1_000', '99999999999']],
  ['--log-level', 'ORGMOCK_LOG_LEVEL', level, ['loud', 'INFO', 'info ', '3']],
  ['--only', 'ORGMOCK_ONLY', ids, ['Cloudflare', 'cloudflare;cradl', '../specs/cradl', ',', 'cradl,', 'cradl,,cekura']],
  ['--only', 'ORGMOCK_ONLY', provider, ['stripe', 'cloudflare,stripe', 'toString', '__proto__']],
  ['--tls-port', 'ORGMOCK_TLS_PORT', port, ['abc', '-1', '65536']],
]
const valued = [
  '--port',
  '--seed',
  '--count',
  '--only',
  '--providers',
  '--log-level',
  '--host',
  '--tls-port',
  '--tls-cert',
  '--tls-key',
]

describe('a bad value', () => {
  test.each(badValues.flatMap(([flag, , accepts, values]) => values.map((value) => [flag, value, accepts] as const)))(
    'of %s is refused: %j',
    async (flag, value, accepts) => {
      await expectRefusal(['serve', `${flag}=${value}`], { PORT: '0' }, exactly(flag), accepts)
    },
  )

  test.each(
    badValues.flatMap(([, variable, accepts, values]) => values.map((value) => [variable, value, accepts] as const)),
  )('of the variable %s is refused: %j', async (variable, value, accepts) => {
    await expectRefusal(['serve'], { PORT: '0', [variable]: value }, exactly(variable), accepts)
  })

  test.each(['maybe', 'on', '2'])('of the variable ORGMOCK_TLS is refused: %s', async (value) => {
    await expectRefusal(['serve'], { PORT: '0', ORGMOCK_TLS: value }, /ORGMOCK_TLS/, /true.*false/)
  })

  test.each([
    ['no address of this machine', '192.0.2.1'],
    ['a name that does not exist', 'no-such-host.invalid'],
    ['no address at all', '999.999.999.999'],
    ['a URL', 'http://localhost'],
    ['an address with its port', '127.0.0.1:8080'],
    ['words', 'not a host'],
  ])('of --host is refused: %s', async (_, host) => {
    await expectRefusal(['serve', '--host', host], { PORT: '0' }, /--host/, exactly(host))
  })

  test.each(valued)('of %s is refused where it is empty', async (flag) => {
    await expectRefusal(['serve', `${flag}=`], { PORT: '0' }, exactly(flag))
  })

  test.each(valued)('of %s is refused where it is missing', async (flag) => {
    await expectRefusal(['serve', flag], { PORT: '0' }, exactly(flag))
  })

  test('of --tls is refused, since it takes none', async () => {
    await expectRefusal(['serve', '--tls=true'], { PORT: '0' }, /--tls/)
  })

  test('of a flag is the one that is named where the variable is bad too', async () => {
    await expectRefusal(['serve', '--seed', 'x'], { PORT: '0', ORGMOCK_SEED: 'y' }, /--seed/, /"x"/)
  })

  test('of a variable counts for nothing where a flag is good', async () => {
    await expectRefusal(['serve', '--seed', '1', '--count', 'x'], { PORT: '0', ORGMOCK_SEED: 'y' }, /--count/)
  })
})

describe('an unknown', () => {
  test.each([
    ['command', ['server'], /server.*serve/],
    ['option', ['--verbose'], /--verbose/],
    ['option of serve', ['serve', '--prot', '1'], /--prot.*--port/],
    ['short option of serve', ['serve', '-p', '1'], /-p\b.*--port/],
    ['option of env', ['env', '--shell'], /--shell.*--url/],
    ['option of specs', ['specs', '--all'], /--all/],
    ['option of specs show', ['specs', 'show', 'cloudflare', '--xml'], /--xml.*--json/],
    ['provider for specs show', ['specs', 'show', 'stripe'], provider],
    ['provider for specs show, by a path', ['specs', 'show', '../specs/cradl'], provider],
    ['provider for env', ['env', 'stripe'], provider],
    ['command of specs', ['specs', 'print'], /print|argument/],
  ])('%s is refused', async (_, args, words) => {
    await expectRefusal(args, {}, words)
  })
})

describe('a command line', () => {
  test.each([
    ['says nothing at all', [], /serve.*specs.*env/],
    ['has a word too many for serve', ['serve', 'cloudflare'], /argument/],
    ['names no provider to show', ['specs', 'show'], /provider/],
    ['names two providers to show', ['specs', 'show', 'cradl', 'cekura'], /argument/],
  ])('is refused where it %s', async (_, args, words) => {
    await expectRefusal(args, {}, words)
  })

  test('of env is refused by the same words as that of serve', async () => {
    await expectRefusal(['env'], { PORT: 'abc' }, /PORT/, port)
  })

  test.each(['nonsense', 'ftp://localhost', 'localhost:8080', ''])(
    'of env is refused for the origin %j',
    async (url) => {
      await expectRefusal(['env', '--url', url], {}, /--url/)
    },
  )

  // The same as above, of the built program: nothing comes in between.
  test.each([
    [['serve', '--port', 'abc'], {}, [/--port/, port]],
    [['serve'], { ORGMOCK_COUNT: '1.5' }, [/ORGMOCK_COUNT/, count]],
    [['serve', '--nonsense'], {}, [/--nonsense/, /--port/]],
    [['specs', 'show', 'stripe'], {}, [/stripe/, provider]],
    [[], {}, [/serve/]],
  ])('is refused with code 2 and one line by the process: %j %j', async (args, environment, words) => {
    expectOneLine(await orgmock(args, environment), words)
  })
})
