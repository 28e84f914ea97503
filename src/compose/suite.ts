import {
  everyReplyFamilies,
  type Finding,
  familyQuestions,
  isAboutEveryReply,
  isAtLeast,
  type ProviderReport,
} from '../contract/index.ts'
import { able, argument, call, needed, options, wanted } from '../options/index.ts'
import { type ContractOptions, chosenLaws, contractMembers, runContracts } from './check.ts'

/** The part of vitest and node:test that is needed. */
export interface SuiteRunner {
  describe(name: string, body: () => void): unknown
  test(name: string, body: (context: { skip(note?: string): unknown }) => Promise<void>): unknown
}

export interface SuiteOptions extends Omit<ContractOptions, 'onProgress' | 'onExchange' | 'onWarning' | 'isDryRun'> {
  /** Ids of the providers; a suite for each. */
  readonly providers: readonly string[]
}

const { onProgress: _, onExchange: __, isDryRun: ___, onWarning: ____, ...checked } = contractMembers
const suiteMembers = { ...checked, providers: needed(checked.providers) }

/**
 * Turns the contract into tests of your own suite, one for each law and for each family of checks that judge every reply:
 * `contractSuite({ describe, test }, { providers: ['nirvana'], baseUrl })`. Each provider is checked once, when its first test runs. A test fails with the findings of its law, and is skipped, with the reason,
 * where the law could not be checked or has no meaning for the provider. Throws SetupError UNKNOWN_SCENARIO.
 */
export const contractSuite = call(
  'contractSuite',
  [
    argument('runner', able<SuiteRunner>('{ describe, test } of a test runner', 'describe', 'test')),
    wanted(options<SuiteOptions>(suiteMembers)),
  ],
  suite,
)

function suite({ describe, test }: SuiteRunner, { providers, ...options }: SuiteOptions): void {
  const chosen = chosenLaws(options.laws)
  const { failOn = 'violation' } = options
  const breaks = (severity: Finding['severity']) => isAtLeast(severity, failOn)
  for (const provider of providers) {
    let started: Promise<ProviderReport | undefined> | undefined
    const report = () => {
      started ??= runContracts({ ...options, providers: [provider] }).then(({ providers: [only] }) => only)
      return started
    }
    describe(`contract of ${provider}`, () => {
      for (const { id, title } of chosen) {
        test(`${id}: ${title}`, async (context) => {
          const found = await report()
          const result = found?.scenarios.find(({ scenario }) => scenario === id)
          const own = result?.findings.filter(({ check }) => !isAboutEveryReply(check))
          if (result?.verdict === 'broken') throw new Error(describeFindings(own ?? []))
          if (result?.verdict === 'kept') return
          context.skip(result?.reason ?? found?.reason ?? 'it has no meaning for this provider')
        })
      }
      for (const family of everyReplyFamilies) {
        test(`${family}: ${familyQuestions[family]}`, async (context) => {
          const found = await report()
          const findings = found?.scenarios.flatMap((law) => law.findings) ?? []
          const breaking = findings.filter(({ check, severity }) => check.startsWith(`${family}/`) && breaks(severity))
          if (breaking.length > 0) throw new Error(describeFindings(breaking))
          if (found?.verdict === 'not-checked') context.skip(found.reason ?? 'no reply was judged')
        })
      }
    })
  }

  function describeFindings(findings: readonly Finding[]): string {
    return findings
      .filter(({ severity }) => breaks(severity))
      .map(({ check, message, promised, came, request }) =>
        [
          `${check}: ${message}`,
          `  promised: ${promised}`,
          `  came: ${came}`,
          ...(request === undefined ? [] : [`  ${request}`]),
        ].join('\n'),
      )
      .join('\n')
  }
}
