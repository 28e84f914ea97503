import { fileURLToPath } from 'node:url'

// The build writes this module anew (src/build/own-package.mjs), for the package and for the single file. Here nothing is linked: the
// sources find everything on the disk.

/** The folder with this package's own specs/, mocks/ and contracts/. */
export const ownDirectory: string = fileURLToPath(new URL('../../', import.meta.url))

/** The folder with the files of the page; `npm run build` makes it. */
export const pageDirectory: string = fileURLToPath(new URL('../../dist/ui/', import.meta.url))

/** The files of the page by name, where they are in no folder. */
export const pageTexts: Readonly<Record<string, string>> | undefined = undefined

/** Undefined when package.json has it. */
export const ownVersion: string | undefined = undefined

/** The modules of this package's own providers that are linked, by path: `mocks/cradl`. */
export const ownModules: Readonly<Record<string, () => Promise<object>>> = {}

/** What users' providers get under this package's names, such as `orgmock/mock`, where no file of the package exports it. */
export const ownExports: Readonly<Record<string, () => Promise<object>>> = {}

/** URL of the hook that resolves those names. */
export const importsHook: string = new URL('./provider-imports-hook.mjs', import.meta.url).href
