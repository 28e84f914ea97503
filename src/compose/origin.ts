import { type Shape, thing } from '../options/index.ts'

/** Where a server is reached. */
export const origin: Shape<string> = {
  ...thing<string>('a URL such as http://127.0.0.1:8080', (value) => typeof value === 'string' && URL.canParse(value)),
  schema: { type: 'string', format: 'uri' },
}
