// Walks a list as the vendor's own client does it: data of walks.yaml, and no code of src/.

/** Pages after which a walk counts as endless. */
const mostPages = 60
const nothing = [undefined, null, false, '', 0]

/** The value at a JSON pointer, or undefined. */
export function at(value, pointer) {
  const names = pointer.split('/').slice(1)
  return names.reduce(
    (inner, name) => inner?.[name.replaceAll('~1', '/').replaceAll('~0', '~')],
    value === null ? undefined : value,
  )
}

/** URL and headers with the secrets where the vendor's client puts them. */
export function keyed(url, { key, headers = {} }, secrets) {
  const target = new URL(url)
  const sent = new Headers({ accept: 'application/json', ...headers })
  for (const [name, form] of Object.entries(key)) {
    const value = form
      .replace('{basic}', Buffer.from(`${secrets[0]}:${secrets[1] ?? ''}`).toString('base64'))
      .replace('{1}', secrets[0])
      .replace('{2}', secrets[1])
    if (name.startsWith('?')) target.searchParams.set(name.slice(1), value)
    else sent.set(name, value)
  }
  return { url: target.href, headers: sent }
}

/**
 * Every page of the list at `url`: `get(url)` gives status, headers and the body as JSON. Gives the bodies, and the fault that ended the
 * walk where it did not end by itself: the walk is right when `count` identities came, each once.
 */
export async function walk(get, url, rule, count) {
  const { pages, items: where, identity, query = '' } = rule
  const bodies = []
  const identities = []
  const asked = new Set()
  const largest = Number(/(?:limit|size|perpage)=(\d+)/.exec(query.toLowerCase().replaceAll(/[_[\]]/g, ''))?.[1])
  let target = withQuery(url, query)
  const position = { page: pages?.from ?? 1, offset: 0 }
  if (pages?.by === 'page' && position.page === 0) target = withParameter(target, pages.parameter, 0)
  for (let number = 1; ; number += 1) {
    if (asked.has(target)) return wrong(`page ${number} is a page that was there before: ${shown(target)}`)
    if (number > mostPages) return wrong(`the walk does not end: ${identities.length} items on ${mostPages} pages`)
    asked.add(target)
    const { status, headers, body } = await get(target)
    if (status !== 200) return wrong(`page ${number} is ${status} ${JSON.stringify(body).slice(0, 160)}`)
    bodies.push(body)
    const items = where === '' ? body : at(body, where)
    if (!Array.isArray(items)) return wrong(`page ${number} has no list at ${where}`)
    if (pages !== undefined && items.length > largest) {
      return wrong(`page ${number} has ${items.length} items, ${largest} were asked for`)
    }
    identities.push(...items.map((item) => at(item, identity)))
    const next = following({ headers, body, items })
    if (next === undefined) break
    if (next.fault !== undefined) return wrong(`page ${number} ${next.fault}`)
    target = next.url
  }
  const distinct = new Set(identities.filter((id) => id !== undefined && id !== null)).size
  if (identities.length !== count) return wrong(`the walk ends after ${identities.length} of ${count} items`)
  if (distinct !== count) return wrong(`${distinct} distinct values of ${identity} in ${count} items`)
  // Without a size in the request the server chooses; all at once is no paging.
  if (pages !== undefined && bodies.length === 1) return wrong('all items come on one page')
  return { bodies, pages: bodies.length }

  function wrong(fault) {
    return { bodies, pages: bodies.length, fault }
  }

  function following({ headers, body, items }) {
    if (pages === undefined || (rule.ends ?? []).some((end) => holds(end, body, items))) return undefined
    switch (pages.by) {
      case 'page':
        position.page += 1
        return { url: withParameter(target, pages.parameter, position.page) }
      case 'offset':
        position.offset += items.length
        return { url: withParameter(target, pages.parameter, position.offset) }
      case 'last': {
        const last = at(items.at(-1), identity)
        if (last === undefined) return { fault: `has a last item without ${identity}` }
        return { url: withParameter(target, pages.parameter, last) }
      }
      case 'cursor': {
        const cursor = at(body, pages.at)
        if (cursor === undefined || cursor === null || cursor === '') return undefined
        return { url: withParameter(target, pages.parameter, cursor) }
      }
      case 'url':
        return linked(at(body, pages.at))
      default:
        return linked(nextOf(headers.get('link') ?? ''))
    }
  }

  function linked(text) {
    if (text === undefined || text === null || text === '') return undefined
    if (typeof text !== 'string') return { fault: `leads on by ${JSON.stringify(text)}, which is no URL` }
    const next = URL.parse?.(text, target) ?? tried(text)
    if (next === null) return { fault: `leads on by ${JSON.stringify(text)}, which is no URL` }
    if (next.origin !== new URL(url).origin) return { fault: `leads to another server: ${text}` }
    return { url: next.href }
  }

  function tried(text) {
    try {
      return new URL(text, target)
    } catch {
      return null
    }
  }

  function holds(end, body, items) {
    if (end.nothing !== undefined) return nothing.includes(at(body, end.nothing))
    if (end.false !== undefined) return at(body, end.false) === false
    if (end.true !== undefined) return at(body, end.true) === true
    if (end.fewer !== undefined) return items.length < end.fewer
    // A number that is absent counts as 0, and the walk ends too early.
    if (end.reached !== undefined) return position.page >= Number(at(body, end.reached) ?? 0)
    if (end.passed !== undefined) return position.offset + end.passed[0] >= Number(at(body, end.passed[1]) ?? 0)
    if (end.counted !== undefined) {
      const [size, total] = end.counted.map((pointer) => Number(at(body, pointer) ?? 0))
      return position.page * size >= total
    }
    throw new Error(`no end is known by ${Object.keys(end)}`)
  }
}

/** The target of rel="next", unless the link itself says that there are no results behind it. */
function nextOf(header) {
  for (const [, url, parameters] of header.matchAll(/<([^>]*)>((?:[^,"]|"[^"]*")*)/g)) {
    if (!/;\s*rel="?next"?\s*(;|$)/.test(parameters)) continue
    return /;\s*results="?false"?/.test(parameters) ? undefined : url
  }
  return undefined
}

function withQuery(url, query) {
  const target = new URL(url)
  for (const [name, value] of new URLSearchParams(query)) target.searchParams.set(name, value)
  return target.href
}

function withParameter(url, name, value) {
  const target = new URL(url)
  target.searchParams.set(name, String(value))
  return target.href
}

function shown(url) {
  const { pathname, search } = new URL(url)
  return pathname + search
}
