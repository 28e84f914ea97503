import { createLogger, type MockServer, SetupError, startMockServer } from '../compose/index.ts'
import { readSettings, type Settings, SettingsError, settings as settingsTable } from '../config/index.ts'

/** `orgmock serve`: resolves when a signal has ended the server. Throws SettingsError, SetupError, SpecError. */
export async function serve(flags: Readonly<Record<string, string | boolean | undefined>>): Promise<void> {
  const settings = readSettings(flags, process.env)
  // Listening for signals comes first, so that one that arrives during start-up ends the process as cleanly as a later one.
  const stop = stopSignal()
  try {
    const log = await createLogger(settings.logLevel)
    const server = await startMockServer({ ...serverOptions(settings), logger: log.logger })
    announce(server)
    await stop.arrived
    await server.close()
    log.flush()
  } catch (error) {
    if (!(error instanceof SetupError && error.code === 'UNKNOWN_PROVIDER')) throw error
    const { flag, variable } = settingsTable.only
    throw new SettingsError(`${flags['only'] === undefined ? variable : flag}: ${error.message}`)
  } finally {
    stop.forget()
  }
}

function serverOptions({ host, port, seed, count, only, tls, tlsPort, tlsCert, tlsKey }: Settings) {
  const hasTls = tls || tlsCert !== undefined
  return {
    host,
    port,
    seed,
    count,
    only,
    ...(hasTls
      ? {
          tls: {
            port: tlsPort,
            ...(tlsCert === undefined || tlsKey === undefined ? {} : { certificateFile: tlsCert, keyFile: tlsKey }),
          },
        }
      : {}),
  }
}

/**
 * Arrives at the first SIGTERM or SIGINT. Further ones change nothing: npm passes a Ctrl-C on that has already arrived, and what is
 * unfinished is cut soon anyway.
 */
function stopSignal(): { readonly arrived: Promise<void>; forget(): void } {
  const signals = ['SIGTERM', 'SIGINT'] as const
  let arrive = (): void => undefined
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  for (const signal of signals) process.on(signal, arrive)
  return {
    arrived,
    forget() {
      for (const signal of signals) process.off(signal, arrive)
    },
  }
}

/** One line for each listener, for programs; on a terminal a table for people follows. */
function announce(server: MockServer): void {
  const urls = [server.url, ...(server.tlsUrl === undefined ? [] : [server.tlsUrl])]
  process.stdout.write(urls.map((url) => `orgmock listening on ${url}\n`).join(''))
  if (process.stdout.isTTY) process.stdout.write(table(server))
}

/** Base URL, credentials and a command to paste for each provider. */
function table({ providers, curls, url, certificate }: MockServer): string {
  const blocks = providers.map(({ id, title, baseUrl, tokenUrl, credentials }) => {
    const rows: [string, string][] = [
      ['base URL', baseUrl],
      ...(tokenUrl === undefined ? [] : [['token URL', tokenUrl] satisfies [string, string]]),
      ...Object.entries(credentials),
      ['try', curls[id] ?? ''],
    ]
    const width = Math.max(...rows.map(([label]) => label.length))
    return [`${title} (${id})`, ...rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)].join('\n')
  })
  const trust =
    certificate === undefined ? '' : `\ntrust the certificate: curl -s ${url}/__admin/tls.pem > orgmock.pem\n`
  return `\n${blocks.join('\n\n')}\n${trust}\nvariables for a shell: eval "$(orgmock env --url ${url})"\nstop with Ctrl-C\n\n`
}
