import { findProviders, loadContract, loadSpec, startMockServer } from '../../src/compose/index.ts'
import type { StartMocks, TestedProvider } from '../../src/self-test/index.ts'
import type { Subject } from '../../src/self-test/types.ts'

/** Providers of this package or of directories, with the means to start their mocks. */
export async function tested(
  only: readonly string[] = [],
  providerDirectories: readonly string[] = [],
): Promise<{ providers: readonly TestedProvider[]; start: StartMocks }> {
  const files = await findProviders(providerDirectories, only)
  return {
    providers: await Promise.all(
      files.map(async (file) => ({ spec: await loadSpec(file), contract: await loadContract(file) })),
    ),
    start: (mocks) => startMockServer({ ...mocks, only: files.map(({ id }) => id), providerDirectories }),
  }
}

/** What mutants of a provider are made from, as far as no running mock has to be asked. */
export async function subjectOf(id: string, providerDirectories: readonly string[] = []): Promise<Subject> {
  const { providers } = await tested([id], providerDirectories)
  const [provider] = providers
  if (provider === undefined) throw new Error('no such provider')
  const { repaired } = provider.spec
  return {
    provider: id,
    operation: repaired,
    contract: provider.contract(repaired),
    path: `${repaired.basePath}${repaired.path}`,
    credentialHeaders: {},
    refusedAccounts: {},
  }
}
