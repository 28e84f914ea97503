// `docker`, as documents use it, checked against Dockerfile and compose.yaml. What follows the image runs as `orgmock`. No engine is asked.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const root = new URL('../../../', import.meta.url)
const file = (name) => readFileSync(new URL(name, root), 'utf8')
const { version } = JSON.parse(file('package.json'))
const dockerfile = file('Dockerfile')
const compose = parse(file('compose.yaml'), { merge: true })

function fail(message) {
  console.error(`docker: ${message}`)
  process.exit(2)
}

const [command, ...args] = process.argv.slice(2)
if (command === 'build') {
  if (args.at(-1) !== '.' || args.slice(0, -1).join(' ') !== '-t orgmock') fail(`build ${args.join(' ')} is not known`)
} else if (command === 'run') run()
else if (command === 'compose') composed()
else fail(`${command} is not known`)

function run() {
  while (args[0]?.startsWith('-')) {
    const flag = args.shift()
    if (/^(--rm|-d|--read-only)$/.test(flag)) continue
    const value = args.shift() ?? ''
    if (flag === '-p') {
      const port = /^127\.0\.0\.1:\d+:(\d+)$/.exec(value)?.[1]
      if (port === undefined || !new RegExp(`^EXPOSE .*\\b${port}\\b`, 'm').test(dockerfile)) {
        fail(`${value} publishes no port of the image, or not on this machine only`)
      }
    } else if (flag === '-e') {
      if (!/^(HOST|PORT|ORGMOCK_[A-Z_]+|[A-Z_]+_(KEY|EMAIL|ID|SECRET))(=.*)?$/.test(value))
        fail(`${value} is no variable of ours`)
    } else if (flag === '-v') {
      if (!/^[\w./$()"-]+:\/[\w./-]+(:ro)?$/.test(value)) fail(`${value} is no volume`)
    } else if (flag !== '--name' && flag !== '--network') fail(`run ${flag} is not known`)
  }
  const image = args.shift()
  if (image !== 'orgmock' && image !== `ghcr.io/orgmock/orgmock:${version}`) fail(`${image} is not our image`)
  if (args.length > 0 && args[0] !== 'serve') {
    process.exit(spawnSync(process.execPath, [process.env.ORGMOCK_MAIN, ...args], { stdio: 'inherit' }).status ?? 1)
  }
}

function composed() {
  const profiles = []
  while (args[0] === '--profile') profiles.push(...args.splice(0, 2).slice(1))
  const [verb, ...rest] = args
  const flags = { up: /^(--wait|-d|--build)$/, run: /^--rm$/, logs: /^(-f|--follow)$/, down: /^(-v|--volumes)$/ }
  if (flags[verb] === undefined) fail(`compose ${verb} is not known`)
  const words = rest.filter((word) => !flags[verb].test(word))
  if (words.some((word) => word.startsWith('-'))) fail(`compose ${args.join(' ')} is not known`)
  const services = verb === 'run' ? words.slice(0, 1) : words
  for (const name of services) if (!(name in compose.services)) fail(`compose.yaml has no service ${name}`)
  const known = Object.values(compose.services).flatMap((service) => service.profiles ?? [])
  for (const name of profiles) if (!known.includes(name)) fail(`compose.yaml has no profile ${name}`)
  const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes)
  for (const [source] of mounted.map((volume) => volume.split(':'))) {
    if (source.startsWith('./') && !existsSync(fileURLToPath(new URL(source, root)))) fail(`${source} is missing`)
  }
}
