// Runs on a thread of its own where Node has no synchronous hooks (before 22.15), and there only plain JavaScript can be loaded.
import { readFileSync } from 'node:fs'

/** By each directory of providers, as a URL with a final slash: the module of this package that imports on its files' behalf, and URLs by name. */
const homes = new Map()

/** Takes in one more directory. */
export function initialize({ directory, importer, modules }) {
  homes.set(directory, { importer, modules })
}

/**
 * Node's resolve hook: for files in those directories, `orgmock` and what is under it mean the package that runs, wherever the directory
 * stands; for everybody else nothing changes.
 */
export function resolve(specifier, context, nextResolve) {
  const home = homeOf(context.parentURL)
  if (home !== undefined && /^orgmock(\/|$)/.test(specifier)) {
    const url = home.modules[specifier]
    if (url !== undefined) return { url, format: 'module', shortCircuit: true }
    // A package may import itself by its own name.
    return nextResolve(specifier, { ...context, parentURL: home.importer })
  }
  const resolved = nextResolve(specifier, context)
  return typeof resolved.then === 'function' ? resolved.then(withFormat) : withFormat(resolved)
}

/** Without a package.json Node finds out by itself that a .js file is a module, but not without a warning; with one of CommonJS it does not. */
function withFormat(resolved) {
  const { url, format } = resolved
  const isOpen = format === undefined || format === null || format === 'commonjs'
  if (!isOpen || !new URL(url).pathname.endsWith('.js') || homeOf(url) === undefined) return resolved
  return /^(import\s*[\w{*"']|export\s)/m.test(readFileSync(new URL(url), 'utf8'))
    ? { ...resolved, format: 'module' }
    : resolved
}

function homeOf(url) {
  for (const [directory, home] of homes) {
    if (url?.startsWith(directory)) return home
  }
  return undefined
}
