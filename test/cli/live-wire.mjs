// Preloaded into a command line that checks the real hosts: every TLS connection ends at a server on this machine, whose certificate
// must still bear the real name, and what is written to it is noted. TEST_KNOWN_AS says which of our server's credentials stands for which
// credential of an owner, of the same length. With TEST_ANSWER every answer is that one. Connections without TLS fail unless they are expected.
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'

const { TEST_HEARD: file, TEST_PORT: port, TEST_ANSWER: answer, TEST_PLAIN: isPlainExpected } = process.env
const knownAs = Object.entries(JSON.parse(process.env.TEST_KNOWN_AS ?? '{}'))
const plain = net.connect
const secure = tls.connect

net.connect = function connect(...options) {
  if (isPlainExpected === undefined) throw new Error('a connection without TLS')
  return plain(...options)
}

tls.connect = function connect(options) {
  const socket = secure({ ...options, host: '127.0.0.1', port: Number(port) })
  const { write, emit } = socket
  socket.write = function note(bytes, ...rest) {
    appendFileSync(file, `${JSON.stringify({ to: `${options.host}:${options.port}`, text: String(bytes) })}\n`)
    const known = knownAs.reduce((text, [own, published]) => text.replaceAll(own, published), String(bytes))
    return write.call(this, known, ...rest)
  }
  if (answer !== undefined) {
    socket.emit = function change(event, data, ...rest) {
      return emit.call(this, event, event === 'data' ? Buffer.from(answer) : data, ...rest)
    }
  }
  return socket
}
syncBuiltinESMExports()
