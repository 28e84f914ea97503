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
const filePrefix = '\0late-file:'

/** The files of late modules, as inputs of the bundler: `src/late/qs` and so on. */
export const lateFiles = Object.fromEntries(lateModules.map((name) => [`src/late/${name}`, filePrefix + name]))

/** Puts what `standIn` says in the place of every late module that a dependency requires; `areFiles` when each has a file of its own. */
export function lateLoading({ areFiles }) {
  return {
    name: 'late-loading',
    resolveId: {
      filter: { id: [/^\0late-file:/, /^\.\.\/late\//, new RegExp(`^(${lateModules.join('|')})$`)] },
      handler(source, importer, { kind }) {
        if (source.startsWith(filePrefix)) return source
        if (importer?.startsWith(prefix)) return areFiles ? { id: source, external: true } : undefined
        const isRequired = kind === 'require-call' && importer?.includes('node_modules')
        return isRequired ? prefix + source : undefined
      },
    },
    load: {
      filter: { id: [/^\0late(-file)?:/, /iconv-lite.encodings.tables/] },
      handler(id) {
        if (id.startsWith(filePrefix)) return `export { default } from '${id.slice(filePrefix.length)}'`
        if (!id.startsWith(prefix)) return { code: noTable, moduleType: 'js' }
        const name = id.slice(prefix.length)
        const code = standIn(areFiles ? `require('../late/${name}.cjs').default` : `require('${name}')`)
        return { code, moduleType: 'js' }
      },
    },
  }
}

/** Of the charsets of East Asia, 0.5 MB: the server takes bodies in UTF-8 and as bytes. */
const noTable = `throw new Error('orgmock is built without this charset')`

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
