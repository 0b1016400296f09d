import Papa from 'papaparse'
import type { LeftOut } from '../../../lib/files/left-out'
import { htmlText } from '../../../lib/text/html-text'
import { firstCharacters } from '../../../lib/text/text'
import type { Fault } from '../../plans/markdown/lines'
import { cardsOfCloze, hasCloze } from '../cloze'
import { parseAnkiRows } from './rows'

export type AnkiCard = { question: string; answer: string; tags: string[] }

/** Formats tags for Anki, where spaces separate tags. */
const ankiTags = (tags: string[]) => tags.map((tag) => tag.replace(/\s+/g, '_')).join(' ')

const headLines = ['#separator:tab', '#html:false', '#tags column:3']

const lines = (rows: string[][]) => {
  // Escapes a line that begins with #, which would be a header.
  const quotes = (value: unknown) => String(value).startsWith('#')
  return rows.length === 0 ? '' : `${Papa.unparse(rows, { delimiter: '\t', newline: '\n', quotes })}\n`
}

const cells = ({ question, answer, tags }: AnkiCard) => [question, answer, ankiTags(tags)]

/** Cards in Anki's text format (https://docs.ankiweb.net/importing/text-files.html): question, answer and tags. */
export const ankiText = (cards: AnkiCard[]) => `${headLines.join('\n')}\n${lines(cards.map(cells))}`

/** Header lines of a text whose cards name their deck. */
export const ankiDecksHead = `${[...headLines, '#deck column:4'].join('\n')}\n`

/**
 * Name of the deck for a plan’s cards. The prefix is needed because Anki takes a numeric cell for a deck's id. In the
 * title, `::` would start a subdeck.
 */
const deckOf = (plan: string | null) =>
  ['Daymark', ...(plan ? [plan.replace(/:{2,}/g, ':').replace(/\s+/g, ' ')] : [])].join('::')

/** Card lines of such a text. @param cards with the titles of their plans */
export const ankiDeckLines = (cards: (AnkiCard & { plan: string | null })[]) =>
  lines(cards.map((card) => [...cells(card), deckOf(card.plan)]))

/** `line` is the card's line in the file; the first line is 1. */
type ReadAnkiCard = AnkiCard & { line: number }

// In Anki's order of detection, for a text without a separator header.
const separators: Record<string, string> = {
  tab: '\t',
  pipe: '|',
  semicolon: ';',
  colon: ':',
  comma: ',',
  space: ' ',
}

/** Parses the separator header as Anki does. Anki detects tabs itself if the header says `\t`. */
const separatorOf = (value: string, isTabbed: boolean) =>
  Object.entries(separators).find(([name, sign]) => value === sign || value.trim().toLowerCase() === name)?.[1] ??
  (value === '\\t' && isTabbed ? '\t' : undefined)

const headNames =
  /^(separator|html|tags|columns|notetype|deck|(notetype|deck|tags|guid) column|match scope|if matches)$/

/** Removes the separators that a spreadsheet appends to a value, such as `Comma,,`. */
const unpadded = (value: string) => value.replace(/^(.[0-9a-z]*).*$/isu, '$1')

const column = /^\d+$/
const known: Record<string, RegExp> = {
  html: /^(true|false)$/i,
  'tags column': column,
  'guid column': column,
  'deck column': column,
  'notetype column': column,
}

/** Names and values of the header lines, and their number. */
const headersOf = (lines: string[]) => {
  const tags = /^tags:(.*)/.exec(lines[0] ?? '')?.[1]
  const end = lines.findIndex((line, index) => !line.startsWith('#') && !(index === 0 && tags !== undefined))
  const count = end < 0 ? lines.length : end
  const headers = new Map(tags === undefined ? [] : [['tags', tags]])
  const leftOut: LeftOut[] = []
  const isTabbed = lines.slice(count).some((row) => row.includes('\t'))
  for (const [index, line] of lines.slice(0, count).entries()) {
    const [, key = '', value = ''] = /^#([^:]*):(.*)$/.exec(line) ?? []
    const name = key.trim().toLowerCase()
    if (headNames.test(name)) headers.set(name, value)
    else if (line.startsWith('#')) leftOut.push({ line: index + 1, what: line.slice(0, 60), reason: 'A comment.' })
    if (/^(notetype|deck)$/.test(name)) leftOut.push({ line: index + 1, what: line.slice(0, 60), reason: noPlace })
    const said = unpadded(value.trim())
    const isKnown = name === 'separator' ? separatorOf(unpadded(value), isTabbed) : (known[name] ?? /^/).test(said)
    if (headNames.test(name) && !isKnown) {
      leftOut.push({ line: index + 1, what: line.slice(0, 60), reason: 'Anki knows no such value.' })
    }
  }
  return { headers, leftOut, count }
}

const noPlace = 'Cards go to the plan that you choose, as question and answer.'

const elements =
  'a|b|i|u|s|em|strong|br|div|p|span|img|font|ul|ol|li|dl|dt|dd|table|tbody|thead|tr|td|th|h[1-6]|hr|sub|sup|code|pre|kbd|mark|small|big|center|blockquote|q|del|ins|ruby|rb|rt|rp|style|script|audio|video|anki-mathjax'

/** Detects HTML in a text without an HTML header. */
const html = new RegExp(`<!--|</?(${elements})\\b[^<]*>`, 'i')

/** An HTML tag that only formats text. */
const plainTag = new RegExp(`^</?(${elements})(\\s+[\\w:-]+\\s*=\\s*("[^"]*"|'[^']*'|[^\\s>]+))*\\s*/?>$`, 'i')

/** Number of rows from which Anki guesses the separator. */
const guessedRows = 5

/** The first separator that splits each of the first rows into two or more fields, else the first that occurs. */
const guessed = (rest: string) => {
  const there = Object.values(separators).filter((sign) => sign !== ' ' && rest.slice(0, 8192).includes(sign))
  const splits = (sign: string) =>
    parseAnkiRows(rest.split('\n', 50).join('\n'), sign, 1)
      .rows.slice(0, guessedRows)
      .every(({ cells }) => cells.length > 1)
  return there.find(splits) ?? there[0] ?? '\t'
}

const media = /\[sound:([^\]]+)\]|<(?:img|audio|video|object|source|embed)\b(?:[^>"']|"[^"]*"|'[^']*'){0,500}>/gi

/** Text of a field, and the omitted pictures and sounds. */
const textOf = (cell: string, isHtml: boolean, line: number) => {
  const leftOut: LeftOut[] = []
  const text = cell.replace(media, (whole, sound?: string) => {
    if (sound === undefined && !isHtml) return whole
    const file = sound ?? /\b(?:src|data)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(whole)?.slice(1).find(Boolean)
    const what = `${sound !== undefined || /^<audio/i.test(whole) ? 'Sound' : 'Picture'} ${file ?? ''}`.trim()
    leftOut.push({ line, what: firstCharacters(what, 100), reason: 'Cards have text alone.' })
    return ''
  })
  for (const [tag] of isHtml ? text.matchAll(/<\/?[a-z][^>]*>|<!--/gi) : []) {
    if (!plainTag.test(tag)) leftOut.push({ line, what: tag.slice(0, 100), reason: 'HTML that is not shown.' })
  }
  return { text: (isHtml ? htmlText(text) : text).trim(), leftOut }
}

/**
 * Finds the columns of question, answer and tags: their indices, or -1 if missing. `nameOf` names the other columns.
 */
const columnsOf = (headers: Map<string, string>, labels: string[], width: number) => {
  const column = (name: string) => (Number(unpadded(headers.get(`${name} column`) ?? '')) || 0) - 1
  const known = { guid: column('guid'), notetype: column('notetype'), deck: column('deck'), tags: column('tags') }
  const named = (names: RegExp) => labels.findIndex((label) => names.test(label.trim()))
  const taken = new Set(Object.values(known))
  const free = (from = 0) => {
    let index = from
    while (taken.has(index)) index += 1
    taken.add(index)
    return index
  }
  const use = (index: number) => (index < 0 || taken.has(index) ? free() : free(index))
  const isTagged = known.tags < 0 && named(/^tags$/i) >= 0
  if (isTagged) taken.add(named(/^tags$/i))
  const back = named(/^(back|answer|back extra)$/i)
  if (back >= 0) taken.add(back)
  const question = use(named(/^(front|question|text)$/i))
  const answer = back >= 0 ? back : use(-1)
  const further = known.notetype < 0 && known.tags < 0 ? free(Math.max(question, answer) + 1) : width
  const tags = isTagged ? named(/^tags$/i) : further < width ? further : known.tags
  const nameOf = (index: number) =>
    labels[index]?.trim() || Object.entries(known).find(([, at]) => at === index)?.[0] || `Column ${index + 1}`
  return { question, answer, tags, nameOf }
}

/**
 * Reads Anki’s text export (https://docs.ankiweb.net/importing/text-files.html) as Anki does, with its header lines.
 * Rows without a question or an answer are rejected with their line. A cloze becomes one card for each of its numbers.
 */
export const readAnki = (text: string): { cards: ReadAnkiCard[]; rejected: Fault[]; leftOut: LeftOut[] } => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const { headers, leftOut, count } = headersOf(lines)
  const rest = lines.slice(count).join('\n')
  const delimiter = separatorOf(unpadded(headers.get('separator') ?? ''), rest.includes('\t')) ?? guessed(rest)
  const head = (name: string) => (headers.get(name) ?? '').replace(new RegExp(`\\${delimiter}+$`), '')
  const read = parseAnkiRows(rest, delimiter, count + 1)
  const rows = read.rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const said = unpadded(headers.get('html')?.trim() ?? '').toLowerCase()
  const first = rows.slice(0, guessedRows)
  const isHtml =
    said === 'true' || (said !== 'false' && first.some(({ cells }) => cells.some((cell) => html.test(cell))))
  const labels = parseAnkiRows(head('columns'), delimiter, 1).rows[0]?.cells ?? []
  const width = labels.length || (rows[0]?.cells.length ?? 0)
  const columns = columnsOf(headers, labels, width)
  const used = [columns.question, columns.answer, columns.tags]
  const tagsOf = (tags: string) => tags.split(/\s+/).filter((tag) => tag !== '')
  const cards: ReadAnkiCard[] = []
  const rejected: Fault[] = []
  const unused = new Set<number>()
  leftOut.push(...read.leftOut)
  for (const { cells, line } of rows) {
    const [asked, answered] = [columns.question, columns.answer].map((at) => textOf(cells[at] ?? '', isHtml, line))
    const question = asked?.text ?? ''
    const answer = answered?.text ?? ''
    leftOut.push(...(asked?.leftOut ?? []), ...(answered?.leftOut ?? []))
    for (const [index, cell] of cells.entries()) {
      // A column that is left out is reported once; an extra cell of a single row is reported on its own.
      if (used.includes(index) || cell.trim() === '' || unused.has(index)) continue
      if (index < width) unused.add(index)
      leftOut.push({ line, what: columns.nameOf(index), reason: 'A card has a question, an answer and tags.' })
    }
    if (question === '' || (answer === '' && !hasCloze(question))) {
      rejected.push({ line, message: question === '' ? 'This card has no question.' : 'This card has no answer.' })
    } else {
      const tags = [...new Set([...tagsOf(head('tags')), ...tagsOf(cells[columns.tags] ?? '')])]
      cards.push(...cardsOfCloze({ question, answer, tags, line }))
    }
  }
  return { cards, rejected, leftOut }
}
