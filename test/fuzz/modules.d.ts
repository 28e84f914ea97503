// The parts of the fuzz run that tests look at.

declare module '*/cases.mjs' {
  export interface Case {
    readonly shape: string
    readonly bytes: Buffer
    readonly pieces: readonly Buffer[]
    readonly ending: 'wait' | 'finish' | 'reset'
  }
  export interface Context {
    readonly operations: readonly {
      readonly provider: string
      readonly host: string
      readonly path: string
      readonly headers: readonly (readonly [name: string, value: string])[]
      readonly parameters: readonly string[]
    }[]
    readonly hosts: readonly string[]
    readonly token: { readonly host: string; readonly path: string; readonly form: string }
    readonly cursors: Readonly<Record<string, string>>
    readonly secrets: readonly string[]
  }
  export const shapeNames: readonly string[]
  export function makeCase(seed: number, index: number, context: Context): Case
}

declare module '*/judge.mjs' {
  export function judge(bytes: Buffer): {
    readonly least: number
    readonly most: number
    readonly refusedFrom?: number
    readonly hostless: readonly number[]
  }
}

declare module '*/verdict.mjs' {
  export function breachOf(
    asked: import('./cases.mjs').Case,
    heard: { readonly bytes: Buffer; readonly end: 'closed' | 'reset' | 'late' },
  ): { readonly classes: readonly string[]; readonly breach: string | undefined }
}
