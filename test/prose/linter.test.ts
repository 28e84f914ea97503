import { expect, test } from 'vitest'
import { lintProse } from './linter.ts'

// The linter of `npm run lint:prose` finds what it looks for, and nothing else.

const short = 'This sentence is short. '
const long = `${'word '.repeat(25)}end. `

test.each([
  ['none', 'There is none.'],
  ['nobody', 'Nobody reads this.'],
  ['whoever', 'It is for whoever asks.'],
  ['stands', 'It stands in a header.'],
  ['told', 'The client is told.'],
  ["of one's own", "A tenant of one's own."],
  ['in for', 'A client in for being slow.'],
  ['leads to', 'This leads to an error.'],
])('refuses the word %s, and names the line', async (word, sentence) => {
  const { complaints } = await lintProse('page.md', `# Title\n\n${short}\n\n| head |\n|---|\n| ${sentence} |\n`)
  expect(complaints).toEqual([expect.stringMatching(new RegExp(`^page\\.md:7: "${word}" is unclear; `))])
})

test('lets a word pass in code, in quotation marks and as a part of another word', async () => {
  const page = 'Say `none`. Say "none" or \'none\'.\n\n```sh\necho none\n```\n\nIt is nonetheless untold; --none too.\n'
  expect((await lintProse('page.md', page)).complaints).toEqual([])
})

test('accepts one sentence of 26 words in ten, and refuses two, each by its own words', async () => {
  expect((await lintProse('page.md', short.repeat(9) + long)).complaints).toEqual([])
  const { complaints } = await lintProse('page.md', `${short.repeat(8)}\n\n${long}\n\n${long}\n`)
  expect(complaints).toHaveLength(2)
  expect(complaints[1]).toMatch(/^page\.md:5: 26 words in a sentence, and 2 of 10 sentences have over 25: word word /)
})

test('counts words outside code blocks, and a piece of code as one word', async () => {
  const page = '# A title\n\nRun `npm ci && npm start` [here](https://a.test/b-c).\n\n```sh\nnpm test\n```\n'
  expect(await lintProse('page.md', page)).toMatchObject({ words: 5, sentences: 1, longSentences: 0 })
})

test('reads each line of plain text as a paragraph', async () => {
  const { complaints, sentences } = await lintProse('help', 'list the errors\nit stands here\n')
  expect(complaints).toEqual([expect.stringMatching(/^help:2: "stands"/)])
  expect(sentences).toBe(2)
})
