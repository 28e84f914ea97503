import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
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

  test('asks after its own health with node alone', () => {
    expect(JSON.parse(argumentOf('HEALTHCHECK').replace(/^.*?CMD /, ''))).toEqual(['node', '-e', expect.any(String)])
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
