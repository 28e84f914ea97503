/** Runs `orgmock new` over documents, in a process in which a use of the name `pwned` is noticed. Prints what happened as JSON. */
import { readdirSync } from 'node:fs'
import path from 'node:path'

const [, , compose, directory] = process.argv
const { newProvider } = await import(compose)
const members = Object.getOwnPropertyNames(Object.prototype).length
const outcome = { loaded: 0, touched: [], errors: [], changedPrototypes: false }
let current = ''
Object.defineProperty(globalThis, 'pwned', {
  configurable: true,
  get() {
    outcome.touched.push(current)
    return () => undefined
  },
})

for (const name of readdirSync(directory).sort()) {
  current = name
  const from = path.join(directory, name)
  try {
    await newProvider({ from, id: 'mine', path: '/orgs', directory: path.join(directory, `${name}.made`) })
    outcome.loaded += 1
  } catch (error) {
    outcome.errors.push(`${error.name}: ${error.message}`)
  }
}
outcome.changedPrototypes = Object.getOwnPropertyNames(Object.prototype).length !== members
console.log(JSON.stringify(outcome))
