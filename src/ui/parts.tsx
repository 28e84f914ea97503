import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { messageOf, type Resource } from './api.ts'
import { prettyJson, visible } from './texts.ts'

/** What a view shows when what it needs has come, and before. */
export function Loaded<T>({ from, children }: { from: Resource<T>; children: (value: T) => ComponentChildren }) {
  if (from.value !== undefined) return <>{children(from.value)}</>
  if (from.error !== undefined) return <Problem message={from.error} />
  return <p class="quiet">Loading…</p>
}

export function Problem({ message }: { message: string }) {
  return (
    <p class="notice" role="alert">
      {visible(message)}
    </p>
  )
}

/** The first value that is known, from then on: what a view begins with does not change while people look at it. */
export function useFirst<T>(value: T | undefined): T | undefined {
  const first = useRef(value)
  first.current ??= value
  return first.current
}

/** The status of an answer. Told by the number, never by the colour alone. */
export function Status({ status }: { status: number }) {
  return <span class={`status s${Math.floor(status / 100)}`}>{status}</span>
}

/** A button that copies a text and says so. */
export function Copy({ text, label = 'Copy', name }: { text: string; label?: string; name?: string }) {
  const [said, setSaid] = useState<string>()
  useEffect(() => {
    if (said === undefined) return
    const timer = setTimeout(setSaid, 1500, undefined)
    return () => clearTimeout(timer)
  }, [said])
  const copy = () =>
    copyText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed'),
    )
  return (
    <button type="button" class="copy" onClick={copy} aria-label={name === undefined ? undefined : `${label} ${name}`}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  )
}

/** The clipboard is there on HTTPS and on this machine only; elsewhere the old command does it. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(text)
    return
  }
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const isDone = document.execCommand('copy')
  area.remove()
  if (!isDone) throw new Error('copying is not allowed')
}

/** A text to be copied whole: a command, a program, a body. */
export function Snippet({ text, name, isJson }: { text: string; name: string; isJson?: boolean }) {
  return (
    <div class="code snippet">
      {/* biome-ignore lint/a11y: what scrolls must be reached by keyboard, and have a name then. */}
      <pre tabIndex={0} role="region" aria-label={name}>
        {isJson ? <Json text={text} /> : visible(text, true)}
      </pre>
      <Copy text={text} name={name} />
    </div>
  )
}

/** Beyond this a browser takes long to lay out so many pieces. */
const longestColoured = 60_000

/** JSON, indented and coloured; any other text as it is. */
export function Json({ text }: { text: string }) {
  const shown = prettyJson(text)
  if (shown === undefined || shown.length > longestColoured) return <>{visible(shown ?? text, true)}</>
  return (
    <>
      {shown.split('\n').map((line) => (
        <JsonLine line={visible(line)} />
      ))}
    </>
  )
}

/** One line of indented JSON: a name, a value, a bracket. */
function JsonLine({ line }: { line: string }) {
  const start = line.length - line.trimStart().length
  const end = stringEnd(line, start)
  const from = line.startsWith(': ', end) ? end + 2 : start
  const to = line.endsWith(',') ? line.length - 1 : line.length
  const value = line.slice(from, to)
  return (
    <>
      {line.slice(0, start)}
      {from > start && (
        <>
          <span class="j-name">{line.slice(start, end)}</span>:{' '}
        </>
      )}
      {/^[[\]{}]/.test(value) ? value : <span class={value.startsWith('"') ? 'j-text' : 'j-value'}>{value}</span>}
      {line.slice(to)}
      {'\n'}
    </>
  )
}

/** Where the string that begins at a place ends; the place itself where none begins. */
function stringEnd(line: string, start: number): number {
  if (line[start] !== '"') return start
  let at = start + 1
  while (at < line.length && line[at] !== '"') at += line[at] === '\\' ? 2 : 1
  return at + 1
}

interface ActionProps {
  readonly label: string
  /** What it does, in a sentence. */
  readonly says: string
  readonly run: () => Promise<unknown>
  /** It cannot be undone: the first click asks. */
  readonly isFinal?: boolean
  readonly done?: () => void
}

/** A button that changes something on the server, with the sentence that says what. */
export function Action({ label, says, run, isFinal = false, done }: ActionProps) {
  const [state, setState] = useState<'ready' | 'asking' | 'running' | 'done'>('ready')
  const [problem, setProblem] = useState<string>()
  const timer = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  const later = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(setState, 4000, 'ready')
  }
  const click = async () => {
    if (isFinal && state !== 'asking') {
      setState('asking')
      later()
      return
    }
    setState('running')
    setProblem(undefined)
    try {
      await run()
      setState('done')
      done?.()
    } catch (error) {
      setProblem(messageOf(error))
      setState('ready')
    }
    later()
  }
  const text = {
    ready: label,
    asking: `Click again: ${label.toLowerCase()}`,
    running: `${label}…`,
    done: `${label}: done`,
  }
  return (
    <div class="action">
      <button type="button" class={isFinal ? 'final' : ''} disabled={state === 'running'} onClick={click}>
        <span aria-live="polite">{text[state]}</span>
      </button>
      <span class="quiet">{says}</span>
      {problem !== undefined && <Problem message={problem} />}
    </div>
  )
}
