import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

export type WorkflowParser = typeof import('@actions/workflow-parser')

/** GitHub's own parser of workflows. It imports JSON in a way that bundlers take and node refuses, so that it is bundled first. */
export async function loadWorkflowParser(): Promise<WorkflowParser> {
  const directory = await mkdtemp(path.join(tmpdir(), 'orgmock-workflows-'))
  try {
    const input = fileURLToPath(import.meta.resolve('@actions/workflow-parser'))
    const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent' })
    const { output } = await bundle.generate({ format: 'esm', codeSplitting: false })
    await bundle.close()
    const file = path.join(directory, 'parser.mjs')
    await writeFile(file, output[0].code)
    return (await import(pathToFileURL(file).href)) as WorkflowParser
  } finally {
    await rm(directory, { recursive: true })
  }
}
