import { TextlintKernel, type TextlintKernelPlugin, type TextlintKernelRule } from '@textlint/kernel'
import markdown from '@textlint/textlint-plugin-markdown'
import text from '@textlint/textlint-plugin-text'
import { split } from 'sentence-splitter'
import { longSentence, longShare, unclearWords } from './words.ts'

/** What a text has that a reader will stumble over. */
export interface Prose {
  /** `FILE:LINE: what is wrong`, in the text's order. */
  readonly complaints: readonly string[]
  readonly sentences: number
  readonly longSentences: number
  /** Words outside code blocks, pictures and addresses of links. */
  readonly words: number
}

/** Judges Markdown, or plain text where the name does not end in `.md`. In plain text each line is a paragraph. */
export async function lintProse(name: string, source: string): Promise<Prose> {
  const found: Paragraph[] = []
  const kernel = new TextlintKernel()
  const { messages } = await kernel.lintText(source, {
    filePath: name,
    ext: name.endsWith('.md') ? '.md' : '.txt',
    plugins: [
      { pluginId: 'markdown', plugin: plugin(markdown) },
      { pluginId: 'text', plugin: plugin(text) },
    ],
    rules: [proseRule(found)],
  })
  const sentences = found.flatMap(({ kind, text }) => (kind === 'Header' ? [] : sentencesOf(text)))
  return {
    complaints: messages.map(({ line, message }) => `${name}:${line}: ${message}`),
    sentences: sentences.length,
    longSentences: sentences.filter(isLong).length,
    words: found.reduce((sum, paragraph) => sum + wordsOf(paragraph.text).length, 0),
  }
}

/** Vitest imports the default of a CommonJS module, where its declarations promise the module. */
function plugin(imported: { readonly default: TextlintKernelPlugin['plugin'] }): TextlintKernelPlugin['plugin'] {
  return imported as unknown as TextlintKernelPlugin['plugin']
}

interface Paragraph {
  readonly kind: string
  readonly text: string
  readonly report: (message: string) => void
}

/** The structure of a node that the rule needs. */
interface Node {
  readonly type: string
  readonly value?: string
  readonly children?: readonly Node[]
}

/** The two rules of ours as one, because both look at sentences. Whether a text has too many long ones is known at its end. */
function proseRule(found: Paragraph[]): TextlintKernelRule {
  return {
    ruleId: 'orgmock-prose',
    rule({ report, RuleError, Syntax }) {
      const keep = (node: Parameters<typeof report>[0]) => {
        const plain = textOf(node as Node)
        found.push({
          kind: node.type,
          text: plain,
          report: (message) => report(node, new RuleError(message)),
        })
      }
      return {
        [Syntax.Paragraph]: keep,
        [Syntax.Header]: keep,
        [Syntax.TableCell]: keep,
        [Syntax.DocumentExit]: () => judge(found),
      }
    },
  }
}

function judge(found: readonly Paragraph[]): void {
  for (const { text, report } of found) {
    const outsideQuotes = text.replaceAll(/(["']).*?\1/g, '')
    for (const [word, advice] of Object.entries(unclearWords)) {
      if (new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'i').test(outsideQuotes)) report(`"${word}" is unclear; ${advice}`)
    }
  }
  const prose = found.filter(({ kind }) => kind !== 'Header')
  const sentences = prose.flatMap(({ text, report }) => sentencesOf(text).map((sentence) => ({ sentence, report })))
  const long = sentences.filter(({ sentence }) => isLong(sentence))
  if (long.length <= sentences.length * longShare) return
  for (const { sentence, report } of long) {
    const words = wordsOf(sentence).length
    report(
      `${words} words in a sentence, and ${long.length} of ${sentences.length} sentences have over ${longSentence}: ${sentence}`,
    )
  }
}

/** The words of a paragraph; code in it counts as one word, whatever it holds. */
function textOf({ type, value, children }: Node): string {
  if (type === 'Code') return 'Code'
  if (type === 'Html' || type === 'Image') return ''
  return children === undefined ? (value ?? '') : children.map(textOf).join('')
}

function sentencesOf(text: string): string[] {
  return split(text.replaceAll(/\s+/g, ' '))
    .filter(({ type }) => type === 'Sentence')
    .map(({ raw }) => raw.trim())
    .filter((raw) => wordsOf(raw).length > 0)
}

function isLong(sentence: string): boolean {
  return wordsOf(sentence).length > longSentence
}

/** A word has a letter or a digit: dashes and arrows between spaces are no words. */
function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
}
