import { curlParts, overLines, withAccount } from './curl.ts'
import { quoted } from './texts.ts'
import type { Account, Credentials, Provider, Sample } from './types.ts'

/** How to call a provider as an account: curl, the samples of the provider, and the environment that its clients read. */
export function snippetsOf(provider: Provider, credentials: Credentials, account: Account): readonly Sample[] {
  const ordinary = provider.credentials
  const own = (text: string) => withAccount(text, ordinary, account)
  const samples = (provider.samples ?? []).map((sample) => ({ ...sample, code: own(sample.code) }))
  const curl = own(credentials.curl)
  const has = (language: string) => samples.some((sample) => sample.language === language)
  const environment = [
    ...Object.entries(provider.env).map(([name, value]) => `export ${name}=${quoted(own(value))}`),
    ...provider.unset.map((name) => `unset ${name}`),
  ]
  return [
    { language: 'curl', client: 'In any shell.', code: overLines(curl) },
    ...samples.filter(({ language }) => language === 'TypeScript'),
    ...(has('TypeScript') ? [] : plain('TypeScript', provider, curl)),
    ...samples.filter(({ language }) => language === 'Python'),
    ...(has('Python') ? [] : plain('Python', provider, curl)),
    {
      language: 'Environment',
      client: 'The variables that the provider’s own clients read; `npx orgmock env` prints the same.',
      code: environment.join('\n'),
    },
  ]
}

/** A request without a client of the provider's, made from its curl command; none where that is more than one request. */
function plain(language: 'TypeScript' | 'Python', { operationUrl }: Provider, curl: string): readonly Sample[] {
  const { before, headers } = curlParts(curl)
  if (before !== '') return []
  const pairs = headers.map((word) => {
    const line = word.slice(1, -1)
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  const text = (value: string) => JSON.stringify(value)
  const members = pairs.map(([name, value]) => `    ${text(name)}: ${text(value)},`).join('\n')
  if (language === 'TypeScript') {
    return [
      {
        language,
        client: 'The provider publishes no client for npm: this uses fetch.',
        code: `const response = await fetch(${text(operationUrl)}, {\n  headers: {\n${members}\n  },\n})\nconsole.log(response.status, await response.json())\n`,
      },
    ]
  }
  return [
    {
      language,
      client: 'Without a client of the provider: this uses the standard library.',
      code: `import json\nfrom urllib.request import Request, urlopen\n\nrequest = Request(\n  ${text(operationUrl)},\n  headers={\n${members}\n  },\n)\nwith urlopen(request) as response:\n    print(response.status, json.load(response))\n`,
    },
  ]
}
