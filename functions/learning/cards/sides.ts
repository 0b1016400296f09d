import { raw } from 'hono/html'
import { clozeAnswer, clozeQuestion, deletedWords, hasCloze } from './cloze'
import type { ListedCard } from './schema'

/** Marks around the answer of a cloze during rendering: private-use characters that no text contains. */
const [start, end] = ['\uE001', '\uE002']

/** Keeps `Q–Q` on one line. */
const joined = (text: string) => text.replaceAll(/(?<=\b\p{L})–(?=\p{L}\b)/gu, '–\u2060')

/** The sides of a card as HTML. The back of a cloze is the whole text, including the deleted words. */
export const cardSides = async ({ question, answer }: Pick<ListedCard, 'question' | 'answer'>) => {
  const { markdownLines } = await import('../../lib/text/markdown')
  const markdown = (text: string) => markdownLines(joined(text))
  if (!hasCloze(question)) return { question: markdown(question), answer: markdown(answer) }
  const text = question.replaceAll(start, '').replaceAll(end, '')
  const html = (written: string) => String(markdown(written)).replaceAll(start, '<mark>').replaceAll(end, '</mark>')
  const extra = answer === deletedWords(question) ? '' : String(markdown(answer))
  return {
    question: raw(html(clozeQuestion(text, [`${start}[`, `]${end}`]))),
    answer: raw(html(clozeAnswer(text, [start, end])) + extra),
    isCloze: true,
  }
}
