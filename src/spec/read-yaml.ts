import type { YamlSource } from './yaml-source.ts'

/** Reads a file of YAML that holds one JSON document, as documents are read. Its library is loaded when there is one. Throws SpecError. */
export async function readYaml(file: string, text: string): Promise<YamlSource> {
  const source = await import('./yaml-source.ts')
  return source.readYaml(file, text)
}
