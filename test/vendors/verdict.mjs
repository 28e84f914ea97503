/** What a client did with the right key, and with a wrong one of the same length. */
export async function outcomeOf(client, { key, base, root, requests }) {
  const walk = async (secret) => {
    try {
      return { items: await client.walk({ key: secret, base, root }) }
    } catch (error) {
      return { refused: client.statusOf(error) ?? error.message }
    }
  }
  const right = await walk(key)
  if (right.refused !== undefined) return { fault: `the right key gives ${right.refused}` }
  const pages = await requests()
  const wrong = await walk(`${key.slice(0, -3)}${key.endsWith('zzz') ? 'yyy' : 'zzz'}`)
  const different = new Set(right.items.map((item) => item[client.identity])).size
  return { items: right.items.length, different, pages, wrongKey: wrong.refused ?? `${wrong.items.length} items` }
}

/** One line for a client, and whether the run fails for it. A gap is a failure that is known: the run fails when it is gone. */
export function verdictOf(name, outcome, gap) {
  const fault = faultOf(outcome)
  if (gap === undefined) {
    return fault === undefined
      ? { line: `${name} ${outcome.different} of ${outcome.count}, wrong key refused`, isFailure: false }
      : { line: `failed: ${name}: ${fault}`, isFailure: true }
  }
  return fault === undefined
    ? { line: `failed: ${name} is no gap any more; take it out of known-gaps.json`, isFailure: true }
    : { line: `known gap: ${name}: ${fault} (${gap.reason})`, isFailure: false }
}

function faultOf({ fault, items, different, pages, wrongKey, count }) {
  if (fault !== undefined) return fault
  if (items !== count || different !== count) return `${items} items, ${different} different, of ${count}`
  if (pages < 2) return `${count} items came on one page, which shows no walk`
  if (wrongKey !== 401 && wrongKey !== 403) return `a wrong key gives ${wrongKey} instead of 401 or 403`
  return undefined
}
