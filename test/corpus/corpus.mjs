#!/usr/bin/env node
// Makes, serves, checks and walks a provider for each document of a folder, and prints how many of them come out right.
import { spawn } from 'node:child_process'
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { allFakers } from '@faker-js/faker'
import { parse } from 'yaml'
import { originalJudge } from './original.mjs'
import { keyed, walk } from './walk.mjs'

const usage = `Usage: npm run corpus -- FOLDER [options]

Makes a provider of each document in FOLDER with \`orgmock new\`, serves it, and walks it as the vendor's own client does.

  --only ROW     only this row; may be given again
  --json FILE    writes the table as JSON too
  --sources      prints where each document is published, and runs nothing
`
const count = 127
const program = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))
const here = (name) => new URL(name, import.meta.url)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    sources: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
})
const [head, ...lines] = (await readFile(here('./documents.tsv'), 'utf8')).trim().split('\n')
const documents = lines.map((line) =>
  Object.fromEntries(line.split('\t').map((cell, n) => [head.split('\t')[n], cell])),
)
const walks = parse(await readFile(here('./walks.yaml'), 'utf8'))
const unknown = values.only?.find((name) => !documents.some(({ row }) => row === name))
const [folder] = positionals

if (values.help || (folder === undefined && !values.sources) || unknown !== undefined) {
  if (unknown !== undefined) console.error(`no row is ${unknown}\n`)
  console.log(usage)
  process.exit(values.help ? 0 : 2)
}
if (values.sources) {
  for (const one of documents)
    console.log([one.file, one.repository, one.version, one['file in the repository']].join('\t'))
  process.exit(0)
}

const filler = new Set(
  Object.values(allFakers.en.rawDefinitions.lorem ?? {})
    .flat()
    .concat(allFakers.la?.rawDefinitions?.lorem?.word ?? []),
)
const results = []
for (const document of documents.filter(({ row }) => values.only?.includes(row) ?? true)) {
  const directory = await mkdtemp(path.join(tmpdir(), 'orgmock-corpus-'))
  const result = await outcome(document, directory).catch((error) => ({ why: `the corpus itself: ${error.stack}` }))
  await rm(directory, { recursive: true, force: true })
  results.push({ row: document.row, ...result })
  print(results.at(-1))
}
summary()
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, undefined, 2)}\n`)

async function outcome({ row, file, path: route }, directory) {
  const from = path.resolve(folder, file)
  const missing = await access(from).then(
    () => false,
    () => true,
  )
  if (missing) return { why: `${file} is not in ${folder}` }
  const made = await run(['new', row, '--from', from, '--path', route, '--dir', directory], directory)
  const base = { seconds: made.seconds, memory: made.memory }
  const said = made.output.split('\n').filter((line) => /^(orgmock:|warning|the contract|provider )/i.test(line))
  const isMade = await access(path.join(directory, 'mocks', `${row}.js`)).then(
    () => true,
    () => false,
  )
  if (!isMade)
    return { ...base, made: false, kept: false, walked: false, why: said[0] ?? made.output.trim().slice(0, 300) }
  const kept = made.code === 0 && made.output.includes('the contract is kept')
  const pages = /^pages +(.*)$/m.exec(made.output)?.[1]
  const identity = /^identity +(.*)$/m.exec(made.output)?.[1]
  const common = { ...base, made: true, kept, pages, identity }
  const served = await serve(row, directory)
  if (served.url === undefined) return { ...common, walked: false, why: `not served: ${served.output()}` }
  try {
    return {
      ...common,
      ...(await walked(row, from, route, served)),
      ...(kept ? {} : { broken: made.output.slice(-600) }),
    }
  } finally {
    served.child.kill()
    await served.ended
  }
}

async function walked(row, from, route, { url, token }) {
  const rule = walks[row]
  const admin = await (
    await fetch(`${url}/__admin/providers`, { headers: { authorization: `Bearer ${token}` } })
  ).json()
  const [{ operationUrl, credentials }] = admin
  const secrets = Object.values(credentials)
  const right = await walk((target) => get(target, rule, secrets), operationUrl, rule, count)
  const wrongKeys = [secrets.map((secret) => `${secret.slice(0, -3)}zzz`), undefined]
  const statuses = []
  for (const keys of wrongKeys) {
    const { status } =
      keys === undefined ? await bare(operationUrl, rule) : await get(withQuery(operationUrl, rule), rule, keys)
    statuses.push(status)
  }
  let faults
  try {
    const judge = await originalJudge(from, route)
    faults = judge === undefined ? undefined : right.bodies.flatMap((body) => judge(body))
  } catch (error) {
    faults = [`the document cannot be judged: ${error.message}`]
  }
  const texts = right.bodies.flatMap((body) => textsOf(body))
  return {
    walked: right.fault === undefined,
    ...(right.fault === undefined ? {} : { why: right.fault }),
    pagesWalked: right.pages,
    valid: faults === undefined || right.bodies.length === 0 ? undefined : faults.length === 0,
    ...(faults?.length > 0 ? { invalid: faults[0] } : {}),
    keysRefused: statuses.every((status) => status === 401 || status === 403),
    statuses,
    filler: texts.length === 0 ? 0 : texts.filter(([text, name]) => isFiller(text, name)).length / texts.length,
  }
}

async function get(target, rule, secrets) {
  const { url, headers } = keyed(target, rule, secrets)
  const reply = await fetch(url, { headers, redirect: 'manual' })
  const text = await reply.text()
  let body
  try {
    body = JSON.parse(text)
  } catch {
    body = text
  }
  return { status: reply.status, headers: reply.headers, body }
}

function bare(target, rule) {
  return fetch(withQuery(target, rule), { headers: { accept: 'application/json', ...rule.headers } })
}

function withQuery(target, { query = '' }) {
  return query === '' ? target : `${target}?${query}`
}

/** Texts with the names of their fields. */
function textsOf(value, name = '') {
  if (typeof value === 'string') return /\p{L}/u.test(value) ? [[value, name]] : []
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, name))
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([member, inner]) => textsOf(inner, member))
    : []
}

/** A text of nothing but Latin filler words, or of nothing but the name of its field. */
function isFiller(text, name) {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const joined = words.join('')
  return words.length > 0 && (words.every((word) => filler.has(word)) || isNumbered(text, joined, name))
}

function isNumbered(text, joined, name) {
  return /\s\d+$/.test(text) && joined === name.toLowerCase().replace(/[^\p{L}]/gu, '')
}

/** A command of orgmock: its code, its output, seconds, and the most memory that it had, in MiB. */
async function run(args, directory) {
  const peak = path.join(directory, 'peak')
  const hook = `data:text/javascript,${encodeURIComponent(
    `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(peak)},String(process.resourceUsage().maxRSS)))`,
  )}`
  const start = performance.now()
  const child = spawn(process.execPath, ['--import', hook, program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000)
  const code = await new Promise((resolve) => child.on('close', resolve))
  clearTimeout(timer)
  const memory = Math.round(Number(await readFile(peak, 'utf8').catch(() => 0)) / 1024)
  return { code, output, seconds: (performance.now() - start) / 1000, memory }
}

async function serve(row, directory) {
  const token = 'the-token-of-the-corpus'
  const args = [
    'serve',
    '--providers',
    directory,
    '--only',
    row,
    '--port',
    '0',
    '--count',
    String(count),
    '--log-level',
    'error',
  ]
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ORGMOCK_ADMIN_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise((resolve) => child.on('close', resolve))
  const url = await new Promise((resolve) => {
    const look = (chunk) => {
      output += chunk
      const found = /orgmock listening on (\S+)/.exec(output)
      if (found !== null) resolve(found[1])
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.on('close', () => resolve(undefined))
  })
  return { child, ended, url, token, output: () => output.trim().split('\n')[0] }
}

function mark(value) {
  return value === undefined ? '-' : value ? 'yes' : 'NO'
}

function cells(result) {
  const { row, made, kept, walked, valid, keysRefused, filler, seconds, memory, pages } = result
  return [
    row.padEnd(21),
    ...[made, kept, walked, valid, keysRefused].map((value) => mark(value).padEnd(6)),
    (filler === undefined ? '-' : `${Math.round(filler * 100)} %`).padStart(6),
    (seconds === undefined ? '-' : seconds.toFixed(1)).padStart(8),
    String(memory ?? '-').padStart(6),
    ` ${pages ?? '-'}`,
  ].join(' ')
}

function print(result) {
  if (results.length === 1) {
    const names = ['made', 'kept', 'walked', 'valid', 'keys'].map((name) => name.padEnd(6))
    console.log(['row'.padEnd(21), ...names, 'filler', ' seconds', '   MiB', ' pages'].join(' '))
  }
  console.log(cells(result))
  if (result.why !== undefined) console.log(`    ${result.why}`)
  if (result.kept === false && result.broken !== undefined)
    console.log(
      `    not kept: ${
        result.broken
          .trim()
          .split('\n')
          .find((line) => /broken|violation|law|drift/.test(line)) ?? ''
      }`,
    )
  if (result.invalid !== undefined) console.log(`    against the original: ${result.invalid}`)
  if (result.keysRefused === false) console.log(`    a wrong key, no key: ${result.statuses.join(', ')}`)
}

function summary() {
  const number = (test) => results.filter(test).length
  const shares = results.flatMap(({ filler }) => (filler === undefined ? [] : [filler]))
  console.log(`
${results.length} rows: made ${number(({ made }) => made)}, kept ${number(({ kept }) => kept)}, walked ${number(({ walked }) => walked)}, kept while walking wrongly ${number(({ kept, walked }) => kept && !walked)},
valid ${number(({ valid }) => valid)}, wrong keys refused ${number(({ keysRefused }) => keysRefused)}, filler words ${((shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length)) * 100).toFixed(1)} % of texts, slowest ${Math.max(...results.map(({ seconds }) => seconds ?? 0)).toFixed(1)} s, most memory ${Math.max(...results.map(({ memory }) => memory ?? 0))} MiB`)
}
