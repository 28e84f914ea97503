import { useState } from 'preact/hooks'
import { useResource } from './api.ts'
import { Action } from './parts.tsx'
import type { ErrorEntry, FaultRule } from './types.ts'
import { useWireMeanings } from './wire-meanings.ts'

interface FaultFormProps {
  readonly provider: string
  readonly add: (rule: FaultRule) => Promise<unknown>
  readonly done: () => void
}

/** Chooses what goes wrong, and with which requests. */
export function FaultForm({ provider, add, done }: FaultFormProps) {
  const errors = useResource<readonly ErrorEntry[]>(`/errors?provider=${encodeURIComponent(provider)}`).value ?? []
  const meanings = useWireMeanings()
  const [what, setWhat] = useState('delay 2000')
  const [times, setTimes] = useState('1')
  const [after, setAfter] = useState('0')
  const [kind = '', name = ''] = what.split(' ')
  const trouble: FaultRule =
    kind === 'error' ? { error: name } : kind === 'wire' ? { wire: name } : { delayMs: Number(name) }
  const rule: FaultRule = {
    ...trouble,
    ...(Number(times) > 0 && { times: Number(times) }),
    ...(Number(after) > 0 && { after: Number(after) }),
  }
  return (
    <div class="run">
      <label>
        <span class="unseen">What goes wrong</span>
        <select value={what} onChange={({ currentTarget }) => setWhat(currentTarget.value)}>
          <optgroup label="Time">
            <option value="delay 2000">answers take 2 s</option>
            <option value="delay 30000">answers take 30 s</option>
          </optgroup>
          <optgroup label="Errors">
            {errors.map(({ id, status }) => (
              <option key={id} value={`error ${id}`}>
                {status} {id}
              </option>
            ))}
          </optgroup>
          <optgroup label="On the wire">
            {[...meanings].map(([one, meaning]) => (
              <option key={one} value={`wire ${one}`}>
                {one}: {meaning}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      <label>
        after <input type="number" min="0" value={after} onInput={(event) => setAfter(event.currentTarget.value)} />{' '}
        requests,
      </label>
      <label>
        <input type="number" min="0" value={times} onInput={(event) => setTimes(event.currentTarget.value)} /> times{' '}
        <span class="quiet">(0: always)</span>
      </label>
      <Action
        label="Add the fault"
        says="It hits the requests of this tenant from now on."
        run={() => add(rule)}
        done={done}
      />
    </div>
  )
}
