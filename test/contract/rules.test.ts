import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'rolldown/parseAst'
import { expect, test } from 'vitest'
import { ownRules } from '../../src/contract/own-rules.ts'
import type { NewFinding } from '../../src/contract/types.ts'
import { bases } from '../../src/spec/index.ts'

const root = fileURLToPath(new URL('../../src/contract', import.meta.url))

/** Where a basis is a rule's own, or where one is what a user asks for. */
const homes: Readonly<Record<string, string>> = {
  'own-rules.ts': 'the rules themselves',
  'bases.ts': 'what a rule is whose contract states none',
  'reporters/report-schema.ts': 'the names that a report may hold',
  'reporters/wording.ts': 'the flag that a sentence recommends',
}

/** Texts in code that name a basis; types and comparisons make none. */
function basesWritten(file: string): readonly string[] {
  const found: string[] = []
  function walk(node: unknown): void {
    if (typeof node !== 'object' || node === null) return
    const { type, value } = node as { readonly type?: unknown; readonly value?: unknown }
    if (typeof type === 'string' && (type.startsWith('TS') || type === 'BinaryExpression')) {
      // Types hold no values, but assertions such as `as const` do.
      walk((node as { readonly expression?: unknown }).expression)
      return
    }
    if (type === 'Literal' && bases.some((basis) => basis === value)) found.push(String(value))
    for (const member of Object.values(node)) walk(member)
  }
  walk(parseAst(readFileSync(path.join(root, file), 'utf8'), { lang: 'ts' }, file).body)
  return found
}

test('no law, check or message writes a basis: only rules hold one', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.split(path.sep).join('/'))
  const writing = files.filter((file) => basesWritten(file).length > 0)
  expect(writing.sort()).toEqual(Object.keys(homes).sort())
})

test('a finding has a rule, and no place for a basis', () => {
  type Given = 'basis' extends keyof NewFinding ? 'a basis' : 'no basis'
  const given: Given = 'no basis'
  type IsRuleNeeded = undefined extends NewFinding['rule'] ? 'a finding may lack its rule' : 'needed'
  const rule: IsRuleNeeded = 'needed'
  expect([given, rule]).toEqual(['no basis', 'needed'])
})

test('every rule of our own says where it comes from', () => {
  for (const { source } of Object.values(ownRules)) expect(source.length).toBeGreaterThan(5)
})
