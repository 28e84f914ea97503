import { parseArgs } from 'node:util'

export const sectionNames = ['steady', 'idle', 'loris', 'attacks']

export const help = `npm run soak -- [options]

  --minutes NUMBER   how long the load is held, default 10
  --rate SHARE       of the measured maximum, default 0.8
  --faults SHARE     of requests that ask for a fault, default 0.01
  --seed NUMBER      of what the attacks choose, default 1
  --only SECTION,…   of ${sectionNames.join(', ')}; default all
`

/** @param {readonly string[]} argv Throws an Error whose message is fit to be printed. */
export function readSettings(argv) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '10' },
      rate: { type: 'string', default: '0.8' },
      faults: { type: 'string', default: '0.01' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: sectionNames.join(',') },
      help: { type: 'boolean', default: false },
    },
  })
  const sections = values.only.split(',').map((name) => name.trim())
  const unknown = sections.find((name) => !sectionNames.includes(name))
  if (unknown !== undefined)
    throw new Error(`--only must name some of ${sectionNames.join(', ')}, not ${JSON.stringify(unknown)}`)
  return {
    help: values.help,
    sections: sectionNames.filter((name) => sections.includes(name)),
    minutes: number('--minutes', values.minutes, 0.1, 24 * 60),
    rate: number('--rate', values.rate, 0.01, 1),
    faults: number('--faults', values.faults, 0, 1),
    seed: number('--seed', values.seed, 0, 2 ** 32 - 1),
  }
}

/** @typedef {ReturnType<typeof readSettings>} Settings */

function number(option, text, least, most) {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value < least || value > most) {
    throw new Error(`${option} takes a number from ${least} to ${most}, not ${text}`)
  }
  return value
}
