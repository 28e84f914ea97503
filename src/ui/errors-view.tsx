import { useEffect, useState } from 'preact/hooks'
import { useResource } from './api.ts'
import { curlParts, overLines } from './curl.ts'
import { ErrorFacts } from './error-facts.tsx'
import { Choice } from './filter-bar.tsx'
import { Action, Loaded, Snippet, Status, useFirst } from './parts.tsx'
import { replaceRoute } from './route.ts'
import { plural, visible } from './texts.ts'
import type { Credentials, ErrorEntry, Provider } from './types.ts'
import { useWireMeanings } from './wire-meanings.ts'

interface ErrorsViewProps {
  readonly providers: readonly Provider[]
  /** Provider of the last request. */
  readonly last: string | undefined
  readonly parameters: Readonly<Record<string, string>>
}

/** In the address: absent, it is that of the last request. */
const everyProvider = 'all'

/** Every error that the mocks can say and every fault on the wire, each with the request that provokes it. */
export function ErrorsView({ providers, last, parameters }: ErrorsViewProps) {
  const errors = useResource<readonly ErrorEntry[]>('/errors')
  const credentials = useResource<readonly Credentials[]>('/credentials').value ?? []
  const meanings = useWireMeanings()
  const start = useFirst(last)
  const { text = '', id } = parameters
  const { provider: wanted = id === undefined ? start : undefined } = parameters
  const provider = wanted === undefined || wanted === everyProvider ? '' : wanted
  const curlOf = (of: string) => credentials.find((one) => one.provider === of)?.curl ?? 'curl …'
  const change = (part: Record<string, string>) =>
    replaceRoute('errors', { provider: provider || everyProvider, text, ...part })
  return (
    <div class="view">
      <h1>Errors and faults</h1>
      <p class="lead">
        What the providers say when they say no, each as it goes on the wire. Ask for one with the header{' '}
        <code>Prefer: error=NAME</code>, with an account that meets it, or with a fault of a tenant.
      </p>
      <search class="filters">
        <Choice label="Provider" value={provider} choose={(chosen) => change({ provider: chosen || everyProvider })}>
          {providers.map((one) => [one.id, one.title])}
        </Choice>
        <label class="search">
          <span class="unseen">Text of an error</span>
          <input
            type="search"
            placeholder="Name, status or text"
            value={text}
            onInput={({ currentTarget }) => change({ text: currentTarget.value })}
          />
        </label>
      </search>
      <Loaded from={errors}>
        {(all) => {
          const found = all.filter((one) => (provider === '' || one.provider === provider) && holds(one, text))
          return (
            <>
              <p class="quiet">{plural(found.length, 'error')}</p>
              {found.map((error) => (
                <Catalogued
                  key={error.id}
                  error={error}
                  curl={curlOf(error.provider)}
                  url={providers.find((one) => one.id === error.provider)?.operationUrl}
                  isOpen={error.id === id}
                />
              ))}
            </>
          )
        }}
      </Loaded>
      <h2 id="wire">Faults on the wire</h2>
      <p class="lead">
        What goes wrong below the errors: a broken connection, a proxy, a body that is cut short. Ask with{' '}
        <code>Prefer: fault=NAME</code>, with the word <code>fault-NAME</code> in a tenant’s name, or with a fault of a
        tenant.
      </p>
      {[...meanings].map(([name, meaning]) => (
        <details class="entry" key={name}>
          <summary>
            <span class="tag bad">wire</span> <code>{name}</code> <span class="quiet">{meaning}</span>
          </summary>
          <Snippet
            text={overLines(
              `${curlOf(provider === '' ? (providers[0]?.id ?? '') : provider)} -H 'Prefer: fault=${name}' -i`,
            )}
            name={`request that provokes ${name}`}
          />
        </details>
      ))}
    </div>
  )
}

/** To this page's own origin: under another name of the server a browser would not send it. */
async function send(url: string, curl: string, error: string): Promise<void> {
  const { pathname, search } = new URL(url)
  const headers = new Headers({ Prefer: `error=${error}` })
  for (const word of curlParts(curl).headers) {
    const [name = '', ...value] = word.slice(1, -1).split(':')
    headers.set(name, value.join(':').trim())
  }
  await fetch(pathname + search, { headers, credentials: 'omit' })
}

function holds({ id, status, body, meaning, advice }: ErrorEntry, text: string): boolean {
  const whole = `${id} ${status} ${body} ${meaning} ${advice}`.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word))
}

interface CataloguedProps {
  readonly error: ErrorEntry
  readonly curl: string
  readonly url: string | undefined
  readonly isOpen: boolean
}

function Catalogued({ error, curl, url, isOpen }: CataloguedProps) {
  const [isShown, setIsShown] = useState(isOpen)
  useEffect(() => {
    if (isOpen) document.getElementById(`error-${error.id}`)?.scrollIntoView({ block: 'start' })
  }, [isOpen, error.id])
  const pairs = error.headers.flatMap((name, place) =>
    place % 2 === 0 ? [`${name}: ${error.headers[place + 1] ?? ''}`] : [],
  )
  return (
    <details
      class="entry"
      id={`error-${error.id}`}
      open={isOpen}
      onToggle={({ currentTarget }) => setIsShown(currentTarget.open)}
    >
      <summary>
        <Status status={error.status} /> <code>{error.id}</code> <span class="quiet">{visible(error.meaning)}</span>
      </summary>
      {isShown && (
        <div class="columns">
          <div>
            <ErrorFacts error={error} />
            <p class="label">The request that provokes it</p>
            <Snippet
              text={overLines(`${curl} -H 'Prefer: error=${error.id}' -i`)}
              name={`request that provokes ${error.id}`}
            />
            {url !== undefined && curlParts(curl).before === '' && (
              <Action
                label="Send it"
                says="From this page; the answer is in the journal."
                run={() => send(url, curl, error.id)}
              />
            )}
          </div>
          <div>
            <p class="label">Body</p>
            <Snippet text={error.body} name={`body of ${error.id}`} isJson />
            <p class="label">Headers</p>
            <Snippet text={pairs.join('\n')} name={`headers of ${error.id}`} />
          </div>
        </div>
      )}
    </details>
  )
}
