/** NO_COLOR and FORCE_COLOR decide; without them there is colour on a terminal. */
export function usesColor(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true
  // Its type says boolean, but it is undefined when stdout is a pipe or a file.
  return process.stdout.isTTY === true
}
