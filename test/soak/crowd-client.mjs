// A child process that holds many connections which ask for little or nothing. See crowd.mjs for the other end.
import net from 'node:net'

const openingAtOnce = 100
const request = 'GET /healthz HTTP/1.1\r\nHost: orgmock.test\r\n'

let crowd
process.on('message', async ({ id, action, ...job }) => {
  if (action === 'open') crowd = crowdOf(job)
  const result = await crowd[action]()
  process.send({ id, result })
})
process.on('disconnect', () => process.exit(0))

/**
 * `kind` idle: every second connection has asked once, the others never. `kind` loris: each sends the head of a request byte by byte, one every
 * `intervalMs`. `address` is the loopback address that they come from, because one has too few ports for very many.
 */
function crowdOf({ port, count, kind, intervalMs, address }) {
  const open = new Set()
  const state = { opened: 0, failed: 0, endedByServer: 0, refusedInTime: 0 }
  let timer
  let isClosing = false

  function connect(i) {
    return new Promise((resolve) => {
      const socket = net.connect({ host: '127.0.0.1', port, localAddress: address, noDelay: true })
      let text = ''
      let isOpen = false
      socket.on('connect', () => {
        isOpen = true
        state.opened += 1
        open.add(socket)
        if (kind === 'loris') socket.write(request)
        else if (i % 2 === 0) socket.write(`${request}\r\n`)
        resolve()
      })
      socket.on('data', (chunk) => {
        text = (text + chunk).slice(0, 200)
      })
      socket.on('end', () => {
        if (text.startsWith('HTTP/1.1 408 ')) state.refusedInTime += 1
      })
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        if (!isOpen) state.failed += 1
        else if (!isClosing) state.endedByServer += 1
        resolve()
      })
    })
  }

  return {
    async open() {
      let next = 0
      await Promise.all(
        Array.from({ length: openingAtOnce }, async () => {
          while (next < count) {
            next += 1
            await connect(next)
          }
        }),
      )
      if (kind === 'loris') {
        let turn = 0
        // Spread over the interval, as a thousand clients are.
        timer = setInterval(() => {
          for (const [i, socket] of [...open].entries()) if (i % 20 === turn % 20) socket.write(turn < 20 ? 'X' : 'x')
          turn += 1
        }, intervalMs / 20)
      }
      return state
    },
    state: async () => ({ ...state, open: open.size }),
    async close() {
      isClosing = true
      clearInterval(timer)
      for (const socket of open) socket.destroy()
      while (open.size > 0) await new Promise((resolve) => setTimeout(resolve, 10))
      return state
    },
  }
}
