// Prints how many milliseconds a test's process takes until it has Express, or a running orgmock.
const started = performance.now()
if (process.argv[2] === 'express') {
  await import('express')
  console.log(performance.now() - started)
} else {
  const { startMockServer } = await import('../../dist/src/compose/index.js')
  const server = await startMockServer()
  console.log(performance.now() - started)
  await server.close()
}
