import type { Provider } from '../mock/index.ts'
import { type Backstage, type DocumentName, type Documents, documentForms } from '../server/index.ts'
import { createContractRuns } from './contract-runs.ts'
import { findProviders, loadSpec } from './provider-files.ts'
import type { ProviderOptions } from './providers.ts'
import { packageVersion } from './version.ts'

/**
 * What a server's admin API shows of documents and contract. All of it is loaded when it is first asked for. `token`: of the admin API,
 * `plainUrl`: of the server's HTTP listener.
 */
export function createBackstage(
  providers: readonly Provider[],
  { providerDirectories }: ProviderOptions,
  token: string | undefined,
  plainUrl?: () => string | undefined,
): Backstage {
  return {
    version: packageVersion(),
    documents: documentsOf(
      providers.map(({ id }) => id),
      providerDirectories,
    ),
    contract: createContractRuns({ providers: providers.map(({ id }) => id), providerDirectories, token, plainUrl }),
  }
}

function documentsOf(ids: readonly string[], directories: readonly string[] | undefined): Documents {
  async function find({ provider, form }: DocumentName): Promise<object | undefined> {
    const [files] = ids.includes(provider) ? await findProviders(directories, [provider]) : []
    if (files === undefined) return undefined
    const spec = await loadSpec(files, form === 'latest' ? 'latest' : 'documents')
    if (form === 'published') return spec.published.document
    return form === 'repaired' || spec.edition === form ? spec.repaired.document : undefined
  }

  return {
    async list() {
      const all = ids.flatMap((provider) => documentForms.map((form) => ({ provider, form })))
      const found = await Promise.all(all.map(find))
      return all.filter((_, place) => found[place] !== undefined)
    },
    read: async (name) => (documentForms.includes(name.form) ? find(name) : undefined),
  }
}
