import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { mainFile } from './command-line.ts'

/** One fenced block of a Markdown file. */
export interface FencedBlock {
  readonly language: string
  readonly text: string
  /** Of its first line in the file, from 1. */
  readonly line: number
  /** The name in the comment on its first line, such as `# orgmock.yaml`; undefined where there is none. */
  readonly file: string | undefined
}

/** Every fenced block of a Markdown file, in order. */
export function fencedBlocks(markdown: string): FencedBlock[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ 1: language = '', 2: text = '', index }) => ({
    language,
    text,
    line: markdown.slice(0, index).split('\n').length + 1,
    file: /^(?:\/\/|#) ([\w./-]+\.\w+)\n/.exec(text)?.[1],
  }))
}

/** Stand-ins for the programs that documents call, each in the folder commands. */
const programs = {
  curl: 'curl.mjs',
  npx: 'npx.sh',
  npm: 'npm.mjs',
  docker: 'docker.mjs',
  kubectl: 'kubectl.mjs',
} as const

/**
 * Fills a folder with stand-ins for the programs that documents call, to be put in front of the PATH: `npx orgmock` is the built command
 * line, `curl` is written in Node, and npm, docker and kubectl check their arguments against the project's files.
 */
export function writePrograms(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const vitest = fileURLToPath(new URL('./vitest.mjs', import.meta.resolve('vitest/package.json')))
  for (const [name, source] of Object.entries(programs)) {
    const script = fileURLToPath(new URL(`commands/${source}`, import.meta.url))
    const run = source.endsWith('.sh') ? '/bin/sh' : process.execPath
    const variables = `ORGMOCK_NODE='${process.execPath}' ORGMOCK_MAIN='${mainFile}' ORGMOCK_VITEST='${vitest}'`
    const file = path.join(folder, name)
    writeFileSync(file, `#!/bin/sh\n${variables} exec '${run}' '${script}' "$@"\n`)
    chmodSync(file, 0o755)
  }
}
