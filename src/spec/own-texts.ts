// The build writes this module anew for the single file (src/build/own-package.mjs), which has the documents in it.

/** The texts of this package's own documents by name, and the directory that they are found in; undefined where that is on the disk. */
export const ownTexts: { readonly directory: string; readonly texts: Readonly<Record<string, string>> } | undefined =
  undefined
