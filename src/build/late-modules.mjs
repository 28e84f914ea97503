/**
 * Modules inside dependencies that a first page does not need, by the name under which others require them. Each becomes a file of its own,
 * which is read when something of the module is used: reading and running all of them takes a third of the time that Express takes to load.
 */
export const lateModules = [
  'accepts',
  'content-disposition',
  'cookie',
  'cookie-signature',
  'iconv-lite',
  'mime-types',
  'qs',
  'send',
  'serve-static',
  'thread-stream',
]

const prefix = '\0late:'
const entryPrefix = '\0late-file:'

/** The files of late modules, as inputs of the bundler: `src/late/qs` and so on. */
export const lateFiles = Object.fromEntries(lateModules.map((name) => [`src/late/${name}`, entryPrefix + name]))

/** Puts what `standIn` says in the place of every late module that a dependency requires; `areFiles` when each has a file of its own. */
export function lateLoading({ areFiles }) {
  return {
    name: 'late-loading',
    resolveId(source, importer, { kind }) {
      if (source.startsWith(entryPrefix)) return source
      if (importer?.startsWith(prefix) && source.startsWith('../late/')) return { id: source, external: true }
      const isRequired = kind === 'require-call' && importer?.includes('node_modules')
      return isRequired && lateModules.includes(source) ? `${prefix}${source}` : undefined
    },
    load(id) {
      if (id.startsWith(entryPrefix)) return `export { default } from '${id.slice(entryPrefix.length)}'`
      if (!id.startsWith(prefix)) return
      const name = id.slice(prefix.length)
      return { code: standIn(areFiles ? `require('../late/${name}.cjs').default` : `require('${name}')`), moduleType: 'js' }
    },
  }
}

/** A CommonJS module that is another one from the moment on that something of it is used. */
function standIn(loaded) {
  return `
let found
function lateModule() { return found ??= ${loaded} }
module.exports = new Proxy(function () {}, {
  get: (_, name) => lateModule()[name],
  has: (_, name) => name in lateModule(),
  apply: (_, self, given) => Reflect.apply(lateModule(), self, given),
  construct: (_, given) => Reflect.construct(lateModule(), given),
})
`
}
