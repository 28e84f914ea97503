import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { orgmock } from '../support/command-line.ts'
import { manifest, projectFile, projectRoot } from '../support/project.ts'

// What a reader of the Dockerfile relies on, without an engine to build it.

const instructions = projectFile('Dockerfile')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line))
const stages: string[][] = []
for (const instruction of instructions) {
  if (instruction.startsWith('FROM ')) stages.push([])
  stages.at(-1)?.push(instruction)
}
const image = stages.at(-1) ?? []

function argumentOf(keyword: string): string {
  return (image.find((line) => line.startsWith(`${keyword} `)) ?? '').slice(keyword.length + 1)
}

describe('the image', () => {
  test('is made in several stages on the newest LTS of Node, of which the last runs nothing', () => {
    expect(instructions[0]).toMatch(/^ARG BASE=docker\.io\/library\/node:24-\w+-slim$/)
    expect(stages.length).toBeGreaterThan(1)
    expect(image.filter((line) => line.startsWith('RUN '))).toEqual([])
  })

  test('runs as a user with a number that is not root’s', () => {
    expect(argumentOf('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/)
  })

  test('starts without a shell, so that signals reach the server and `docker run orgmock check` runs check', () => {
    expect(JSON.parse(argumentOf('ENTRYPOINT'))).toEqual(['node', '/app/dist/src/cli/main.js'])
    expect(JSON.parse(argumentOf('CMD'))).toEqual(['serve'])
  })

  test('opens the one port that is always open', () => {
    expect(argumentOf('EXPOSE')).toBe('8080')
  })

  test('asks after its own health with the same program', () => {
    const entry = JSON.parse(argumentOf('ENTRYPOINT')) as string[]
    expect(JSON.parse(argumentOf('HEALTHCHECK').replace(/^.*?CMD /, ''))).toEqual([...entry, 'health'])
  })

  test('sets no variable that would win over an orgmock.yaml', async () => {
    const variables = Object.fromEntries(
      argumentOf('ENV')
        .split(' ')
        .map((pair) => pair.split('=')),
    )
    expect(Object.keys(variables)).toEqual(['NODE_ENV', 'ORGMOCK_DEFAULT_HOST'])
    const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-image-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const config = async (mounted: Record<string, string> = {}) => {
      const all = JSON.parse((await orgmock(['config', '--json'], { ...variables, ...mounted })).stdout) as Record<
        'host' | 'port',
        { value: unknown; from: string }
      >
      return [all.host, all.port]
    }
    expect(await config()).toEqual([
      { value: '0.0.0.0', from: 'ORGMOCK_DEFAULT_HOST' },
      { value: 8080, from: 'default' },
    ])
    const file = path.join(folder, 'orgmock.yaml')
    writeFileSync(file, 'host: 127.0.0.2\nport: 9000\n')
    expect(await config({ ORGMOCK_CONFIG: file })).toEqual([
      { value: '127.0.0.2', from: `${file}:1:1` },
      { value: 9000, from: `${file}:2:1` },
    ])
  })

  test('has every label of the OCI that is told of such an image', () => {
    const labels = [...argumentOf('LABEL').matchAll(/org\.opencontainers\.image\.([\w.]+)="[^"]+"/g)].map(
      ([, name]) => name,
    )
    expect(labels.toSorted()).toEqual(
      [
        ...['base.name', 'created', 'description', 'documentation', 'licenses', 'revision', 'source', 'title', 'url'],
        'version',
      ].toSorted(),
    )
  })

  test('is labelled with this version, unless its builder says otherwise', () => {
    expect(image).toContain(`ARG VERSION=${manifest.version}`)
  })
})

test('the build sees what it copies and nothing else of the project', () => {
  const lines = projectFile('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(lines[0]).toBe('*')
  const allowed = lines.slice(1).map((line) => line.slice(1))
  const copied = instructions
    .filter((line) => /^COPY (?!--from)/.test(line))
    .flatMap((line) => line.split(/\s+/).slice(1, -1))
  expect(allowed.toSorted()).toEqual([...new Set(copied)].toSorted())
  expect(allowed.filter((name) => !readdirSync(projectRoot).includes(name))).toEqual([])
})
