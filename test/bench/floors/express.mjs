// The lower floor: one route of a bare Express 5 app. It writes as node:http does, because res.send would only slow it down.
import express from 'express'
import { announce, preparedPage } from './prepared-page.mjs'

const { path, headers, body } = preparedPage()

const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.get(path, (_request, response) => {
  response.writeHead(200, headers)
  response.end(body)
})
const server = app.listen(0, '127.0.0.1', () => announce(server))
