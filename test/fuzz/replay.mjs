import { setTimeout as sleep } from 'node:timers/promises'
import { makeCase } from './cases.mjs'
import { contextOf } from './context.mjs'
import { judge } from './judge.mjs'
import { startServer } from './server.mjs'
import { plantedParts } from './shapes/attacks.mjs'
import { shownSecrets } from './shown.mjs'
import { talk } from './talk.mjs'
import { breachOf } from './verdict.mjs'

/** Log lines are written in batches. */
const logDelayMs = 200

/** Sends one case to a fresh server and prints everything about it; 1 when it breaks a law. */
export async function replay({ seed, index }, serverArguments) {
  const server = await startServer({ args: serverArguments })
  try {
    const context = await contextOf(server)
    server.secrets = [...context.secrets, ...plantedParts]
    const asked = makeCase(seed, index, context)
    const heard = await talk(server.port, asked)
    await sleep(logDelayMs)
    const shownOnes = await shownSecrets(server)
    const breach = breachOf(asked, heard).breach ?? shownOnes[0]
    const { methods: _, ...expected } = judge(asked.bytes)
    console.log(`${asked.shape}, in ${asked.pieces.length} pieces, then ${asked.ending}\n`)
    console.log(`${shown(asked.bytes)}\n`)
    console.log(`expected: ${JSON.stringify(expected)}\n`)
    console.log(heard.bytes.length === 0 ? 'no answer' : shown(heard.bytes))
    console.log(`\nthe connection ended: ${heard.end}`)
    for (const line of [...server.errors, ...server.leaks]) console.log(line)
    console.log(breach ?? server.death ?? 'no breach')
    return breach === undefined && server.death === undefined && server.errors.length + server.leaks.length === 0
      ? 0
      : 1
  } finally {
    await server.stop()
  }
}

const longest = 4_000

/** Bytes as a JavaScript text, a line for each line feed. */
function shown(bytes) {
  const text = bytes.toString('latin1')
  const short =
    text.length > longest
      ? `${text.slice(0, longest / 2)}…${text.length - longest} bytes…${text.slice(-longest / 2)}`
      : text
  return short
    .split(/(?<=\n)/)
    .map((line) =>
      JSON.stringify(line).replace(/[\x7f-\xff]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`),
    )
    .join('\n')
}
