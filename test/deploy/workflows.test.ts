import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { manifest, pinnedImage, projectFile, projectRoot } from '../support/project.ts'
import { loadWorkflowParser, type WorkflowParser } from './workflow-parser.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}
interface Job {
  readonly needs?: string
  readonly uses?: string
  readonly env?: Readonly<Record<string, string>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly services?: Readonly<Record<string, { readonly image: string }>>
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } }
  readonly steps?: readonly Step[]
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const own = readdirSync(path.join(projectRoot, '.github/workflows')).map((name) => `.github/workflows/${name}`)
const example = 'examples/github-workflow/contracts.yml'

function workflow(name: string): Workflow {
  return parse(projectFile(name)) as Workflow
}

function stepsOf(name: string): Step[] {
  return Object.values(workflow(name).jobs).flatMap(({ steps = [] }) => steps)
}

let parser: WorkflowParser
beforeAll(async () => {
  parser = await loadWorkflowParser()
})

/** What GitHub's own parser has against a workflow. */
async function complaints(content: string): Promise<string[]> {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = parser
  const { context, value } = parseWorkflow({ name: 'x.yml', content }, new NoOperationTraceWriter())
  if (value !== undefined) await convertWorkflowTemplate(context, value)
  return context.errors.getErrors().map(({ message }) => message)
}

describe.each([...own, example])('%s', (name) => {
  test('is a workflow to GitHub', async () => {
    expect(await complaints(projectFile(name))).toEqual([])
  })

  test('pins each action to a commit and names its version, and may do no more than it needs', () => {
    const { permissions, jobs } = workflow(name)
    const used = [...stepsOf(name), ...Object.values(jobs)].flatMap(({ uses }) => uses ?? [])
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$|^\.\/\.github\/workflows\//.test(action))).toEqual(
      [],
    )
    const lines = projectFile(name).match(/uses: [\w-]+\/.*$/gm) ?? []
    expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
    expect(permissions).toEqual({ contents: 'read' })
  })
})

test.each([
  ['a step with an unknown key', (text: string) => text.replace('- run: npm ci', '- execute: npm ci')],
  ['a job that needs another one that is not there', (text: string) => text.replace('needs: npm', 'needs: nobody')],
  ['a permission that does not exist', (text: string) => text.replace('id-token: write', 'id-tokens: write')],
  ['an expression that cannot be read', (text: string) => text.replace('github.sha }}', 'github.sha + }}')],
])('GitHub would refuse %s', async (_, change) => {
  const text = projectFile('.github/workflows/release.yml')
  expect(change(text)).not.toBe(text)
  expect(await complaints(change(text))).not.toEqual([])
})

test('the project’s workflows run nothing that the project’s own scripts do not', () => {
  const isKnown = (command: string) => {
    const [, script] = /^npm run ([\w:-]+)$/.exec(command) ?? []
    if (script !== undefined) return script in manifest.scripts
    return (
      /^npm ci( --ignore-scripts)?$/.test(command) ||
      (/^\.ci\/[\w-]+$/.test(command) && existsSync(path.join(projectRoot, command)))
    )
  }
  const commands = own.flatMap(stepsOf).flatMap(({ run }) => run ?? [])
  expect(commands.length).toBeGreaterThan(4)
  expect(commands.filter((command) => !isKnown(command))).toEqual([])
  // And .ci/run begins as a workflow does.
  for (const command of ['.ci/packages', 'npm ci', 'npm run check', 'npm run fuzz:short'])
    expect(projectFile('.ci/run')).toContain(command)
})

test('the tests run on the three lines of Node that are in use, the oldest being the one that the package asks for', () => {
  const { jobs } = workflow('.github/workflows/test.yml')
  expect(jobs['check']?.strategy?.matrix.node).toEqual([20, 22, 24])
  expect(projectFile('package.json')).toContain('"node": ">=20.19"')
})

describe('a release', () => {
  const { on, jobs } = workflow('.github/workflows/release.yml')
  const steps = jobs['image']?.steps ?? []
  const inputsOf = (action: string) => steps.find(({ uses }) => uses?.startsWith(action))?.with ?? {}

  test('is a tag, and first of all a pass of the tests', () => {
    expect(on).toEqual({ push: { tags: ['v*.*.*'] } })
    expect(jobs['check']).toEqual({ uses: './.github/workflows/test.yml' })
    expect(['package', 'npm', 'image'].map((name) => jobs[name]?.needs)).toEqual(['check', 'package', 'npm'])
    expect(workflow('.github/workflows/test.yml').on).toHaveProperty('workflow_call')
  })

  test('is refused when the tag is not the version of the package', () => {
    const { status, stdout, stderr } = spawnSync(path.join(projectRoot, '.ci/release'), {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], GITHUB_REF_NAME: 'v999.0.0' },
    })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toBe(`the tag v999.0.0 is not v${manifest.version}, the version in package.json\n`)
  })

  test('publishes the package with provenance and without a token', () => {
    expect(jobs['npm']?.permissions).toEqual({ contents: 'read', 'id-token': 'write' })
    expect(projectFile('.ci/release')).toMatch(/^npm publish .*--provenance --access public$/m)
    expect(projectFile('.github/workflows/release.yml')).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN/)
  })

  test('runs no install script where an identity can be had, and there no npm but to publish', () => {
    const withIdentity = Object.entries(jobs).filter(([, { permissions }]) => permissions?.['id-token'] === 'write')
    expect(withIdentity.map(([name]) => name)).toEqual(['npm', 'image'])
    for (const [name, { steps = [] }] of withIdentity) {
      const commands = steps.flatMap(({ run }) => run ?? [])
      expect([name, commands]).toEqual([name, name === 'npm' ? ['.ci/release'] : ['.ci/base-image']])
    }
    expect(jobs['npm']?.env).toEqual({ NPM_CONFIG_IGNORE_SCRIPTS: 'true' })
    expect(projectFile('.ci/release').match(/^npm .*$/gm)).toEqual([expect.stringContaining(' --ignore-scripts ')])
    expect(projectFile('Dockerfile').match(/npm (ci|install).*$/gm)).toEqual([
      expect.stringContaining('npm ci --ignore-scripts'),
    ])
    for (const command of jobs['package']?.steps?.flatMap(({ run }) => run ?? []) ?? [])
      expect(['npm ci --ignore-scripts', '.ci/pack']).toContain(command)
  })

  test('is built on the digest that the base image has at that time', () => {
    expect(String(inputsOf('docker/build-push-action')['build-args'])).toContain(`BASE=\${{ steps.base.outputs.name }}`)
    const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-docker-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const ask = (digest: string) => {
      writeFileSync(path.join(folder, 'docker'), `#!/bin/sh\necho '${digest}'\n`, { mode: 0o755 })
      return spawnSync(path.join(projectRoot, '.ci/base-image'), {
        encoding: 'utf8',
        env: { PATH: `${folder}:${process.env['PATH']}` },
      })
    }
    const digest = `sha256:${'0a'.repeat(32)}`
    expect(ask(digest).stdout).toBe(`name=docker.io/library/node:24-bookworm-slim@${digest}\n`)
    expect(ask('no such manifest').status).toBe(1)
  })

  test('pushes the image for both machines, with provenance and a list of what is in it', () => {
    expect(inputsOf('docker/build-push-action')).toMatchObject({
      platforms: 'linux/amd64,linux/arm64',
      push: true,
      provenance: 'mode=max',
      sbom: true,
    })
  })

  test('names the image 1.2.3, 1.2, 1, latest and by its commit', () => {
    const { images, flavor, tags } = inputsOf('docker/metadata-action')
    expect(`${images}:${manifest.version}`).toBe(pinnedImage)
    expect(flavor).toBe('latest=auto')
    expect(String(tags).trim().split('\n')).toEqual([
      'type=semver,pattern={{version}}',
      'type=semver,pattern={{major}}.{{minor}}',
      expect.stringMatching(
        /^type=semver,pattern=\{\{major\}\},enable=\S+ !startsWith\(github\.ref, 'refs\/tags\/v0\.'\) \}\}$/,
      ),
      'type=sha',
    ])
  })

  test('fills every argument of the Dockerfile that has no value of its own', () => {
    const given = String(inputsOf('docker/build-push-action')['build-args']).match(/^\w+/gm)
    const asked = [...projectFile('Dockerfile').matchAll(/^ARG (\w+)=/gm)].map(([, name]) => name)
    expect(given?.toSorted()).toEqual(asked.toSorted())
  })
})
