// `kubectl`, as documents use it: files must be there, secrets must be those that the examples name. No cluster is asked.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../', import.meta.url)
const folder = new URL('examples/kubernetes/', root)
const texts = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

function fail(message) {
  console.error(`kubectl: ${message}`)
  process.exit(2)
}

const [command, ...args] = process.argv.slice(2)
const isThere = (name) => existsSync(fileURLToPath(new URL(name, root)))
if (command === 'apply') {
  if (args.length !== 2 || !/^-[fk]$/.test(args[0]) || !isThere(args[1])) fail(`apply ${args.join(' ')} is not known`)
} else if (command === 'create') {
  const [, kind, name, literal = ''] = /^(secret generic) (\S+) --from-literal=([\w-]+)=\S+$/.exec(args.join(' ')) ?? []
  if (kind === undefined) fail(`create ${args.join(' ')} is not known`)
  if (!texts.includes(`name: ${name}\n`) || !texts.includes(`key: ${literal}\n`))
    fail(`no example names ${name}/${literal}`)
} else if (command === 'port-forward') {
  const [, kind, name, port] = /^(service|deployment)\/(\S+) \d+:(\d+)$/.exec(args.join(' ')) ?? []
  if (kind === undefined || !texts.includes(`name: ${name}\n`) || !texts.includes(`port: ${port}\n`)) {
    fail(`port-forward ${args.join(' ')} is not known`)
  }
} else fail(`${command} is not known`)
