// Loaded before the server, with --expose-gc: SIGUSR2 collects the garbage, which node would keep for a quiet process as long as there is room.
process.on('SIGUSR2', () => {
  global.gc()
  global.gc()
})
