import { parseArgs } from 'node:util'

/** The sections in the order in which they run and are printed. */
export const sectionNames = ['against', 'warm', 'cold', 'startup', 'memory', 'scale', 'order', 'contract']

export const help = `npm run bench -- [options]

  --quick            about a minute: fewer rounds, smaller datasets
  --only SECTION,…   of ${sectionNames.join(', ')}
  --providers ID,…   measure these providers only (all are served all the same)
  --node FILE        node binary that runs the measured servers; default: the one that runs this
  --against FOLDER   first compare this build with the built checkout there
  --markdown         print Markdown tables
  --json FILE        write every figure to a file
`

const full = {
  warm: { rounds: 5, measureMs: 400, warmUpMs: 1_200 },
  cold: { rounds: 5, count: 100_000, floorMs: 250, warmUpMs: 1_000 },
  startup: { runs: 9 },
  memory: { runs: 3, settleMs: 1_000 },
  scale: { large: 1_000_000, repeats: 3, warmUpPages: 1_500, wholeLists: [1_000, 10_000] },
  order: { count: 1_000_000, runs: 2, rounds: 4 },
  contract: { rounds: 5, walked: 100_000 },
}

const quick = {
  warm: { rounds: 3, measureMs: 150, warmUpMs: 500 },
  cold: { rounds: 3, count: 10_000, floorMs: 100, warmUpMs: 500 },
  startup: { runs: 3 },
  memory: { runs: 1, settleMs: 500 },
  scale: { large: 50_000, repeats: 2, warmUpPages: 300, wholeLists: [1_000, 3_000] },
  order: { count: 200_000, runs: 1, rounds: 4 },
  contract: { rounds: 3, walked: 20_000 },
}

/** Concurrency levels of the throughput tables. */
export const connectionCounts = [1, 10, 100]
/** Organizations that the server makes when nobody says otherwise. */
export const defaultCount = 127
/** The page size that the cold measurements and the 1 ms target use. */
export const coldPageSize = 20

/**
 * What the command line asks for. Throws an Error whose message is fit to be printed.
 * @param {readonly string[]} argv without node and the script
 */
export function readSettings(argv) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      providers: { type: 'string' },
      node: { type: 'string', default: process.execPath },
      markdown: { type: 'boolean', default: false },
      against: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const sections = values.only === undefined ? sectionNames : list(values.only)
  const unknown = sections.find((name) => !sectionNames.includes(name))
  if (unknown !== undefined) {
    throw new Error(`--only must name some of ${sectionNames.join(', ')}, not ${JSON.stringify(unknown)}`)
  }
  return {
    ...(values.quick ? quick : full),
    isQuick: values.quick,
    help: values.help,
    sections: sectionNames.filter((name) => sections.includes(name)),
    providers: values.providers === undefined ? undefined : list(values.providers),
    node: values.node,
    against: values.against,
    markdown: values.markdown,
    jsonFile: values.json,
  }
}

/** @typedef {ReturnType<typeof readSettings>} Settings */

function list(text) {
  return text.split(',').map((name) => name.trim())
}
