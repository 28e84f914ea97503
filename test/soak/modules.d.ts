// The parts of the soak that tests look at.

declare module '*/flatness.mjs' {
  export function flatness(
    series: readonly { readonly seconds: number; readonly bytes: number }[],
    settledAfter: number,
  ): { readonly level: number; readonly growth: number; readonly rise: number; readonly isFlat: boolean }
}

declare module '*/faults.mjs' {
  export interface Seen {
    readonly status?: number
    readonly headers: string
    readonly body: string
    readonly length?: number
    readonly end: 'whole' | 'closed' | 'reset' | 'late'
    readonly ms: number
  }
  export const faults: Readonly<Record<string, { readonly sees: string }>>
  export function outcomeOf(
    preference: string,
    seen: Seen,
    usual: { readonly status: number; readonly body: string },
  ): string
}
