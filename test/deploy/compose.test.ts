import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { endAll, serve } from '../support/command-line.ts'
import { manifest, pinnedImage, projectFile, projectRoot } from '../support/project.ts'
import { entries } from '../support/providers.ts'

interface Service {
  readonly image: string
  readonly profiles?: readonly string[]
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string | number>>
  readonly volumes?: readonly string[]
  readonly networks?: { readonly default: { readonly aliases: readonly string[] } }
  readonly sysctls?: Readonly<Record<string, number>>
  readonly deploy?: { readonly replicas: number }
  readonly ports?: readonly string[]
}

const text = projectFile('compose.yaml')
const compose = parse(text, { merge: true }) as { readonly services: Readonly<Record<string, Service>> }
const { services } = compose

function service(name: string): Service {
  const found = services[name]
  if (found === undefined) throw new Error(`compose.yaml has no service ${name}`)
  return found
}

const realNames = ['api.cekura.ai', 'api.cloudflare.com', 'api.cradl.ai', 'auth.cradl.ai', 'api.nirvanalabs.io']

// The official schema of the Compose specification, as the linter that we take it from ships it.
const schema = JSON.parse(projectFile('node_modules/dclint/schemas/compose.schema.json')) as object
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile({
  ...schema,
  $schema: 'http://json-schema.org/draft-07/schema#',
})

describe('compose.yaml', () => {
  test('keeps to the schema of the Compose specification', () => {
    validate(compose)
    expect(validate.errors ?? []).toEqual([])
  })

  test.each<[what: string, change: (service: Record<string, unknown>) => void]>([
    ['a property that nobody knows', (found) => Object.assign(found, { readonly: true })],
    ['an alias outside a list', (found) => Object.assign(found, { networks: { default: { aliases: 'x' } } })],
    ['a health check with an unknown field', (found) => Object.assign(found, { healthcheck: { every: '1s' } })],
    ['ports outside a list', (found) => Object.assign(found, { ports: '8080:80' })],
  ])('would not with %s', (_, change) => {
    const broken = structuredClone(compose) as unknown as { services: { orgmock: Record<string, unknown> } }
    change(broken.services.orgmock)
    expect(validate(broken)).toBe(false)
  })

  test('names the image of this version', () => {
    const ours = ['orgmock', 'replica'].map((name) => service(name).image)
    expect(new Set(ours)).toEqual(new Set([pinnedImage]))
    for (const { image } of Object.values(services)) expect(image).toMatch(/:\d[\w.-]+$/)
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+/)
  })

  test.each([
    ['orgmock', ['127.0.0.1:8080:80', '127.0.0.1:8443:443']],
    ['load-balancer', ['127.0.0.1:8081:80', '127.0.0.1:8444:443']],
  ])('%s has every real host name, on the ports that a URL without one means', (name, ports) => {
    expect(service(name).networks?.default.aliases.toSorted()).toEqual(realNames.toSorted())
    expect(service(name).sysctls).toEqual({ 'net.ipv4.ip_unprivileged_port_start': 0 })
    expect(service(name).ports).toEqual(ports)
  })

  test('no two services, of whatever profile, want the same port of this machine', () => {
    const wanted = Object.values(services).flatMap(({ ports = [] }) => ports.map((port) => port.replace(/:\d+$/, '')))
    expect(wanted.filter((port, place) => wanted.indexOf(port) !== place)).toEqual([])
  })

  test('nothing is open but to this machine', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports ?? [])
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
  })

  test('the server starts without a profile, the replicas with one', () => {
    const profiles = Object.entries(services).map(([name, { profiles = [] }]) => [name, profiles.join()])
    expect(Object.fromEntries(profiles)).toEqual({
      orgmock: '',
      app: 'example',
      'load-balancer': 'replicas',
      replica: 'replicas',
    })
    expect(service('replica').deploy).toEqual({ replicas: 3 })
  })

  test('the key of the CA never meets an application', () => {
    expect(service('app').volumes?.map((volume) => volume.split(':')[0])).toEqual(['ca', './examples/compose/app.mjs'])
    expect(service('load-balancer').volumes).toHaveLength(1)
  })
})

describe('as Compose would', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-compose-'))
  mkdirSync(path.join(folder, 'ca'))
  afterEach(endAll)
  afterAll(() => rmSync(folder, { recursive: true }))

  /** What Compose makes of a service's environment in a shell that sets none of its variables, with other places for its files. */
  function environmentOf(name: string): Record<string, string> {
    return Object.fromEntries(
      Object.entries(service(name).environment ?? {}).map(([variable, value]) => [
        variable,
        String(value)
          .replace(/\$\{\w+:-([^}]*)\}/g, '$1')
          .replace(/^\/(ca|tls)(?=\/|$)/, (name) => folder + name),
      ]),
    )
  }

  /** Runs the example, 443 of every name leading to this port. */
  function runExample(tlsUrl: string | undefined, environment: Record<string, string>): string {
    const preload = fileURLToPath(new URL('names-lead-here.mjs', import.meta.url))
    return execFileSync(process.execPath, ['--import', preload, path.join(projectRoot, 'examples/compose/app.mjs')], {
      encoding: 'utf8',
      env: { ...environment, PORT_OF_443: new URL(tlsUrl ?? '').port },
    })
  }

  const told = [
    'Cekura: 127 organizations',
    'Cloudflare: 127 organizations',
    'Cradl: the first page has 20 organizations',
    'Nirvana Labs: 127 organizations',
    '',
  ].join('\n')

  test('the example application reaches all four providers at their production URLs', async () => {
    const environment = { ...environmentOf('orgmock'), PORT: '0', ORGMOCK_TLS_PORT: '0' }
    const { tlsUrl } = await serve([], { environment, listeners: 2 })
    expect(runExample(tlsUrl, environmentOf('app'))).toBe(told)
  })

  test('replicas that start together, and one that is started again, are reached by the one CA', async () => {
    const environment = { ...environmentOf('replica'), PORT: '0', ORGMOCK_TLS_PORT: '0' }
    const start = () => serve([], { environment, listeners: 2 })
    const replicas = await Promise.all([start(), start(), start()])
    await replicas[0]?.stop()
    for (const { tlsUrl } of [...replicas.slice(1), await start()])
      expect(runExample(tlsUrl, environmentOf('app'))).toBe(told)
  })

  test('the credentials of the example are those that the server tells', async () => {
    const { url, admin } = await serve()
    const all = Object.assign({}, ...(await entries(url, admin())).map(({ env }) => env)) as Record<string, string>
    const given = Object.entries(service('app').environment ?? {}).filter(([name]) => /KEY|EMAIL|CLIENT/.test(name))
    expect(given.length).toBe(6)
    expect(given.filter(([name, value]) => all[name] !== value)).toEqual([])
  })
})
