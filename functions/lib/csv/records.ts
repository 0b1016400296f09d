import Papa from 'papaparse'

/** A record of a CSV file. `line` is the physical line that it starts on, from 1. */
export type CsvRecord = { line: number; cells: string[]; problem: string | null }

/** Papa takes one line end for the whole file, from a sample; but people join files, and quotes hold others. */
const recordEnd = (text: string) => {
  const first = /\r\n|\n|\r/.exec(text)?.[0]
  if (first === '\r') return '\r'
  return /(?<!\r)\n/.test(text) ? '\n' : '\r\n'
}

/** How many lines end in a part of the text; `\r\n` is one end. */
const lineEnds = (text: string, from: number, to: number) => {
  let ends = 0
  for (let i = from; i < to; i += 1) {
    const character = text[i]
    if (character === '\n' || (character === '\r' && text[i + 1] !== '\n')) ends += 1
  }
  return ends
}

const quoteProblem = (code: string) =>
  code === 'MissingQuotes'
    ? 'A quote opens here and never closes, so the rest of the file can’t be read.'
    : 'There is text after a closing quote. Double any quote inside a quoted field.'

/** The records of a CSV text, blank lines left out. */
export const csvRecords = (text: string) => {
  const records: CsvRecord[] = []
  const newline = recordEnd(text)
  let [line, start] = [1, 0]
  Papa.parse<string[]>(text, {
    delimiter: ',',
    newline,
    step: ({ data: cells, errors, meta: { cursor } }) => {
      const last = cells.at(-1)
      const strayReturn = newline === '\n' && last?.endsWith('\r') && text.startsWith('\r\n', cursor - 2)
      if (strayReturn) cells[cells.length - 1] = last?.slice(0, -1) ?? ''
      const problem = errors[0] ? quoteProblem(errors[0].code) : null
      if (problem || cells.some((cell) => cell.trim() !== '')) records.push({ line, cells, problem })
      line += lineEnds(text, start, cursor)
      start = cursor
    },
  })
  return records
}
