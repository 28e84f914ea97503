import { Command, CommanderError, Option } from 'commander'
import { SetupError, SpecError } from '../compose/index.ts'
import { SettingsError, settings } from '../config/index.ts'
import { env } from './env.ts'
import { serve } from './serve.ts'
import { listSpecs, showSpec } from './specs.ts'

/** 0 done, 2 the command line, the environment or a file is wrong. */
export type ExitCode = 0 | 2

/** Runs one command line (without node and the script) to its end and says how the process should exit. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  const program = new Command('orgmock')
    .description('Faithful fakes of the organization endpoints of Cekura, Cloudflare, Cradl and Nirvana Labs')
    .version(await version())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError()

  const serveCommand = subcommand(program, 'serve', 'serve the mocks until SIGTERM or SIGINT')
  for (const { flag, variable, placeholder, description, fallback } of Object.values(settings)) {
    const shown = fallback === undefined || fallback === false || String(fallback) === '' ? '' : `, default ${fallback}`
    serveCommand.addOption(
      new Option(placeholder === undefined ? flag : `${flag} <${placeholder}>`, `${description} (${variable}${shown})`),
    )
  }
  serveCommand.action(serve)

  const specs = subcommand(program, 'specs', 'list the providers and the known defects of their documents').action(
    listSpecs,
  )
  subcommand(specs, 'show', 'print the OpenAPI document of a provider')
    .argument('<provider>')
    .option('--published', 'as the provider prints it, defects included (default)')
    .option('--repaired', 'with the errata applied')
    .option('--json', 'as JSON instead of YAML')
    .action(showSpec)

  subcommand(program, 'env', "print the vendors' own environment variables for a shell")
    .argument('[provider...]', 'which providers; default all')
    .option('--url <ORIGIN>', 'where the server is reached; default from HOST and PORT')
    .action(env)

  try {
    await program.parseAsync([...argv], { from: 'user' })
    return 0
  } catch (error) {
    const message = userMessage(error, program, argv)
    if (message === undefined) return 0
    process.stderr.write(`orgmock: ${message}\n`)
    return 2
  }
}

function subcommand(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description).allowExcessArguments(false)
}

async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8').catch(() => '{}')
  const { version: found } = JSON.parse(text) as { version?: string }
  return found ?? 'unknown'
}

/** One line for an error that a user can mend; undefined when help or the version was asked for; anything else is thrown on. */
function userMessage(error: unknown, program: Command, argv: readonly string[]): string | undefined {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return undefined
    if (error.code === 'commander.help') return `a command is needed: ${names(program).join(', ')} (see orgmock --help)`
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ')
    const command = program.commands.find((candidate) => candidate.name() === argv[0])
    if (error.code === 'commander.unknownCommand') return `${message}; known are ${names(program).join(', ')}`
    if (error.code === 'commander.unknownOption' && command !== undefined) {
      return `${message}; ${command.name()} accepts ${command.options.map(({ long }) => long).join(', ')}`
    }
    return message
  }
  if (error instanceof SettingsError || error instanceof SetupError || error instanceof SpecError) return error.message
  throw error
}

function names(command: Command): string[] {
  return command.commands.map((candidate) => candidate.name())
}
