// No floor, but the ceiling of the load generator: a socket that answers each chunk with the page, without reading what it says.
import net from 'node:net'
import { announce, preparedPage } from './prepared-page.mjs'

const { headers, body } = preparedPage()
const lines = ['HTTP/1.1 200 OK', 'Connection: keep-alive']
for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`)
const answer = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body])

const server = net.createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write(answer))
  socket.on('error', () => socket.destroy())
})
server.listen(0, '127.0.0.1', () => announce(server))
