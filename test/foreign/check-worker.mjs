import { parentPort } from 'node:worker_threads'
import { runContracts } from '../../dist/src/compose/index.js'

// Runs one check at a time: options in, what outcome.mjs needs out.
parentPort.on('message', async (options) => {
  const started = Date.now()
  let report
  try {
    const { providers } = await runContracts({ ...options, timeoutMs: 5000, signal: AbortSignal.timeout(90_000) })
    const [{ verdict, reason, scenarios, requests }] = providers
    const findings = scenarios.flatMap(({ scenario: law, findings }) =>
      findings.map((finding) => ({ ...finding, law })),
    )
    const notChecked = scenarios
      .filter((law) => law.verdict === 'not-checked')
      .map(({ scenario, reason }) => ({ law: scenario, reason }))
    report = { verdict, reason, findings, notChecked, requests }
  } catch (error) {
    report = { error: `check failed: ${error.message}` }
  }
  parentPort.postMessage({ ...report, elapsedMs: Date.now() - started })
})
