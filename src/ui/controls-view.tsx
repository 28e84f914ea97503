import { useEffect, useState } from 'preact/hooks'
import { ask, useResource } from './api.ts'
import { FaultForm } from './fault-form.tsx'
import { Choice } from './filter-bar.tsx'
import { Action, Loaded } from './parts.tsx'
import { href } from './route.ts'
import { plural, visible } from './texts.ts'
import type { Account, Clock, Credentials, FaultRule, Provider, Settings, Tenant } from './types.ts'

/** What can be changed while the server runs, each with what it does. */
export function ControlsView({ providers, version }: { providers: readonly Provider[]; version: number }) {
  const tenants = useResource<readonly Tenant[]>('/tenants', version)
  const credentials = useResource<readonly Credentials[]>('/credentials').value ?? []
  const [said, setSaid] = useState('')
  const settings = useResource<readonly Settings[]>('/settings')
  const clock = useResource<Clock>('/clock')
  const reload = () => {
    tenants.reload()
    settings.reload()
    clock.reload()
  }
  return (
    <div class="view">
      <h1>Controls</h1>
      <section aria-labelledby="reset">
        <h2 id="reset">Reset</h2>
        <Action
          label="Reset everything"
          says="Tenants, counts, faults, limits, journal and clock become what they were at the start of the server."
          isFinal
          run={() => ask('/reset', 'POST')}
          done={reload}
        />
        <Action
          label="Forget requests"
          says="Empties the journal, and with it the scorecard. Tenants and their counts stay."
          isFinal
          run={() => ask('/requests', 'DELETE')}
        />
        <Action
          label="End all faults"
          says="Removes the faults that hit every tenant of a provider. Faults of single tenants stay."
          run={() => ask('/faults', 'DELETE')}
        />
      </section>
      <section aria-labelledby="clock">
        <h2 id="clock">Clock</h2>
        <Loaded from={clock}>{(state) => <ClockControls clock={state} reload={clock.reload} />}</Loaded>
      </section>
      <section aria-labelledby="limits">
        <h2 id="limits">Rate limits</h2>
        <Loaded from={settings}>
          {(all) => all.map((one) => <Limit key={one.provider} settings={one} reload={settings.reload} />)}
        </Loaded>
      </section>
      <section aria-labelledby="tenants">
        <h2 id="tenants">Tenants</h2>
        <p class="lead">A tenant is an account with data, limits, faults and a journal of its own.</p>
        <NewTenant providers={providers} done={tenants.reload} />
        <p role="status">{said}</p>
        <Loaded from={tenants}>
          {(all) =>
            all.length === 0 ? (
              <p class="quiet">No tenant has made a request or has settings yet.</p>
            ) : (
              all.map((one) => (
                <TenantCard
                  key={`${one.provider} ${one.tenant}`}
                  tenant={one}
                  scenarios={scenariosOf(one, credentials)}
                  reload={tenants.reload}
                  tell={setSaid}
                />
              ))
            )
          }
        </Loaded>
      </section>
    </div>
  )
}

function ClockControls({ clock, reload }: { clock: Clock; reload: () => void }) {
  const change = (body: object) => () => ask('/clock', 'POST', body)
  const { isFrozen, isTouched, offsetMs } = clock
  const now = useRunning(clock)
  return (
    <>
      <p>
        <time dateTime={now} class="now">
          {now.replace('T', ' ').replace('Z', ' UTC')}
        </time>{' '}
        <span class="quiet">
          {isFrozen
            ? 'frozen'
            : isTouched
              ? `${Math.round(offsetMs / 1000)} s from the machine’s time`
              : 'the machine’s time'}
        </span>
      </p>
      <Action
        label="One minute on"
        says="Rate windows and Retry-After of most providers end."
        run={change({ advance: 'PT1M' })}
        done={reload}
      />
      <Action
        label="One hour on"
        says="Tokens that are good for an hour expire, and cursors with a lifetime do."
        run={change({ advance: 'PT1H' })}
        done={reload}
      />
      <Action
        label={isFrozen ? 'Run' : 'Freeze'}
        says={isFrozen ? 'Time goes on from here.' : 'Time stands still: no token, cursor or rate window ends.'}
        run={change(isFrozen ? { run: true } : { freeze: true })}
        done={reload}
      />
      <Action label="Reset the clock" says="Back to the machine’s time." run={change({ reset: true })} done={reload} />
    </>
  )
}

/** The server's time: what was read, and what has passed here since. */
function useRunning(clock: Clock): string {
  const [now, setNow] = useState(clock.now)
  useEffect(() => {
    const readAt = Date.now()
    setNow(clock.now)
    if (clock.isFrozen) return
    const run = () => setNow(new Date(Date.parse(clock.now) + Date.now() - readAt).toISOString())
    const timer = setInterval(run, 1000)
    return () => clearInterval(timer)
  }, [clock])
  return `${now.slice(0, 19)}Z`
}

function Limit({
  settings: { provider, rateLimit, ownRateLimit },
  reload,
}: {
  settings: Settings
  reload: () => void
}) {
  const words = ({ requests, windowSeconds }: Settings['ownRateLimit']) =>
    `${plural(requests, 'request')} in ${windowSeconds} s`
  const change = (body: object) => () => ask(`/settings?provider=${encodeURIComponent(provider)}`, 'PATCH', body)
  return (
    <Action
      label={rateLimit === null ? `Limit ${provider}` : `Do not limit ${provider}`}
      says={
        rateLimit === null
          ? `Counts requests of each tenant and answers 429 beyond ${words(ownRateLimit)}.`
          : `Each tenant gets 429 beyond ${words(rateLimit)}; this ends it.`
      }
      run={change({ rateLimit: rateLimit === null })}
      done={reload}
    />
  )
}

function NewTenant({ providers, done }: { providers: readonly Provider[]; done: () => void }) {
  const [provider, setProvider] = useState('')
  const [tenant, setTenant] = useState('')
  const [count, setCount] = useState('')
  const make = () =>
    ask('/tenants', 'POST', {
      provider: provider || providers[0]?.id,
      ...(tenant && { tenant }),
      ...(count && { count: Number(count) }),
    })
  return (
    <div class="run">
      <Choice label="Provider" isOne value={provider || providers[0]?.id} choose={setProvider}>
        {providers.map(({ id, title }) => [id, title])}
      </Choice>
      <label>
        <span class="unseen">Name of the tenant</span>
        <input
          placeholder="Name (or one is made)"
          value={tenant}
          onInput={(event) => setTenant(event.currentTarget.value)}
        />
      </label>
      <label>
        <span class="unseen">Number of organizations</span>
        <input
          type="number"
          min="0"
          placeholder="How many"
          value={count}
          onInput={(event) => setCount(event.currentTarget.value)}
        />
      </label>
      <Action label="Make a tenant" says="With credentials of its own, under Providers." run={make} done={done} />
    </div>
  )
}

/** The published accounts whose names the name of a tenant is made of. */
function scenariosOf({ provider, tenant }: Tenant, credentials: readonly Credentials[]): readonly Account[] {
  const words = tenant.toLowerCase().split('_')
  const published = credentials.find((one) => one.provider === provider)?.accounts ?? []
  return published.filter(({ name }) => name !== 'ordinary' && words.includes(name))
}

interface TenantCardProps {
  readonly tenant: Tenant
  readonly scenarios: readonly Account[]
  readonly reload: () => void
  /** Says what happened, beside the cards: a tenant that was reset may have none any more. */
  readonly tell: (text: string) => void
}

function TenantCard({ tenant: one, scenarios, reload, tell }: TenantCardProps) {
  const { provider, tenant, count, requests, settings } = one
  const path = `/tenants/${encodeURIComponent(provider)}/${encodeURIComponent(tenant)}`
  const faults = settings.faults ?? []
  const after = (what: string) => () => {
    tell(`${visible(tenant)} of ${provider}: ${what}`)
    reload()
  }
  const setFaults = (rules: readonly FaultRule[]) => ask(path, 'PATCH', { faults: rules.length === 0 ? null : rules })
  return (
    <details class="entry tenant">
      <summary>
        <code>{visible(tenant)}</code> <span class="quiet">{provider}</span> {plural(count, 'organization')},{' '}
        {plural(requests, 'request')}
        {faults.length > 0 && <span class="tag bad">{plural(faults.length, 'fault')}</span>}
      </summary>
      <p>
        <a href={href('journal', { provider, tenant })}>Its requests</a>,{' '}
        <a href={href('providers', { id: provider, account: tenant })}>its credential and snippets</a>
      </p>
      {scenarios.map(({ name, description }) => (
        <p key={name}>
          Scenario <code>{visible(name)}</code>: {visible(description)}.
        </p>
      ))}
      <h3>Fault rules</h3>
      {faults.length === 0 && <p class="quiet">This tenant has none.</p>}
      <ul class="rules">
        {faults.map((rule, index) => (
          <li key={index}>
            <code>{JSON.stringify(rule)}</code>
          </li>
        ))}
      </ul>
      <FaultForm provider={provider} add={(rule) => setFaults([...faults, rule])} done={reload} />
      {faults.length > 0 && (
        <Action
          label="End its faults"
          says="Its scenario stays, and faults that hit every tenant do."
          run={() => setFaults([])}
          done={reload}
        />
      )}
      <h3>Reset</h3>
      <Action
        label="Reset the tenant"
        says="Forgets its counts and its requests; its settings stay."
        isFinal
        run={() => ask(`${path}/reset`, 'POST')}
        done={after('reset; its counts and requests are forgotten, its settings stay.')}
      />
      <Action
        label="Delete the tenant"
        says="Forgets its settings too. Its credential still works, as that of a new tenant."
        isFinal
        run={() => ask(path, 'DELETE')}
        done={after('deleted.')}
      />
    </details>
  )
}
