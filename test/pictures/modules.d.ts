declare module '*/terminal-svg.mjs' {
  export function terminalSvg(title: string, text: string): string
}
