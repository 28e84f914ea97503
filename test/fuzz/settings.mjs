import { parseArgs } from 'node:util'

export const help = `npm run fuzz -- [options]

  --seed NUMBER         default 1: the same seed makes the same requests
  --requests NUMBER     default 100000
  --rate NUMBER         requests a second at most, default 600
  --untimed             leave out the law about an ordinary client's waiting time
  --replay SEED:INDEX   print one request, send it to a fresh server, print the answer
`

/** @param {readonly string[]} argv Throws an Error whose message is fit to be printed. */
export function readSettings(argv) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string', default: '1' },
      requests: { type: 'string', default: '100000' },
      rate: { type: 'string', default: '600' },
      untimed: { type: 'boolean', default: false },
      replay: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    help: values.help,
    seed: whole('--seed', values.seed, 0xffff_ffff),
    requests: whole('--requests', values.requests, 10_000_000),
    rate: whole('--rate', values.rate, 100_000),
    untimed: values.untimed,
    replay: values.replay === undefined ? undefined : replay(values.replay),
  }
}

function replay(text) {
  const [seed, index, ...more] = text.split(':')
  if (index === undefined || more.length > 0) throw new Error(`--replay takes SEED:INDEX, not ${text}`)
  return { seed: whole('--replay', seed, 0xffff_ffff), index: whole('--replay', index, 10_000_000) }
}

function whole(option, text, most) {
  if (!/^\d{1,10}$/.test(text) || Number(text) > most)
    throw new Error(`${option} takes a whole number up to ${most}, not ${text}`)
  return Number(text)
}
