import { useState } from 'preact/hooks'
import { messageOf } from './api.ts'
import { Problem } from './parts.tsx'
import { logIn } from './session.ts'

/** How to get the token, and a field for it. */
export function LogIn({ opened }: { opened: () => void }) {
  const [token, setToken] = useState('')
  const [problem, setProblem] = useState<string>()
  const submit = (event: Event) => {
    event.preventDefault()
    logIn(token.trim()).then(opened, (error) => setProblem(messageOf(error)))
  }
  return (
    <form class="log-in" onSubmit={submit}>
      <h1>orgmock</h1>
      <p>
        This page shows what clients sent to this server. It needs the admin token, so that no other page or person on
        the network can read it.
      </p>
      <ol>
        <li>
          <code>orgmock serve</code> prints a URL that ends in <code>#token=…</code> when it starts: open that one.
        </li>
        <li>
          Where the token is set by you, in <code>ORGMOCK_ADMIN_TOKEN</code> or a file, put it in here.
        </li>
      </ol>
      <label for="token">Admin token</label>
      <div class="run">
        <input
          id="token"
          type="password"
          autocomplete="off"
          required
          value={token}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
        <button type="submit" class="primary">
          Open
        </button>
      </div>
      {problem !== undefined && <Problem message={problem} />}
    </form>
  )
}
