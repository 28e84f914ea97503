// The upper floor: node:http and nothing else. It routes nothing, checks nothing, logs nothing.
import http from 'node:http'
import { announce, preparedPage } from './prepared-page.mjs'

const { headers, body } = preparedPage()

const server = http.createServer((_request, response) => {
  response.writeHead(200, headers)
  response.end(body)
})
server.listen(0, '127.0.0.1', () => announce(server))
