import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { bundleSchema } from '../../../src/contract/validator/bundle.ts'
import { addFormats } from '../../../src/contract/validator/formats.ts'
import { addNumbers } from '../../../src/contract/validator/numbers.ts'
import {
  isArray,
  isObject,
  type Json,
  loadProviderSpec,
  resolvePointer,
  schemaKeywords,
} from '../../../src/spec/index.ts'

// Documents of others are taken as they come. Ours are written by us, and a typing error in them must not pass as an unknown word.

const { branch, branches, part, map, leaf, data, annotation } = schemaKeywords
const known = new Set([
  '$ref',
  'prefixItems',
  'nullable',
  ...branch,
  ...branches,
  ...part,
  ...map,
  ...leaf,
  ...data,
  ...annotation,
])

function unknownWords(schema: Json, isMap = false): readonly string[] {
  if (isArray(schema)) return schema.flatMap((item) => unknownWords(item))
  if (!isObject(schema)) return []
  return Object.entries(schema).flatMap(([word, inner]) => {
    if (isMap) return unknownWords(inner)
    if (!known.has(word)) return word.startsWith('x-') ? [] : [word]
    return data.includes(word) || leaf.includes(word) || annotation.includes(word)
      ? []
      : unknownWords(inner, map.includes(word))
  })
}

it.each(['cekura', 'cloudflare', 'cradl', 'nirvana'])('the document of %s passes lint', async (name) => {
  const { published, repaired } = await loadProviderSpec('specs', name)
  for (const { document, responses, reading } of [published, repaired]) {
    const contents = responses.flatMap(({ content }) => content).filter(({ schema }) => schema !== undefined)
    expect(contents.length).toBeGreaterThan(0)
    for (const { pointer } of contents) {
      const bundle = bundleSchema(document, pointer)
      expect(bundle.reach.flatMap((at) => unknownWords(resolvePointer(document, at) ?? null))).toEqual([])
      // As published a document may have defects.
      const ajv = new Ajv2020({
        strict: true,
        strictTypes: reading === 'repaired',
        allowUnionTypes: true,
        logger: false,
      })
      addFormats(ajv, bundle.formats)
      addNumbers(ajv)
      expect(() => ajv.compile({ ...bundle.root, $defs: bundle.definitions })).not.toThrow()
    }
  }
})
