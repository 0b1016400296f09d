import Papa from 'papaparse'
import { htmlText } from '../../../lib/html-text'
import type { Fault } from '../../plans/markdown/lines'
import { cardsOfCloze, hasCloze } from '../cloze'

export type AnkiCard = { question: string; answer: string; tags: string[] }

/** Anki separates tags by spaces. */
const ankiTags = (tags: string[]) => tags.map((tag) => tag.replace(/\s+/g, '_')).join(' ')

const headLines = ['#separator:tab', '#html:false', '#tags column:3']

const lines = (rows: string[][]) => {
  // A line that begins with # would be a header.
  const quotes = (value: unknown) => String(value).startsWith('#')
  return rows.length === 0 ? '' : `${Papa.unparse(rows, { delimiter: '\t', newline: '\n', quotes })}\n`
}

const cells = ({ question, answer, tags }: AnkiCard) => [question, answer, ankiTags(tags)]

/** Cards as text for Anki (https://docs.ankiweb.net/importing/text-files.html): question, answer and tags. */
export const ankiText = (cards: AnkiCard[]) => `${headLines.join('\n')}\n${lines(cards.map(cells))}`

/** First lines of a text whose cards name their deck. */
export const ankiDecksHead = `${[...headLines, '#deck column:4'].join('\n')}\n`

/**
 * Name of the deck for a plan’s cards. All are below one deck, because Anki takes a cell that is a number for the id of a
 * deck; and `::` begins a deck below, which a title does not mean.
 */
const deckOf = (plan: string | null) =>
  ['Daymark', ...(plan ? [plan.replace(/:{2,}/g, ':').replace(/\s+/g, ' ')] : [])].join('::')

/** Further lines of it. @param cards with the titles of their plans */
export const ankiDeckLines = (cards: (AnkiCard & { plan: string | null })[]) =>
  lines(cards.map((card) => [...cells(card), deckOf(card.plan)]))

/** `line` is 1 for the first. */
type ReadAnkiCard = AnkiCard & { line: number }

const separators: Record<string, string> = {
  tab: '\t',
  comma: ',',
  semicolon: ';',
  pipe: '|',
  colon: ':',
  space: ' ',
}

const header = /^#([a-z ]+):(.*)$/i

/** Header lines of the file, in lower case, and the lines after them. */
const headersOf = (text: string) => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n/)
  const end = lines.findIndex((line) => !header.test(line))
  const count = end < 0 ? lines.length : end
  const headers = new Map(
    lines.slice(0, count).map((line) => {
      const [, name = '', value = ''] = header.exec(line) ?? []
      return [name.trim().toLowerCase(), value.trim()]
    }),
  )
  return { headers, rest: lines.slice(count).join('\n'), count }
}

const guessed = (rest: string) => {
  const [first = ''] = rest.split('\n', 1)
  return ['\t', ';', ','].find((one) => first.includes(one)) ?? '\t'
}

/**
 * Reads Anki's text export (https://docs.ankiweb.net/importing/text-files.html) with its header lines. Rows without a
 * question or an answer are rejected with their line, and a cloze is a card for each of its numbers. As in Anki, a text without header lines has its tags in the third
 * column.
 */
export const readAnki = (text: string): { cards: ReadAnkiCard[]; rejected: Fault[] } => {
  const { headers, rest, count } = headersOf(text)
  const named = headers.get('separator')
  const delimiter = named === undefined ? guessed(rest) : (separators[named.toLowerCase()] ?? named)
  const isHtml = headers.get('html')?.toLowerCase() === 'true'
  const column = (name: string) => Number(headers.get(`${name} column`) ?? 0) - 1
  const tagColumn = headers.size === 0 ? 2 : column('tags')
  const special = [tagColumn, column('notetype'), column('deck'), column('guid')]
  const shared = (headers.get('tags') ?? '').split(/\s+/).filter((tag) => tag !== '')
  const { data } = Papa.parse<string[]>(rest, { delimiter })
  const cards: ReadAnkiCard[] = []
  const rejected: Fault[] = []
  let line = count + 1
  for (const row of data) {
    const at = line
    line += row.join('').split('\n').length
    if (row.every((cell) => cell.trim() === '')) continue
    const sides = row
      .filter((_, index) => !special.includes(index))
      .map((cell) => (isHtml ? htmlText(cell) : cell).trim())
    const [question = '', answer = ''] = sides
    const own = tagColumn < 0 ? [] : (row[tagColumn] ?? '').split(/\s+/).filter((tag) => tag !== '')
    if (question === '' || (answer === '' && !hasCloze(question))) {
      rejected.push({ line: at, message: question === '' ? 'This card has no question.' : 'This card has no answer.' })
    } else {
      const tags = [...new Set([...shared, ...own])]
      cards.push(...cardsOfCloze({ question, answer, tags, line: at }))
    }
  }
  return { cards, rejected }
}
