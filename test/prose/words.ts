/** Words that made readers stop, and what to write instead. Only here; texts in backticks or in quotation marks may have them. */
export const unclearWords: Readonly<Record<string, string>> = {
  none: 'say "no" and the noun: no page, no credential',
  nobody: 'say who does not: no client, no test',
  whoever: 'name them: the user, the client',
  stands: 'say "is", or what the thing does',
  told: 'say "given", "asked" or "shown"',
  "of one's own": 'say "your own" before the noun, or "separate"',
  'in for': 'say "marked", "because of"',
  'leads to': 'say "causes"',
}

/** More words than this make a sentence long. */
export const longSentence = 25

/** At most this share of a text's sentences may be long. */
export const longShare = 0.1
