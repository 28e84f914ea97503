// Loaded before a program to stand for Docker's network: every name is 127.0.0.1, and what listens on 443 there listens on PORT_OF_443.
import tls from 'node:tls'

const connect = tls.connect
tls.connect = (options, ...more) => {
  if (options.port !== 443) throw new Error(`port ${options.port} is none that a production URL leads to`)
  return connect({ ...options, host: '127.0.0.1', port: Number(process.env['PORT_OF_443']) }, ...more)
}
