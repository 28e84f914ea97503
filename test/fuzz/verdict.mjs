import { problemOf, readAnswers } from './answers.mjs'
import { judge } from './judge.mjs'

/** Of our own refusal of what is no HTTP, which nobody may get in place of the answer to a request that is one. */
const parserRefusal = 'this is no valid HTTP/1.1 request'

/**
 * What is wrong with how the server answered a case, undefined when nothing is; and its answers by class.
 * @param {import('./cases.mjs').Case} asked
 * @param {{ bytes: Buffer, end: 'closed' | 'reset' | 'late' }} heard
 */
export function breachOf(asked, heard) {
  const expected = judge(asked.bytes)
  const reading = readAnswers(heard.bytes, expected.methods)
  const classes = reading.answers.map(({ status }) => `${Math.floor(status / 100)}xx`)
  for (let i = 0; i < reading.interim; i += 1) classes.push('1xx')
  return { classes: classes.length === 0 ? ['none'] : classes, breach: breach(asked, heard, expected, reading) }
}

function breach({ bytes, ending }, heard, expected, { answers, rest, problem }) {
  // From here on a server may do what it was asked to do, however wrong.
  const asksForFault = /\nprefer *:[^\n]*(fault|code|delay)/i.test(bytes.toString('latin1'))
  if (problem !== undefined && !asksForFault) return problem
  if (heard.end === 'late') return 'the connection was not closed'
  if (answers.length > expected.most) {
    return `${answers.length} answers where ${expected.most} may come (${expected.why})`
  }
  const closing = answers.findIndex((answer) => answer.closes)
  if (closing !== -1 && closing < answers.length - 1) return 'an answer follows the one that said Connection: close'
  for (const [i, answer] of answers.entries()) {
    const wrong = problemOf(answer, asksForFault)
    if (wrong !== undefined) return `answer ${i + 1}: ${wrong}`
    const isRefusal = (answer.status >= 400 && answer.status < 500) || answer.status === 501 || answer.status === 505
    if (i === expected.refusedFrom && !isRefusal)
      return `answer ${i + 1} is ${answer.status} to what must be refused (${expected.why})`
    if (expected.hostless.includes(i) && answer.status !== 400)
      return `answer ${i + 1} is ${answer.status} to a request without exactly one Host`
    if (i < expected.least && answer.body.includes(parserRefusal))
      return `answer ${i + 1} refuses the request behind it`
  }
  if (asksForFault || ending === 'reset') return undefined
  if (rest !== '' && heard.end === 'closed' && ending === 'wait') return 'an answer stops in the middle'
  if (ending === 'wait' && closing === -1 && answers.length < expected.least) {
    return `${answers.length} answers to ${expected.least} whole requests`
  }
  return undefined
}
