import { valueAt } from '../../contract/index.ts'
import { isObject } from '../../spec/index.ts'
import { type Pages, partAt, setAt } from '../pages.ts'
import { headerOf, jsonOf, withHeader, withJson } from '../replies.ts'
import type { ProxiedReply, Subject } from '../types.ts'
import { type Defect, pageDefects, parameterDefects, placeDefects } from './make.ts'
import type { PassingPage } from './walk-memory.ts'

/** What goes wrong where a page begins after an item. */
export function afterDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { after, size } = subject.contract.pager
  if (after === undefined || size === undefined) return []
  const { parameter, more } = after
  const asked = parameterDefects(pages, parameter, 'after-')
  const ignored = asked('ignored', `${parameter} is ignored`, ['each-once', 'ends', 'complete'], (given) =>
    given === undefined ? undefined : null,
  )
  if (more === undefined) return [ignored]
  const flag = placeDefects(subject, pages, more, 'more-')
  return [
    ignored,
    flag('never', 'no page says that more follow', ['complete', 'same-list'], ({ next }) => next && false),
    flag(
      'always',
      'the last page says that more follow',
      ['empty-page', 'ends', 'complete'],
      ({ isLast }) => isLast || undefined,
    ),
  ]
}

/** What goes wrong with URLs of the next page: each place that has them is broken by itself. */
export function leadDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { leads = [], size } = subject.contract.pager
  if (size === undefined) return []
  return leads.flatMap((place, index) => {
    const changes = place === 'Link' ? (['header link'] as const) : [partAt(place)]
    const shown = pageDefects(subject, pages, changes)
    /** `to` gives the query that the URL has; null takes it away, undefined leaves the page alone. */
    function lead(
      name: string,
      description: string,
      to: (page: PassingPage) => string | null | undefined | Promise<string | null | undefined>,
    ): Defect {
      const suffix = index === 0 ? '' : `-${index + 1}`
      return shown(
        `lead-${name}${suffix}`,
        `${place}: ${description}`,
        ['leads', 'ends', 'complete', 'same-list'],
        async (page) => {
          remember(page, place)
          const query = await to(page)
          return query !== undefined && leading(page, place, query)
        },
      )
    }
    return [
      lead('itself', 'each page leads to itself', ({ next, request }) => next && request.query),
      lead('first', 'each page leads to the second', ({ next, index, scratch }) => {
        if (index === 0 && next !== undefined) scratch.set('second', next)
        return next && (scratch.get('second') as string | undefined)
      }),
      lead('skips', 'the first page leads to the third', async ({ next, index, request, forward }) => {
        if (next === undefined || index !== 0) return undefined
        const asked = { ...request, query: next }
        return pages.next(asked, await forward(asked))
      }),
      lead('early', 'the second page leads nowhere', ({ next, index }) =>
        next !== undefined && index === 1 ? null : undefined,
      ),
      lead('on-last', 'the last page leads on, to itself', ({ isLast, index, request }) =>
        isLast && index !== 0 ? request.query : undefined,
      ),
    ]
  })
}

/** The last page has no URL that could be changed. */
function remember({ reply, scratch }: PassingPage, place: string): void {
  const was = place === 'Link' ? undefined : valueAt(jsonOf(reply), place)
  if (typeof was === 'string' && was !== '') scratch.set('url', was.split('?')[0])
}

/** The page with another URL of the next page: the one that it has, or an earlier one, with this query. */
function leading({ reply, scratch }: PassingPage, place: string, query: string | null): ProxiedReply | false {
  if (place === 'Link') {
    const was = headerOf(reply, 'link') ?? ''
    const [link] = was.split(',').filter((part) => part.includes('rel="next"'))
    const base = /<([^>?]*)/.exec(link ?? was)?.[1] ?? ''
    const others = was.split(',').filter((part) => part !== link && part !== '')
    return withHeader(
      reply,
      'Link',
      [...others, ...(query === null ? [] : [`<${base}?${query}>; rel="next"`])].map((part) => part.trim()).join(', '),
    )
  }
  const base = scratch.get('url')
  if (base === undefined) return false
  return withJson(reply, put(jsonOf(reply), place, query === null ? undefined : `${base}?${query}`))
}

/** The body with a value at the place, in objects that a last page may lack. */
function put(body: unknown, place: string, value: unknown): unknown {
  const above = place.slice(0, place.lastIndexOf('/'))
  const holder = above === '' || isObject(valueAt(body, above)) ? body : put(body, above, {})
  return setAt(holder, place, value)
}
