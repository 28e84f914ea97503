import { useEffect, useState } from 'preact/hooks'
import { ask, messageOf } from './api.ts'
import { ContractReport } from './contract-report.tsx'
import { Choice } from './filter-bar.tsx'
import { Problem } from './parts.tsx'
import { plural, visible } from './texts.ts'
import type { ContractRun, Provider } from './types.ts'

const pollMs = 400

/** Runs the contract against this server, or against another one, and shows the report. */
export function ContractView({ providers, at }: { providers: readonly Provider[]; at: string | undefined }) {
  const [run, setRun] = useState<ContractRun>()
  const [provider, setProvider] = useState('')
  const [baseUrl, setBaseUrl] = useState('')
  const [problem, setProblem] = useState<string>()
  const isRunning = run?.state === 'running'

  const read = () => ask<ContractRun>('/contract').then(setRun, (error) => setProblem(messageOf(error)))
  useEffect(() => void read(), [])
  useEffect(() => {
    if (!isRunning) return
    const timer = setTimeout(read, pollMs)
    return () => clearTimeout(timer)
  }, [run])

  const start = async (event: Event) => {
    event.preventDefault()
    setProblem(undefined)
    const wanted = { ...(provider && { provider }), ...(baseUrl && { baseUrl }) }
    await ask('/contract', 'POST', wanted).catch((error) => setProblem(messageOf(error)))
    await read()
  }
  return (
    <div class="view">
      <h1>Contract</h1>
      <p class="lead">
        Sends requests that judge a server against what the provider promises, and says what was broken, where it is
        promised, and how to repeat it. Without a URL it checks the mocks of this server: its requests then appear in
        the journal, and in no scorecard.
      </p>
      <form class="run" onSubmit={start}>
        <Choice label="Provider" value={provider} choose={setProvider}>
          {providers.map(({ id, title }) => [id, title])}
        </Choice>
        <label class="search">
          <span class="unseen">Base URL of another server</span>
          <input
            type="url"
            placeholder="Base URL of another server, such as http://localhost:3000"
            value={baseUrl}
            onInput={({ currentTarget }) => setBaseUrl(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary" disabled={isRunning}>
          Run the contract
        </button>
        {isRunning && (
          <button type="button" onClick={() => ask('/contract', 'DELETE').then(read, read)}>
            Stop
          </button>
        )}
      </form>
      {baseUrl !== '' && (
        <p class="quiet">
          Choose a provider: the URL takes the place of its base URL. Credentials are those in the environment of this
          server.
        </p>
      )}
      {problem !== undefined && <Problem message={problem} />}
      {isRunning && <Progress run={run} />}
      {run?.state === 'failed' && <Problem message={run.error ?? 'The run failed.'} />}
      {run?.report !== undefined && !isRunning && (
        <>
          <p>
            <a href="/__admin/contract/report.html" target="_blank" rel="noopener">
              The whole report as a page
            </a>
          </p>
          <ContractReport report={run.report} at={at} />
        </>
      )}
      {run?.state === 'none' && <p class="quiet">Nothing has been checked since the server started.</p>}
    </div>
  )
}

function Progress({ run: { progress } }: { run: ContractRun }) {
  const { done = 0, of = 0, now } = progress ?? {}
  return (
    <div class="progress" role="status">
      <progress max={Math.max(of, 1)} value={of === 0 ? undefined : done} aria-label="Laws that were run" />
      <span>
        {of === 0 ? 'Starting…' : `${done} of ${plural(of, 'law')}`}
        {now !== undefined && (
          <>
            {' '}
            <code>{visible(now)}</code>
          </>
        )}
      </span>
    </div>
  )
}
