/** Characters in a line: the terminal's width, from 60 to 140; 110 without a terminal. */
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

/** With fewer characters than this beside the label, the text goes below it. */
const leastRoom = 40

/** As `wrapped`, but with the text below a label that leaves too little room beside it. */
export function beside(label: string, text: string): string {
  if (lineWidth() - label.length >= leastRoom) return wrapped(label, text)
  return `${label.trimEnd()}\n${wrapped('      ', text)}`
}
