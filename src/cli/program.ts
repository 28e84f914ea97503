import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { liveRequestBudget, packageVersion } from '../compose/index.ts'
import { lockOptions, network, type Setting, settings } from '../config/index.ts'
import type { CheckExitCode, CheckFlags } from './check.ts'
import { config } from './config.ts'
import { listCredentials } from './credentials.ts'
import { env } from './env.ts'
import { listErrors } from './errors.ts'
import { explain } from './explain.ts'
import type { LockFlags } from './lock.ts'
import type { NewFlags } from './new.ts'
import { refuse, say } from './refusal.ts'
import { type RequestsFlags, requestFilters, requestFormats } from './request-filters.ts'
import type { ScorecardFlags } from './scorecard.ts'
import { serve } from './serve.ts'
import { descriptionOf, settingOption } from './setting-option.ts'
import { listSpecs, showSpec } from './specs.ts'
import { tls } from './tls.ts'

/** 0 done, 2 the command line, the environment or a file is wrong; the others are those of `check`, `scorecard` and `requests`. */
export type ExitCode = CheckExitCode

const configOption = ['--config <FILE>', 'read this file (ORGMOCK_CONFIG, default orgmock.yaml if it exists)'] as const
const urlOption = ['--url <ORIGIN>', 'URL of the server; default: where serve would listen'] as const

/** Runs one command line (without node and the script) to its end and says how the process should exit. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  const program = new Command('orgmock')
    .description('Faithful fakes of the organization endpoints of Cekura, Cloudflare, Cradl and Nirvana Labs')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError()

  const serveCommand = subcommand(program, 'serve', 'serve the mocks until SIGTERM or SIGINT')
  const configCommand = subcommand(
    program,
    'config',
    'print the settings that serve would use, and where each value came from',
  )
  for (const command of [serveCommand, configCommand]) {
    command.option(...configOption)
    for (const setting of Object.values<Setting<unknown>>(settings)) {
      // With `--no-x` alone commander gives true, which would count as given and win over the variable. With `--x` beside it there is no
      // value.
      if (setting.flag.startsWith('--no-'))
        command.addOption(new Option(setting.flag.replace('--no-', '--')).hideHelp())
      command.addOption(settingOption(setting))
    }
  }
  serveCommand.action(serve)
  configCommand.option('--json', 'as JSON').action(config)

  const specs = subcommand(program, 'specs', 'list the providers and the known defects of their documents')
    .addOption(settingOption(settings.edition))
    .addOption(settingOption(settings.providerDirectories))
    .action(listSpecs)
  subcommand(specs, 'show', 'print the OpenAPI document of a provider')
    .argument('<provider>')
    .option('--published', 'as the provider prints it, defects included (default)')
    .addOption(new Option('--repaired', 'with the errata applied').conflicts('published'))
    .option('--json', 'as JSON instead of YAML')
    .addOption(settingOption(settings.edition))
    .addOption(settingOption(settings.providerDirectories))
    // When both commands have an option, commander stores it in the outer one.
    .action((id: string, flags, command: Command) => showSpec(id, { ...command.optsWithGlobals(), ...flags }))

  subcommand(program, 'env', "print the vendors' own environment variables for a shell")
    .argument('[provider...]', 'which providers; default all')
    .option(...urlOption)
    .option(...configOption)
    .addOption(settingOption(settings.providerDirectories))
    .action(env)

  subcommand(program, 'credentials', 'list the credentials of every scenario, and how to make your own tenants')
    .argument('[provider...]', 'which providers; default all')
    .option('--json', 'as JSON')
    .option(...urlOption)
    .option(...configOption)
    .addOption(settingOption(settings.providerDirectories))
    .action(listCredentials)

  subcommand(program, 'errors', 'list every error that the mocks can answer')
    .argument('[provider...]', 'which providers; default all')
    .option('--json', 'as JSON, with headers, body, cause, advice and source')
    .addOption(settingOption(settings.providerDirectories))
    .addHelpText(
      'after',
      "\nTo get one, send the header 'Prefer: error=cloudflare.9103', or 'Prefer: code=429' for the first error with that status.",
    )
    .action(listErrors)

  subcommand(program, 'explain', 'say what an error means, what causes it and what a client should do')
    .argument('<id>', 'such as cloudflare.9103, or 9103; also an erratum (E-CF-001) or a law (pagination/walk)')
    .option(...urlOption)
    .option(...configOption)
    .addOption(settingOption(settings.providerDirectories))
    .action(explain)

  subcommand(
    program,
    'tls',
    'write a certificate for replicas or for a proxy in front of them: tls.pem, tls.key, ca.pem',
  )
    .argument('<directory>', 'where to write; made when it does not exist')
    .option('--names <NAME[,NAME…]>', "host names and addresses in addition to the providers' and localhost")
    .option('--ca-out <FILE>', 'write a second copy of ca.pem, for clients to trust')
    .action(tls)

  let code: ExitCode = 0
  subcommand(program, 'check', 'check the mocks, another server or the real APIs against their contract')
    .argument('[provider...]', 'which providers; default all')
    .option(
      '--target <TARGET>',
      'mock (default: starts the mocks), live (the real APIs), or the URL of a running orgmock server',
    )
    .option('--base-url <URL>', "one provider's base URL: a staging host, a proxy")
    .option('--token-url <URL>', 'the token endpoint that belongs to --base-url')
    .option(
      '--require, --require-credentials <WHICH>',
      'which providers must have credentials: named (default; the others are skipped) or all',
    )
    .option('--ca <FILE>', descriptionOf(network.ca))
    .option('--client-cert <FILE>', descriptionOf(network.clientCert))
    .option('--client-key <FILE>', descriptionOf(network.clientKey))
    .option('--insecure-http', descriptionOf(network.insecureHttp))
    .option('--no-proxy', 'do not use the proxies that HTTPS_PROXY, HTTP_PROXY and ALL_PROXY name')
    .option('--spec <READING>', 'the reading that decides: repaired (default) or published')
    .option('--fail-on <SEVERITY>', 'the mildest severity that breaks a contract: violation (default), drift, note')
    .option(
      '--require-basis <BASIS>',
      'how sure a rule must be for its breach to be more than a note: documented (default), observed, or assumed (default for the mocks of orgmock)',
    )
    .option(
      '--scenario, --law <NAME>',
      'only this law or family; may be given again',
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option(
      '--max-requests <NUMBER>',
      `requests for each provider, spent on one of each law first; default ${liveRequestBudget} against live targets, otherwise unlimited`,
    )
    .option('--rate-limit <RATE>', 'such as 5/s or 90/m')
    .option('--timeout <SECONDS>', 'for one request, default 30')
    .option(
      '--report <LIST>',
      'text (default), json, junit, sarif, markdown, html, github; FORMAT=FILE writes a file; separated by commas',
    )
    .option(
      '--bodies <MODE>',
      "how much of the server's bodies reports show: full (default for mocks that are started), masked (default otherwise: no texts but those that the document declares) or 'none'",
    )
    .option('--lock <FILE>', descriptionOf(lockOptions.lock))
    .option('--update-lock', descriptionOf(lockOptions.updateLock))
    .option('--fail-on-change <SEVERITY>', descriptionOf(lockOptions.failOnChange))
    .option('--min-seen <PERCENT>', 'exit with 1 when less of what the document declares was seen, such as 90%')
    .option(
      '--edition <EDITION>',
      'documents, or latest: what public clients and documents have since; default what a server of ours serves, else documents',
    )
    .option('--seed <NUMBER>', 'of the mocks that are started')
    .option('--count <NUMBER>', 'organizations of the mocks that are started')
    .option(...configOption)
    .addOption(settingOption(settings.providerDirectories))
    .option('--dry-run', 'print every request, redacted, and send nothing to the target')
    .option('--quiet', 'no progress line, and no summary of a run that keeps every contract')
    .option('--list', 'list the laws and the other ids that findings have')
    .option('--self-test', 'prove that the contract can fail: run it against broken servers and print what was caught')
    .action(async (providers: string[], flags: CheckFlags) => {
      // Loaded when asked for: Ajv and all the laws would double the time that serve takes to start.
      const { check } = await import('./check.ts')
      code = await check(providers, flags)
    })

  const lock = subcommand(program, 'lock', 'compare two lock files of check --lock, or print one')
  subcommand(lock, 'diff', 'say what has changed from one lock file to another')
    .argument('<before>', 'a lock file')
    .argument('<now>', 'another one')
    .option(
      '--fail-on-change <SEVERITY>',
      'the mildest change that gives exit code 1: breaking (default), notable, harmless',
    )
    .option('--json', 'as JSON')
    .action(async (before: string, now: string, flags: LockFlags) => {
      const { diffLocks } = await import('./lock.ts')
      code = await diffLocks(before, now, flags)
    })
  subcommand(lock, 'show', 'print a lock file for people')
    .argument('<file>', 'a lock file')
    .action(async (file: string) => {
      const { showLock } = await import('./lock.ts')
      await showLock(file)
    })

  subcommand(program, 'scorecard', 'grade what clients sent to a running server')
    .option(...urlOption)
    .option(...configOption)
    .option('--provider <ID>', 'only toward this provider')
    .option('--tenant <NAME>', 'only requests with this tenant’s credential')
    .option('--json', 'as JSON')
    .action(async (flags: ScorecardFlags) => {
      const { scorecard } = await import('./scorecard.ts')
      code = await scorecard(flags)
    })

  const requestsCommand = subcommand(
    program,
    'requests',
    'print what clients sent to a running server, and what it answered',
  )
    .option(...urlOption)
    .option(...configOption)
    .addOption(
      new Option('--format <FORMAT>', 'text (default), ndjson, or har: an HTTP Archive').choices(requestFormats),
    )
  for (const [flag, description] of requestFilters) requestsCommand.option(flag, description)
  requestsCommand.action(async (flags: RequestsFlags) => {
    const { requests } = await import('./requests.ts')
    code = await requests(flags)
  })

  subcommand(program, 'health', 'ask the server that runs in this container whether it answers (Linux)').action(
    async () => {
      const { health } = await import('./health.ts')
      code = await health()
    },
  )

  subcommand(program, 'new', 'make a provider from your own OpenAPI document: spec, mock and contract')
    .argument('[id]', 'of the provider: lower-case letters, digits and hyphens')
    .requiredOption('--from <FILE>', 'the OpenAPI document, 3.0 to 3.2 or Swagger 2.0, YAML or JSON')
    .option(
      '--path <PATH>',
      'path of the operation, as the document spells it; without it, those that could be are listed',
    )
    .option('--param <NAME=VALUE>', 'value of a parameter of the path', pathValue)
    .option(
      '--auth <KIND>',
      'api-key, bearer, basic, header-pair, client-credentials or "none"; default from the document',
    )
    .option(
      '--header <NAME>',
      'for api-key; given twice, who and secret, for header-pair',
      (name: string, names: string[] = []) => [...names, name],
    )
    .option('--prefix <TEXT>', 'for a key in Authorization: the text before it, such as "Token token="')
    .option('--token-url <URL>', 'for client-credentials, where the document does not name it')
    .option(
      '--pages <KIND>',
      'whole-list, page-number, offset, forward-token, cursor or last-id; default from the document',
    )
    .option('--page <NAME>', "parameter with the page's number or cursor, when its name does not show it")
    .option('--size <NAME>', "parameter with the page's size, when its name does not show it")
    .option('--next <POINTER>', 'the field of the answer that gives the next page')
    .option('--items <POINTER>', 'the list in the answer, such as /data/items')
    .option(
      '--identity <NAME>',
      'the field that identifies an item, or a pointer such as /user/id; default id or a similar field',
    )
    .option('--server <URL>', 'URL of the real API, when the document does not name one')
    .option('--dir <DIR>', 'where to write specs/, mocks/ and contracts/', 'providers')
    .option('--force', 'overwrite files that exist')
    .action(async (id: string | undefined, flags: NewFlags) => {
      const { newCommand } = await import('./new.ts')
      code = await newCommand(id, flags)
    })

  subcommand(program, 'schema', 'print a JSON Schema')
    .argument('<name>', 'report: of the JSON report; config: of orgmock.yaml')
    .action(async (name: string) => {
      const { printSchema } = await import('./schema.ts')
      await printSchema(name)
    })

  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) return refuse(error)
    return error.exitCode === 0 ? 0 : say(complaint(error, program, argv))
  }
}

/** Adds a value of a path's parameter to those before it. */
function pathValue(given: string, values: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = given.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('NAME=VALUE is needed')
  return { ...values, [given.slice(0, at)]: given.slice(at + 1) }
}

function subcommand(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description).allowExcessArguments(false)
}

/** What is wrong with the command line, and what is accepted. `error` is never a request for help or the version. */
function complaint(error: CommanderError, program: Command, argv: readonly string[]): string {
  if (error.code === 'commander.help') return `a command is needed: ${names(program).join(', ')} (see orgmock --help)`
  const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ')
  const command = namedCommand(program, argv)
  if (error.code === 'commander.unknownCommand') return `${message}; known are ${names(program).join(', ')}`
  if (error.code === 'commander.unknownOption' && command !== undefined) {
    return `${message}; ${command.name()} accepts ${command.options.map(({ long }) => long).join(', ')}`
  }
  return message
}

/** The innermost command that the line names. */
function namedCommand(program: Command, argv: readonly string[]): Command | undefined {
  let named: Command | undefined
  for (const word of argv) {
    const inner = (named ?? program).commands.find((candidate) => candidate.name() === word)
    if (inner === undefined) break
    named = inner
  }
  return named
}

function names(command: Command): string[] {
  return command.commands.map((candidate) => candidate.name())
}
