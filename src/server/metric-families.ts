type Labels = Readonly<Record<string, string | number>>

interface Sample {
  readonly labels?: Labels
  readonly value: number
  /** Behind the family's name, such as `_sum`. */
  readonly suffix?: string
}

/** A metric of Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/) with all its samples. */
export interface Family {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly samples: readonly Sample[]
}

/** One series of a histogram. */
interface Series {
  readonly labels: Labels
  /** Observations in each bucket, not summed up; the last one is above all bounds. */
  readonly counts: readonly number[]
  readonly sum: number
}

export function counter(name: string, help: string, samples: number | readonly Sample[]): Family {
  return { name, help, type: 'counter', samples: listed(samples) }
}

export function gauge(name: string, help: string, samples: number | readonly Sample[]): Family {
  return { name, help, type: 'gauge', samples: listed(samples) }
}

export function histogram(name: string, help: string, bounds: readonly number[], all: readonly Series[]): Family {
  const samples = all.flatMap(({ labels, counts, sum }) => {
    let below = 0
    const buckets = counts.map((count, place) => {
      below += count
      return { suffix: '_bucket', labels: { ...labels, le: bounds[place] ?? '+Inf' }, value: below }
    })
    return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: below }]
  })
  return { name, help, type: 'histogram', samples }
}

function listed(samples: number | readonly Sample[]): readonly Sample[] {
  return typeof samples === 'number' ? [{ value: samples }] : samples
}

/** The whole text. Helps are our own: they have neither a newline nor a backslash. */
export function textFormat(families: readonly Family[]): string {
  const blocks = families.map(({ name, help, type, samples }) => {
    const lines = samples.map(({ suffix = '', labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}`)
    return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n')
  })
  return `${blocks.join('\n\n')}\n`
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${String(value).replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`,
  )
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
