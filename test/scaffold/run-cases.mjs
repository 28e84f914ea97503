// Scaffolds, serves and checks many providers in one process of plain Node: the built program, as users run it, without a start for each.
// Reads cases from the file that is named, writes one line of JSON for each.
import { readFile } from 'node:fs/promises'
import { newProvider, runContracts, startMockServer } from '../../dist/src/compose/index.js'

// The tests hold the other end: when they are broken off, this ends too.
process.stdin.on('end', () => process.exit(1)).resume()
process.stdin.unref()

const [file] = process.argv.slice(2)
for (const { name, options } of JSON.parse(await readFile(file, 'utf8'))) {
  console.log(JSON.stringify({ name, ...(await outcome(options)) }))
}

async function outcome(options) {
  try {
    const { report, warnings, notes, choices } = await newProvider(options)
    const where = { providerDirectories: [options.directory] }
    const again = await runContracts({ ...where, providers: [options.id], count: 41, seed: 2 })
    const server = await startMockServer({ ...where, only: [options.id], count: 3 })
    const [{ operationUrl }] = server.providers
    const { status } = await fetch(operationUrl)
    await server.close()
    return {
      verdicts: verdicts(report, again),
      findings: findings(report, again),
      refusedWith: status,
      warnings,
      notes,
      choices,
    }
  } catch (error) {
    return { error: `${error.name}: ${error.message}` }
  }
}

function verdicts(...reports) {
  return reports.flatMap(({ providers }) => providers.map(({ verdict }) => verdict))
}

function findings(...reports) {
  const all = reports.flatMap(({ providers }) =>
    providers.flatMap(({ scenarios }) => scenarios.flatMap((one) => one.findings)),
  )
  return [...new Set(all.map(({ check, message }) => `${check}: ${message}`))]
}
