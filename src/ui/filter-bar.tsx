import type { RefObject } from 'preact'
import { useMemo } from 'preact/hooks'
import { type Filter, noTenant } from './filter.ts'
import type { FeedState } from './journal-feed.ts'
import { visible } from './texts.ts'
import type { Provider } from './types.ts'

interface FilterBarProps {
  readonly feed: FeedState
  readonly providers: readonly Provider[]
  readonly filter: Filter
  readonly change: (part: Filter) => void
  readonly search: RefObject<HTMLInputElement | null>
}

/** What is chosen among is what has come. */
export function FilterBar({ feed, providers, filter, change, search }: FilterBarProps) {
  const { tenants, statuses, methods } = useMemo(() => seenIn(feed), [feed.entries.length, feed.generation])
  return (
    <search class="filters">
      <Choice label="Provider" value={filter.provider} choose={(provider) => change({ provider })}>
        {providers.map(({ id, title }) => [id, title])}
      </Choice>
      <Choice label="Tenant" value={filter.tenant} choose={(tenant) => change({ tenant })}>
        {tenants.map((name) => [name, name === noTenant ? '(no account)' : visible(name)])}
      </Choice>
      <Choice label="Status" value={filter.status} choose={(status) => change({ status })}>
        {statuses.map((status) => [status, status])}
      </Choice>
      <Choice label="Method" value={filter.method} choose={(method) => change({ method })}>
        {methods.map((method) => [method, visible(method)])}
      </Choice>
      <label class="search">
        <span class="unseen">Text in the request or its answer</span>
        <input
          ref={search}
          type="search"
          placeholder="Text in request or answer"
          value={filter.text ?? ''}
          onInput={({ currentTarget }) => change({ text: currentTarget.value })}
        />
      </label>
    </search>
  )
}

interface ChoiceProps {
  readonly label: string
  /** Something must be chosen: there is no "all". */
  readonly isOne?: boolean
  readonly value: string | undefined
  readonly choose: (value: string) => void
  /** Values and what they are called. */
  readonly children: readonly (readonly [value: string, name: string])[]
}

export function Choice({ label, isOne = false, value = '', choose, children }: ChoiceProps) {
  const isKnown = value === '' || children.some(([one]) => one === value)
  return (
    <label class={`choice by-${label.toLowerCase()}`}>
      <span class="unseen">{label}</span>
      <select value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {!isOne && <option value="">{label}: all</option>}
        {children.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
        {!isKnown && <option value={value}>{visible(value)}</option>}
      </select>
    </label>
  )
}

function seenIn({ entries }: FeedState) {
  const tenants = new Set<string>()
  const statuses = new Set<string>()
  const methods = new Set<string>()
  for (const { tenant, request, answer } of entries) {
    tenants.add(tenant ?? noTenant)
    statuses.add(String(answer.status))
    statuses.add(`${Math.floor(answer.status / 100)}xx`)
    methods.add(request.method)
  }
  return { tenants: [...tenants].toSorted(), statuses: [...statuses].toSorted(), methods: [...methods].toSorted() }
}
