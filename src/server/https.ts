// Loaded where a listener has TLS. A module of ours, because jest cannot import() one of Node's.
export { createServer } from 'node:https'
