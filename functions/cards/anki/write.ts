import Papa from 'papaparse'

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
