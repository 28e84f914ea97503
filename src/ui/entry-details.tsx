import { useMemo } from 'preact/hooks'
import { useResource } from './api.ts'
import { accountOf, curlOf } from './curl.ts'
import { decisions, explanationOf } from './decisions.ts'
import { ErrorFacts } from './error-facts.tsx'
import type { Flag } from './flags.ts'
import { Copy, Snippet, Status } from './parts.tsx'
import { href } from './route.ts'
import { milliseconds, visible } from './texts.ts'
import type { Credentials, Entry, ErrorEntry, HeaderLine, Tenant } from './types.ts'
import { useWireMeanings } from './wire-meanings.ts'

interface DetailsProps {
  readonly entry: Entry
  readonly flags: readonly Flag[]
  readonly close: () => void
}

/** One request: what was decided and why, then what was sent and answered. */
export function Details({ entry, flags, close }: DetailsProps) {
  const { seq, time, provider, tenant, request, answer, elapsedMs, delayMs = 0 } = entry
  const all = useResource<readonly Credentials[]>('/credentials').value
  const errors = useResource<readonly ErrorEntry[]>('/errors').value
  const told = useResource<readonly Tenant[]>('/tenants').value
  const meanings = useWireMeanings()
  const credentials = all?.find((one) => one.provider === provider)
  const explanation = useMemo(() => explanationOf(entry, errors ?? []), [entry, errors])
  const own = told?.find((one) => one.provider === provider && one.tenant === tenant)?.credentials
  const { command, unknown } = curlOf(entry, credentials, accountOf(credentials, tenant, own), location.origin)
  const parameters = [...new URLSearchParams(request.query)].map(([name, value]) => ({ name, value }))
  return (
    <section class="details" aria-label={`Request ${seq}`}>
      <header>
        <h2>
          <span class="quiet">#{seq}</span> {visible(request.method)} <Status status={answer.status} />
        </h2>
        <Copy text={command} label="Copy as curl" />
        <button type="button" class="close" onClick={close} aria-label="Close">
          ×
        </button>
        <p class="url">{visible(`${request.host}${request.path}${request.query === '' ? '' : `?${request.query}`}`)}</p>
      </header>
      {flags.map(({ grade, title, message, why }) => (
        <p class="notice bad" key={grade}>
          <strong>⚑ The client {visible(message)}.</strong> A good client {title}: {visible(why)}.{' '}
          <a href={href('scorecard', { grade, provider, ...(tenant === undefined ? {} : { tenant }) })}>
            On the scorecard
          </a>
        </p>
      ))}
      <h3>What was decided, and why</h3>
      <dl class="facts">
        {decisions(entry, meanings).map(({ label, text, isTrouble }) => (
          <div key={label + text}>
            <dt>{label}</dt>
            <dd class={isTrouble ? 'trouble' : ''}>{visible(text)}</dd>
          </div>
        ))}
        <div>
          <dt>Timing</dt>
          <dd>
            came at <time dateTime={time}>{time.replace('T', ' ').replace('Z', ' UTC')}</time>, answer ready after{' '}
            {milliseconds(elapsedMs)}
            {delayMs > 0 && `, held back for ${milliseconds(delayMs)}`}
          </dd>
        </div>
      </dl>
      {explanation !== undefined && (
        <>
          <h3>
            The error <code>{explanation.id}</code>
          </h3>
          <ErrorFacts error={explanation} />
          <p>
            <a href={href('errors', { id: explanation.id })}>More about it, and the request that provokes it</a>
          </p>
        </>
      )}
      {parameters.length > 0 && <Lines title="Query" lines={parameters} />}
      <Lines title="Answer headers" lines={answer.headers} />
      <h3>
        Answer body <span class="quiet">{answer.bodyBytes.toLocaleString('en')} bytes</span>
      </h3>
      <Body body={answer.body} name="Answer body" none="No body was sent." />
      <Lines title="Request headers" lines={request.headers} />
      {request.body !== '' && (
        <>
          <h3>Request body</h3>
          <Body
            body={request.body ?? ''}
            name="Request body"
            none="Not kept: too large, or in a coding that is not read."
          />
        </>
      )}
      <h3>Send it again</h3>
      {unknown.length > 0 && (
        <p class="quiet">
          The journal keeps no secrets: put your own value into {unknown.map((name) => visible(name)).join(', ')}.
        </p>
      )}
      <Snippet text={command} name="curl command" />
    </section>
  )
}

function Body({ body, name, none }: { body: string; name: string; none: string }) {
  if (body === '') return <p class="quiet">{none}</p>
  return <Snippet text={body} name={name} isJson />
}

function Lines({ title, lines }: { title: string; lines: readonly HeaderLine[] }) {
  return (
    <>
      <h3>{title}</h3>
      <dl class="lines">
        {lines.map(({ name, value }, index) => (
          <div key={index}>
            <dt>{visible(name)}</dt>
            <dd>{visible(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
