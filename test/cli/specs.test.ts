import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { mainFile, orgmockHere } from '../support/command-line.ts'
import { providerIds } from '../support/providers.ts'

const folder = new URL('../../specs/', import.meta.url)
const published = (id: string) => parse(readFileSync(new URL(`${id}.openapi.yaml`, folder), 'utf8')) as unknown

interface Document {
  openapi: string
  paths: Record<string, { get: { parameters: { name: string; schema: { type: string } }[] } }>
}

async function show(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await orgmockHere(['specs', 'show', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

describe('orgmock specs', () => {
  test('lists every provider with the URL of its operation', async () => {
    const { code, stdout, stderr } = await orgmockHere(['specs'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const url of [
      'https://api.cekura.ai/user/organizations/',
      'https://api.cloudflare.com/client/v4/user/organizations',
      'https://api.cradl.ai/v1/organizations',
      'https://api.nirvanalabs.io/v1/organizations',
    ]) {
      expect(stdout).toMatch(new RegExp(`${url.replaceAll('.', '\\.')}$`, 'm'))
    }
    for (const id of providerIds) expect(stdout).toContain(id)
  })

  test('lists every erratum of every overlay with its basis', async () => {
    const { stdout } = await orgmockHere(['specs'])
    const errata = readdirSync(folder)
      .filter((name) => name.endsWith('.overlay.yaml') && !name.endsWith('.latest.overlay.yaml'))
      .flatMap((name) => {
        const overlay = parse(readFileSync(new URL(name, folder), 'utf8')) as {
          actions: { 'x-erratum': string; 'x-basis': string }[]
        }
        return overlay.actions
          .filter((action) => action['x-basis'])
          .map((action) => `${action['x-erratum']} ${action['x-basis']}`)
      })
    expect(errata.length).toBeGreaterThan(20)
    const listed = [...stdout.matchAll(/^\s+(E-\S+)\s+(documented|observed|assumed)\b/gm)].map(
      ([, id, basis]) => `${id} ${basis}`,
    )
    expect(listed.sort()).toEqual([...new Set(errata)].sort())
  })
})

describe('orgmock specs show', () => {
  test.each(providerIds)('prints the document of %s as published, defects included', async (id) => {
    expect(parse(await show(id))).toEqual(published(id))
    expect(parse(await show(id, '--published'))).toEqual(published(id))
  })

  test.each(providerIds)('prints the repaired document of %s, the same as YAML and as JSON', async (id) => {
    const yaml = await show(id, '--repaired')
    const json = await show(id, '--repaired', '--json')
    expect(parse(yaml)).toEqual(JSON.parse(json))
    expect(JSON.parse(json)).not.toEqual(published(id))
    expect(JSON.parse(json)).toHaveProperty('openapi')
  })

  test('prints the published document as JSON', async () => {
    expect(JSON.parse(await show('cradl', '--json'))).toEqual(published('cradl'))
  })

  test.each([
    ['published', 'number'],
    ['repaired', 'integer'],
  ])('prints that a page number of Cloudflare is, %s, of type %s', async (reading, type) => {
    const document = JSON.parse(await show('cloudflare', `--${reading}`, '--json')) as Document
    const parameters = document.paths['/user/organizations']?.get.parameters ?? []
    expect(parameters.find(({ name }) => name === 'page')?.schema.type).toBe(type)
    expect(parameters.find(({ name }) => name === 'per_page')?.schema.type).toBe(type)
  })

  test('prints YAML without anchors, which many readers do not know', async () => {
    expect(await show('cloudflare', '--repaired')).not.toMatch(/(:|-) [&*]\w+$/m)
  })

  test('ends in peace when its reader has seen enough', async () => {
    const script = '"$NODE" "$MAIN" specs show cekura | head -n 1'
    const env = { PATH: process.env['PATH'] ?? '', NODE: process.execPath, MAIN: mainFile }
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script], { env })
    expect({ stdout, stderr }).toEqual({ stdout: 'openapi: 3.1.0\n', stderr: '' })
  })
})
