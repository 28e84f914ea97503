/** NO_COLOR and FORCE_COLOR decide, then whether somebody is looking. */
export function usesColor(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true
  // Undefined, whatever its type says, where stdout is a pipe or a file.
  return process.stdout.isTTY === true
}
