/** Characters that a line of ours may have: the terminal's width within bounds, 110 where there is none. */
function lineWidth(): number {
  return Math.max(60, Math.min(process.stdout.columns ?? 110, 140))
}

/** Text behind a label, broken at spaces to the width of a line and indented to the label's end. */
export function wrapped(label: string, text: string): string {
  const width = lineWidth() - label.length
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  lines.push(line)
  return label + lines.join(`\n${' '.repeat(label.length)}`)
}

/** Room below which a text goes on lines of its own. */
const leastRoom = 40

/** As `wrapped`, or with the text below the label where beside it there is too little room. */
export function beside(label: string, text: string): string {
  if (lineWidth() - label.length >= leastRoom) return wrapped(label, text)
  return `${label.trimEnd()}\n${wrapped('      ', text)}`
}
