import { useEffect, useRef, useState } from 'preact/hooks'
import { ask, messageOf, useResource } from './api.ts'
import { Problem } from './parts.tsx'
import { replaceRoute } from './route.ts'
import type { DocumentLink, Provider } from './types.ts'

const folder = '/__admin/ui/reference'
const adminApi = { provider: '', form: '', href: '/__admin/openapi.json' }
const forms: Readonly<Record<string, string>> = {
  published: 'as published',
  repaired: 'repaired',
  latest: 'latest edition',
}

/** What swagger-ui's file puts into the window. */
type ShowDocument = (options: Readonly<Record<string, unknown>>) => unknown
declare global {
  interface Window {
    SwaggerUIBundle?: ShowDocument
  }
}

interface ReferenceViewProps {
  readonly providers: readonly Provider[]
  readonly parameters: Readonly<Record<string, string>>
}

/** The documents that are served and checked, and that of the admin API. Its program is loaded when the view is opened. */
export function ReferenceView({ providers, parameters }: ReferenceViewProps) {
  const documents = useResource<readonly DocumentLink[]>('/documents')
  const box = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'loading' | 'shown' | { problem: string }>('loading')
  const links = [...(documents.value ?? []).filter(({ href }) => href.startsWith('/__admin/')), adminApi]
  const chosen = links.find(({ href }) => href === parameters['of']) ?? links[0] ?? adminApi
  const isKnown = documents.value !== undefined || documents.error !== undefined
  const nameOf = ({ provider, form }: DocumentLink) =>
    provider === ''
      ? 'Admin API of this server'
      : `${providers.find(({ id }) => id === provider)?.title ?? provider}, ${forms[form] ?? form}`

  useEffect(() => {
    if (!isKnown) return
    let isLate = false
    setState('loading')
    Promise.all([loadProgram(), ask(chosen.href.replace(/^\/__admin/, ''))]).then(
      ([show, spec]) => {
        if (isLate || box.current === null) return
        const domNode = document.createElement('div')
        box.current.replaceChildren(domNode)
        show({
          spec,
          domNode,
          // Nothing is sent from here: a document's servers are the real ones.
          supportedSubmitMethods: [],
          validatorUrl: null,
          deepLinking: false,
          defaultModelsExpandDepth: 0,
          docExpansion: 'list',
          onComplete: () => setState('shown'),
        })
      },
      (error) => isLate || setState({ problem: messageOf(error) }),
    )
    return () => {
      isLate = true
    }
  }, [chosen.href, isKnown])

  useEffect(followNight, [])
  return (
    <div class="view reference">
      <h1>Reference</h1>
      <label class="choice">
        <span>Document </span>
        <select
          value={chosen.href}
          onChange={({ currentTarget }) => replaceRoute('reference', { of: currentTarget.value })}
        >
          {links.map((link) => (
            <option key={link.href} value={link.href}>
              {nameOf(link)}
            </option>
          ))}
        </select>
      </label>{' '}
      <a href={chosen.href} download>
        Save as JSON
      </a>
      <p class="quiet">
        As published: the provider’s own document. Repaired: with its known defects mended. Latest edition: with what
        public evidence shows to have changed since.
      </p>
      {state === 'loading' && <p class="quiet">Loading…</p>}
      {typeof state === 'object' && <Problem message={state.problem} />}
      <div ref={box} class="paper" />
    </div>
  )
}

/** By night swagger-ui is dark where the document's element has this class. Gives what ends that. */
function followNight(): () => void {
  const night = matchMedia('(prefers-color-scheme: dark)')
  const { classList } = document.documentElement
  const follow = () => classList.toggle('dark-mode', night.matches)
  follow()
  night.addEventListener('change', follow)
  return () => {
    night.removeEventListener('change', follow)
    classList.remove('dark-mode')
  }
}

let program: Promise<ShowDocument> | undefined

/** Loads swagger-ui once. */
function loadProgram(): Promise<ShowDocument> {
  program ??= new Promise<ShowDocument>((resolve, reject) => {
    const style = document.createElement('link')
    style.rel = 'stylesheet'
    style.href = `${folder}/swagger-ui.css`
    const script = document.createElement('script')
    script.src = `${folder}/swagger-ui-bundle.js`
    script.onload = () => (window.SwaggerUIBundle ? resolve(window.SwaggerUIBundle) : reject(missing))
    script.onerror = () => reject(missing)
    document.head.prepend(style, script)
  })
  return program
}

const missing = new Error('the files of the reference are not there: they are in the package, not in the single file')
