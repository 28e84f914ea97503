import fc from 'fast-check'
import { parseAst } from 'rolldown/parseAst'
import { describe, expect, test } from 'vitest'
import { type Auth, auths, hostileTexts, mutated, placesOf, usualDocument } from './hostile-document.ts'
import { scaffold } from './scaffolded.ts'

/** Only ever in hostile texts: in made files it may be in literals and comments, never a name. */
const canary = 'pwned'

interface AstNode {
  readonly type: string
  readonly [key: string]: unknown
}

/** What text of the document became in a file: names that run, prototypes that are set. */
function codeOfText(file: string): readonly string[] {
  const found: string[] = []
  const waiting: unknown[] = [parseAst(file)]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue
    const node = value as AstNode
    if (node.type === 'Identifier' && node['name'] === canary) found.push(canary)
    // A member's name runs nothing, and a part of a credential is named after its header, by its letters alone.
    if (node.type === 'MemberExpression' && node['computed'] === false) {
      waiting.push(node['object'])
      continue
    }
    if (node.type === 'Property' && node['computed'] === false) {
      const { name, value } = node['key'] as { name?: string; value?: string }
      if (name === '__proto__' || value === '__proto__') found.push('__proto__')
      if (node['shorthand'] === false) {
        waiting.push(node['value'])
        continue
      }
    }
    for (const inner of Object.values(node)) if (inner !== undefined && inner !== null) waiting.push(inner)
  }
  return found
}

/** Whether files were made. What they do with text of the document must be nothing. */
async function isHarmless(document: unknown): Promise<boolean> {
  let files: readonly { readonly name: string; readonly text: string }[]
  try {
    files = scaffold('api.json', JSON.stringify(document), { id: 'mine', path: '/orgs' }).files
  } catch (error) {
    expect(error).toMatchObject({ name: 'ScaffoldError' })
    return false
  }
  for (const { name, text } of files) {
    if (name.endsWith('.js')) expect(codeOfText(text), name).toEqual([])
    // Comments of the spec file are one line each, whatever is in their text.
    else
      expect(text.split('\n\n')[0]?.split('\n')).toSatisfy((lines: string[]) =>
        lines.every((line) => line.startsWith('#')),
      )
  }
  return true
}

describe.each<Auth>(auths)('with %s no text of a document becomes code:', (auth) => {
  const document = usualDocument(auth)
  const places = placesOf(document)

  test('each text and each name of a document in turn', { timeout: 120_000 }, async () => {
    let made = 0
    for (const [index, place] of places.entries()) {
      for (let turn = 0; turn < 2; turn += 1) {
        const text = hostileTexts[(index + turn * 7) % hostileTexts.length] as string
        if (await isHarmless(mutated(document, [place], text))) made += 1
      }
    }
    expect(made).toBeGreaterThan(places.length)
  })

  test('each hostile text where documents are pasted from: headers, constants, names', {
    timeout: 120_000,
  }, async () => {
    const pasted = places.filter(({ path, isName }) => {
      const last = path.at(-1)
      return isName ? path.at(-2) === 'properties' : last === 'name' || last === 'const' || last === 'title'
    })
    for (const place of pasted) for (const text of hostileTexts) await isHarmless(mutated(document, [place], text))
  })

  test('any mixture of them in several places at once', { timeout: 120_000 }, () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: 4 }),
        fc.array(fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary', maxLength: 4 })), {
          maxLength: 4,
        }),
        async (some, texts) => {
          await isHarmless(mutated(document, some, texts.join('')))
        },
      ),
      { numRuns: 150 },
    ),
  )
})
