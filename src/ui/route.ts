import { useEffect, useState } from 'preact/hooks'

export const views = ['journal', 'providers', 'scorecard', 'errors', 'contract', 'reference', 'controls'] as const
export type View = (typeof views)[number]

/** Where the page is: a view, and what it shows of it. All of it is in the address, which can be kept and sent on. */
export interface Route {
  readonly view: View
  readonly parameters: Readonly<Record<string, string>>
}

const changed = 'orgmock:route'

/** The address of a view. Empty parameters are left out. */
export function href(view: View, parameters: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const query = new URLSearchParams(given).toString()
  return `#/${view}${query === '' ? '' : `?${query}`}`
}

/** Anything that is no view of the page is the journal. */
function parseRoute(hash: string): Route {
  const [name = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const view = views.find((one) => one === name) ?? 'journal'
  return { view, parameters: Object.fromEntries(new URLSearchParams(query)) }
}

/** Goes to a view without an entry in the history: for what changes with every key. */
export function replaceRoute(view: View, parameters: Readonly<Record<string, string | undefined>>): void {
  history.replaceState(null, '', href(view, parameters))
  dispatchEvent(new Event(changed))
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const update = () => setHash(location.hash)
    addEventListener('hashchange', update)
    addEventListener(changed, update)
    return () => {
      removeEventListener('hashchange', update)
      removeEventListener(changed, update)
    }
  }, [])
  return parseRoute(hash)
}
