import {
  createLogger,
  createOutput,
  keepAdminToken,
  type MockServer,
  newAdminToken,
  startMockServer,
} from '../compose/index.ts'
import { type Settings, SettingsError } from '../config/index.ts'
import { shell } from '../spec/index.ts'
import { adminTokenOf, type Flags, inUsersWords, type ServeSettings, settingsFrom } from './settled.ts'

/** `orgmock serve`: resolves when a signal has ended the server. Throws SettingsError, SetupError, SpecError. */
export async function serve(flags: Flags): Promise<void> {
  const given = await settingsFrom(flags)
  const { settings, providers, hosts } = given
  // Listening for signals comes first, so that one that arrives during start-up ends the process as cleanly as a later one.
  const stop = stopSignal()
  const log = await createLogger(settings.logLevel)
  let forgetToken = (): void => undefined
  try {
    const { token, isNew } = adminTokenFor(given)
    const server = await startMockServer({ ...serverOptions(settings, token), providers, hosts, logger: log.logger })
    const urls = [server.url, ...(server.tlsUrl === undefined ? [] : [server.tlsUrl])]
    if (isNew && token !== undefined) forgetToken = keepAdminToken(token, urls)
    if (settings.admin && settings.adminOpen) log.logger.warn(openWarning)
    const { write } = await createOutput(1)
    announce(server, isNew, write)
    await stop.arrived
    await server.close()
  } catch (error) {
    throw inUsersWords(error, given)
  } finally {
    forgetToken()
    log.close()
    stop.forget()
  }
}

const openWarning =
  'the admin API is open to every client on this machine, and through a reverse proxy on this machine to everybody who reaches that'

/** There is always a token, unless the admin API is switched off or open. Throws SettingsError, SetupError BAD_OPTION and BAD_FILE. */
function adminTokenFor(given: ServeSettings): { readonly token: string | undefined; readonly isNew: boolean } {
  const { admin, adminOpen } = given.settings
  const token = adminTokenOf(given)
  if (token !== undefined && adminOpen) {
    throw new SettingsError(
      `${given.origins.adminOpen} opens the admin API without a token, and ${token.from} gives one: leave one of them out`,
    )
  }
  return token === undefined
    ? { token: admin && !adminOpen ? newAdminToken() : undefined, isNew: true }
    : { token: token.token, isNew: false }
}

function serverOptions(settings: Settings, adminToken: string | undefined) {
  const { host, port, seed, count, edition, only, providerDirectories, cursorLifetime, journal, admin } = settings
  const { tls, tlsPort, tlsCert, tlsKey, tlsNames, tlsCaOut, tlsCaDir } = settings
  const hasTls = tls || [tlsCert, tlsCaOut, tlsCaDir].some((file) => file !== undefined)
  return {
    host,
    port,
    seed,
    count,
    edition,
    only,
    providerDirectories,
    // Without the admin API no client could use it.
    journal: admin && journal,
    admin,
    ...(adminToken === undefined ? {} : { adminToken }),
    ...(cursorLifetime === undefined ? {} : { cursorLifetimeSeconds: cursorLifetime }),
    ...(hasTls
      ? {
          tls: {
            port: tlsPort,
            names: tlsNames,
            ...(tlsCaOut === undefined ? {} : { caOut: tlsCaOut }),
            ...(tlsCaDir === undefined ? {} : { caDir: tlsCaDir }),
            ...(tlsCert === undefined || tlsKey === undefined ? {} : { certificateFile: tlsCert, keyFile: tlsKey }),
          },
        }
      : {}),
  }
}

/**
 * Resolves at the first SIGTERM or SIGINT. Further signals are ignored: npm passes a Ctrl-C on that this process has already got, and
 * open connections are cut soon anyway.
 */
function stopSignal(): { readonly arrived: Promise<void>; forget(): void } {
  const signals = ['SIGTERM', 'SIGINT'] as const
  let arrive = (): void => undefined
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  for (const signal of signals) process.on(signal, arrive)
  const watch = isRunByNpm(process.env) ? whenOrphaned(arrive) : undefined
  return {
    arrived,
    forget() {
      clearInterval(watch)
      for (const signal of signals) process.off(signal, arrive)
    },
  }
}

/** Whether this is `npm start` of this package or `npx orgmock`. Scripts of other packages may leave a server running on purpose. */
function isRunByNpm(environment: NodeJS.ProcessEnv): boolean {
  const { npm_package_name: name, npm_lifecycle_event: event, npm_lifecycle_script: script } = environment
  return (name === 'orgmock' && event === 'start') || (event === 'npx' && /^["']?orgmock["']?( |$)/.test(script ?? ''))
}

/**
 * npm passes SIGTERM to the shell that runs its script, and a shell such as dash ends without passing it on. `exec node …` in the script
 * would replace the shell, but cmd.exe has no exec. No signal reports that the parent has ended, so its id is compared.
 */
function whenOrphaned(tell: () => void): NodeJS.Timeout {
  const parent = process.ppid
  return setInterval(() => process.ppid !== parent && tell(), 200).unref()
}

/**
 * One line for each listener, for a token that was made, and for the page; on a terminal a table for people follows. The token goes with the
 * page's URL in the fragment, which a browser sends nowhere.
 */
function announce(server: MockServer, tokenIsNew: boolean, write: (text: string) => void): void {
  const urls = [server.url, ...(server.tlsUrl === undefined ? [] : [server.tlsUrl])]
  // Only a token that was made at this start is printed.
  const token = tokenIsNew && server.adminToken !== undefined ? `orgmock admin token: ${server.adminToken}\n` : ''
  const fragment = token === '' ? '' : `#token=${server.adminToken}`
  const page = server.pageUrl === undefined ? '' : `orgmock page: ${server.pageUrl}${fragment}\n`
  write(`${urls.map((url) => `orgmock listening on ${url}\n`).join('')}${token}${page}`)
  if (process.stdout.isTTY) write(table(server))
}

/** Base URL, credentials and a command to paste for each provider. */
function table({ providers, curls, url, certificate, adminToken }: MockServer): string {
  const blocks = providers.map(({ id, title, baseUrl, tokenUrl, credentials }) => {
    const rows: [string, string][] = [
      ['base URL', baseUrl],
      ...(tokenUrl === undefined ? [] : [['token URL', tokenUrl] satisfies [string, string]]),
      ...Object.entries(credentials),
      ['try', curls[id] ?? ''],
    ]
    const width = Math.max(...rows.map(([label]) => label.length))
    return [`${title} (${id})`, ...rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)]
      .map((line) => line.replace(/\p{C}+/gu, ' '))
      .join('\n')
  })
  const header = adminToken === undefined ? '' : ' -H "Authorization: Bearer $ORGMOCK_ADMIN_TOKEN"'
  const trust =
    certificate === undefined
      ? ''
      : `\ntrust the certificate: ${shell`curl -s ${`${url}/__admin/tls.pem`}`}${header} > orgmock.pem\n`
  return `\n${blocks.join('\n\n')}\n${trust}\nvariables for a shell: eval "$(${shell`orgmock env --url ${url}`})"\nstop with Ctrl-C\n\n`
}
