// Draws what a terminal shows, colours included, as an SVG for README: one tspan for each run of characters of one style.

const columnWidth = 8.4
const lineHeight = 19
const margin = 18

const styles = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 34: 'blue', 35: 'blue', 36: 'blue' }
const ends = { 22: ['bold', 'dim'], 39: ['red', 'green', 'yellow', 'blue'], 0: Object.values(styles) }

/** `title` is what a screen reader says; `text` may have SGR escape sequences for bold, dim and colours, others are an error. */
export function terminalSvg(title, text) {
  const lines = text.replace(/\n+$/, '').split('\n')
  const columns = Math.max(...lines.map((line) => [...line.replaceAll(sequence, '')].length))
  const width = Math.ceil(columns * columnWidth + 2 * margin)
  const height = lines.length * lineHeight + 2 * margin
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<style>
rect { fill: #f6f8fa; stroke: #d0d7de }
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; white-space: pre }
.bold { font-weight: bold }
.dim { fill: #59636e }
.red { fill: #c21c2c }
.green { fill: #116329 }
.yellow { fill: #7d4e00 }
.blue { fill: #0550ae }
@media (prefers-color-scheme: dark) {
rect { fill: #0d1117; stroke: #3d444d }
text { fill: #e6edf3 }
.dim { fill: #9198a1 }
.red { fill: #ff7b72 }
.green { fill: #56d364 }
.yellow { fill: #e3b341 }
.blue { fill: #79c0ff }
}
</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${drawn(lines)}
</svg>
`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a sequence
const sequence = /\x1b\[(\d*)m/g

function drawn(lines) {
  const active = new Set()
  return lines
    .map((line, index) => {
      const runs = line.split(sequence)
      let spans = ''
      for (const [place, part] of runs.entries()) {
        if (place % 2 === 1) change(active, Number(part))
        else if (part !== '') spans += span(part, active)
      }
      return `<text x="${margin}" y="${margin + (index + 0.75) * lineHeight}">${spans}</text>`
    })
    .join('\n')
}

function change(active, code) {
  if (styles[code] !== undefined) active.add(styles[code])
  else if (ends[code] !== undefined) for (const style of ends[code]) active.delete(style)
  else throw new Error(`the picture knows no style ${code}`)
}

function span(part, active) {
  const names = [...active].join(' ')
  return names === '' ? escaped(part) : `<tspan class="${names}">${escaped(part)}</tspan>`
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
