import type { WordPart } from '../../spec/index.ts'

/** A shorter value could be met by chance. */
const shortestValue = 8

/**
 * A header's value that was made from the value of a variable, as a shell makes it again: cut short, in the other letter case, or with one
 * character replaced. Undefined where it was made in another way. No part of the variable's value is in it, but for
 * the character that was put in.
 */
export function alteredCredential(
  text: string,
  variables: Readonly<Record<string, string>>,
): readonly WordPart[] | undefined {
  const scheme = /^[A-Za-z]+ /.exec(text)?.[0] ?? ''
  const credential = text.slice(scheme.length)
  for (const [variable, value] of Object.entries(variables)) {
    // Others count characters in another way.
    if (value.length < shortestValue || !/^[\x21-\x7e]+$/.test(value)) continue
    const filter = filterFrom(value, credential)
    if (filter !== undefined) return [scheme, { command: `printf %s "$${variable}" | ${filter}` }]
  }
  return undefined
}

/** The filter that makes the altered text from the value. */
function filterFrom(value: string, altered: string): string | undefined {
  if (altered !== '' && altered.length < value.length && value.startsWith(altered)) return `cut -c 1-${altered.length}`
  if (altered.length !== value.length || altered === value) return undefined
  if (altered === otherCase(value)) return "tr 'a-zA-Z' 'A-Za-z'"
  const differing = [...value].flatMap((character, place) => (character === altered[place] ? [] : [place]))
  const [place] = differing
  const character = place === undefined ? '' : (altered[place] ?? '')
  if (place === undefined || differing.length > 1 || !/^[\w-]$/.test(character)) return undefined
  return `sed 's/./${character}/${place + 1}'`
}

function otherCase(value: string): string {
  return value.replace(/[A-Za-z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()))
}
