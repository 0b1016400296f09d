import Papa from 'papaparse'

export type AnkiCard = { question: string; answer: string; tags: string[] }

/** Anki separates tags by spaces. */
const ankiTags = (tags: string[]) => tags.map((tag) => tag.replace(/\s+/g, '_')).join(' ')

const head = ['#separator:tab', '#html:false', '#tags column:3', ''].join('\n')

/** Cards as text for Anki (https://docs.ankiweb.net/importing/text-files.html): question, answer and tags. */
export const ankiText = (cards: AnkiCard[]) => {
  const rows = cards.map(({ question, answer, tags }) => [question, answer, ankiTags(tags)])
  // A line that begins with # would be a header.
  const quotes = (value: unknown) => String(value).startsWith('#')
  return rows.length === 0 ? head : `${head}${Papa.unparse(rows, { delimiter: '\t', newline: '\n', quotes })}\n`
}
