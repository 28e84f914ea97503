import { isDeepStrictEqual } from 'node:util'
import { faker } from '@faker-js/faker/locale/en'

/**
 * Faker's English words as JSON, a text for each of its modules, parsed when the module is first used. As code they are 400 KB that every
 * start would compile and run, for the few names that a page holds.
 */
export function fakerEnglish() {
  return {
    name: 'faker-english',
    load: {
      filter: { id: /@faker-js[\\/]faker[\\/]dist[\\/]locale[\\/]en\.js$/ },
      handler() {
        const members = Object.entries(faker.rawDefinitions).map(([name, words]) => {
          const text = JSON.stringify(words)
          if (!isDeepStrictEqual(JSON.parse(text), words)) throw new Error(`Faker's ${name} is not JSON`)
          return `${JSON.stringify(name)}: ${JSON.stringify(text)}`
        })
        return `
import { Faker } from '@faker-js/faker'
const texts = { ${members.join(',\n')} }
const words = {}
for (const name of Object.keys(texts)) {
  Object.defineProperty(words, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = JSON.parse(texts[name])
      Object.defineProperty(words, name, { value, enumerable: true })
      return value
    },
  })
}
export const faker = new Faker({ locale: words })
`
      },
    },
  }
}
