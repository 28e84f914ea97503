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

/** Programs that documents call and that a test machine may lack, each replaced by `commands/<program>.mjs`. */
const programs = ['curl', 'npx', 'npm', 'docker', 'kubectl'] as const

/**
 * Fills a folder with stand-ins for the programs that documents call, to be put in front of the PATH: `npx orgmock` is the built command
 * line, `curl` is written in Node, and npm, docker and kubectl check their arguments against the project's files.
 */
export function writePrograms(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const name of programs) {
    const script = fileURLToPath(new URL(`commands/${name}.mjs`, import.meta.url))
    const file = path.join(folder, name)
    writeFileSync(file, `#!/bin/sh\nORGMOCK_MAIN='${mainFile}' exec '${process.execPath}' '${script}' "$@"\n`)
    chmodSync(file, 0o755)
  }
}
