declare module '*/verdict.mjs' {
  export interface Client {
    readonly identity: string
    walk(at: { key: string; base: string; root: string }): Promise<readonly object[]>
    statusOf(error: unknown): unknown
  }
  export interface Outcome {
    readonly fault?: string
    readonly items?: number
    readonly different?: number
    readonly pages?: number
    readonly wrongKey?: unknown
    readonly count?: number
  }
  export function outcomeOf(
    client: Client,
    at: { key: string; base: string; root: string; requests: () => Promise<number> },
  ): Promise<Outcome>
  export function verdictOf(
    name: string,
    outcome: Outcome,
    gap?: { readonly reason: string },
  ): { line: string; isFailure: boolean }
}
