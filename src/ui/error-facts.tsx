import { href } from './route.ts'
import { visible } from './texts.ts'
import type { ErrorEntry } from './types.ts'

/** What an error means, why it comes, and what a client should do. */
export function ErrorFacts({
  error: { provider, meaning, cause, advice, basis, source, scenarios },
}: {
  error: ErrorEntry
}) {
  const facts = [
    ['Means', meaning],
    ['Cause', cause],
    ['Do', advice],
    ['Basis', `${basis}: ${source}`],
  ] as const
  return (
    <dl class="facts">
      {facts.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{visible(text)}</dd>
        </div>
      ))}
      {scenarios.length > 0 && (
        <div>
          <dt>Accounts</dt>
          <dd>
            {scenarios.map((name) => (
              <>
                <a key={name} href={href('providers', { id: provider, account: name })}>
                  {name}
                </a>{' '}
              </>
            ))}
          </dd>
        </div>
      )}
    </dl>
  )
}
