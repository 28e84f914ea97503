// A child process on a core of its own that asks for a mix of things at a rate, and compares every answer with the one that a fresh server
// gave. See sections/steady.mjs for the other end.
import net from 'node:net'
import { percentile } from '../bench/statistics.mjs'
import { faults, outcomeOf, seeFault } from './faults.mjs'

const tickMs = 2
/** A stall is caught up with, as far as the connections carry it; what is older than this is left out, so that a run has an end. */
const mostArrearsMs = 10_000
const mostFaultsAtOnce = 500
const mostKept = 50

process.on('message', async ({ id, ...job }) => {
  try {
    process.send({ id, result: await run(job) })
  } catch (error) {
    process.send({ id, error: error.message })
  }
})
process.on('disconnect', () => process.exit(0))

/** `rate` in requests a second; without it as many as the connections can carry. Every second's figures go out as they are made. */
async function run({ port, kinds, faulted, connections, rate, durationMs, faultShare }) {
  const choose = chooser(kinds)
  const total = {
    answers: 0,
    wrong: 0,
    problems: [],
    byKind: Object.fromEntries(kinds.map(({ name }) => [name, 0])),
    faults: {},
    forgotten: 0,
  }
  for (const name of Object.keys(faults)) total.faults[name] = { honoured: 0, served: 0, other: 0 }
  const preferences = Object.keys(faults)
  let times = []
  let asked = 0
  let faultsAsked = 0
  let faultsOpen = 0
  let isOver = false

  const idle = []
  const all = await Promise.all(Array.from({ length: connections }, () => connect(port, problem)))
  idle.push(...all)

  function problem(text) {
    if (isOver) return
    total.wrong += 1
    if (total.problems.length < mostKept) total.problems.push(text)
  }

  function next(connection) {
    asked += 1
    if (Math.floor(asked * faultShare) > faultsAsked && faultsOpen < mostFaultsAtOnce) {
      faultsAsked += 1
      askForFault()
    }
    const kind = choose()
    const question = kind.questions[kind.turn]
    kind.turn = (kind.turn + 1) % kind.questions.length
    const sentAt = performance.now()
    connection.ask(question, (wrong) => {
      times.push(performance.now() - sentAt)
      total.answers += 1
      total.byKind[kind.name] += 1
      if (wrong !== undefined) problem(`${kind.name}: ${wrong}`)
      if (isOver) return
      if (rate === undefined) next(connection)
      else idle.push(connection)
    })
  }

  async function askForFault() {
    const preference = preferences[faultsAsked % preferences.length]
    faultsOpen += 1
    const seen = await seeFault(port, `${faulted.head}Prefer: ${preference}\r\n\r\n`)
    faultsOpen -= 1
    const outcome = outcomeOf(preference, seen, faulted)
    const count = total.faults[preference]
    if (outcome === 'honoured' || outcome === 'served') count[outcome] += 1
    else {
      count.other += 1
      problem(`Prefer: ${preference}: ${outcome}`)
    }
  }

  const startedAt = performance.now()
  let paced = 0
  let forgottenMs = 0
  const everySecond = setInterval(() => {
    const ascending = Float64Array.from(times).sort()
    process.send({
      second: {
        answers: times.length,
        p50: percentile(ascending, 0.5),
        p99: percentile(ascending, 0.99),
        wrong: total.wrong,
      },
    })
    times = []
  }, 1_000)
  if (rate === undefined) while (idle.length > 0) next(idle.pop())
  const pace =
    rate === undefined
      ? undefined
      : setInterval(() => {
          let due = ((performance.now() - startedAt - forgottenMs) * rate) / 1_000 - paced
          const most = (mostArrearsMs * rate) / 1_000
          if (due > most) {
            forgottenMs += ((due - most) * 1_000) / rate
            total.forgotten += due - most
            due = most
          }
          while (due >= 1 && idle.length > 0) {
            next(idle.shift())
            paced += 1
            due -= 1
          }
        }, tickMs)
  const busyBefore = process.cpuUsage()
  await new Promise((resolve) => setTimeout(resolve, durationMs))
  const busy = process.cpuUsage(busyBefore)
  const elapsedMs = performance.now() - startedAt
  clearInterval(pace)
  clearInterval(everySecond)
  const inTime = total.answers
  // Faults that take their time.
  for (let waited = 0; faultsOpen > 0 && waited < 25_000; waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50))
  isOver = true
  for (const connection of all) connection.close()
  return {
    ...total,
    perSecond: (inTime * 1_000) / elapsedMs,
    busyShare: (busy.user + busy.system) / 1_000 / elapsedMs,
    reconnected: reconnections,
  }
}

let reconnections = 0

/** Kinds in the proportion of their weights. */
function chooser(kinds) {
  const states = kinds.map((kind) => ({ ...kind, turn: 0, credit: 0 }))
  const sum = states.reduce((total, { weight }) => total + weight, 0)
  return () => {
    let best = states[0]
    for (const state of states) {
      state.credit += state.weight
      if (state.credit > best.credit) best = state
    }
    best.credit -= sum
    return best
  }
}

/** A keep-alive connection with at most one request on its way; it comes back when the server closes it. */
async function connect(port, problem) {
  let socket
  let chunks = []
  let received = 0
  let wanted
  let head
  let question
  let done

  function open() {
    return new Promise((resolve) => {
      socket = net.connect({ host: '127.0.0.1', port, noDelay: true })
      socket.on('data', receive)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        if (connection.isClosed) return
        reconnections += 1
        if (done !== undefined) finish('the connection was closed')
        setTimeout(open, 10)
      })
      socket.once('connect', () => resolve())
    })
  }

  function receive(chunk) {
    if (done === undefined) {
      problem('something came that nobody asked for')
      return
    }
    chunks.push(chunk)
    received += chunk.length
    if (wanted === undefined) {
      const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks)
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) return
      head = bytes.latin1Slice(0, end)
      const length =
        question.method === 'HEAD' ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN)
      if (Number.isNaN(length)) {
        finish('the answer has no Content-Length')
        return
      }
      wanted = end + 4 + length
    }
    if (received < wanted) return
    const status = Number(head.slice(9, 12))
    if (status !== question.status) finish(`status ${status} instead of ${question.status}`)
    else if (received > wanted) finish('more came than one answer')
    else if (question.body === undefined || question.method === 'HEAD') finish()
    else {
      const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
      const from = wanted - question.body.length
      finish(from >= 0 && bytes.subarray(from).equals(question.bytes) ? undefined : 'another body than before')
    }
  }

  function finish(wrong) {
    const answered = done
    done = undefined
    chunks = []
    received = 0
    wanted = undefined
    answered(wrong)
  }

  const connection = {
    isClosed: false,
    ask(what, then) {
      question = what
      question.bytes ??= question.body === undefined ? undefined : Buffer.from(question.body, 'latin1')
      done = then
      socket.write(question.request, 'latin1')
    },
    close() {
      connection.isClosed = true
      socket.destroy()
    },
  }
  await open()
  return connection
}
