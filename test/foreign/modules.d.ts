declare module '*/outcome.mjs' {
  export interface Row {
    readonly kind: string
    readonly finding?: string
    readonly drift?: string
  }
  export interface Seen {
    readonly verdict?: string
    readonly reason?: string
    readonly error?: string
    readonly findings?: readonly { check: string; severity: string; message: string; law: string }[]
    readonly notChecked?: readonly { law: string; reason?: string }[]
  }
  export function judge(row: Row, report: Seen, usual: Seen): { outcome: string; why: readonly string[] }
}

declare module '*/servers.mjs' {
  export interface ListedRow {
    readonly id: string
    readonly kind: string
    readonly class: string
    readonly what: string
    readonly source: string
    readonly finding?: string
    readonly drift?: string
  }
  export const servers: readonly { id: string; rows: readonly ListedRow[] }[]
}
