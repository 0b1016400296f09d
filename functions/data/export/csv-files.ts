import { Zip, ZipDeflate } from 'fflate'
import { csvLine } from '../../lib/files/csv'
import type { ExportedSession } from '../../time/sessions/csv/queries'
import { timeLogHeader, timeLogLines } from '../../time/sessions/csv/write'
import { type ExportParts, flatRow } from './document'
import { documentColumns, type ExportRow } from './queries'

/** A piece of a file; the pieces of one file are consecutive. */
type Piece = { name: string; text: string }

/** CSV lines of rows, after a header if they are the first. */
const tableText = (columns: readonly string[], rows: ExportRow[], isFirst: boolean) => {
  const lines = rows.map((row) => {
    const flat = flatRow(row)
    return csvLine(columns.map((name) => flat[name] ?? ''))
  })
  return [...(isFirst ? [csvLine([...columns])] : []), ...lines].join('')
}

type CsvParts = ExportParts & { sessions: AsyncIterable<ExportedSession[]> }

/** The time log in the import's format, and a file for each list of the document. */
async function* csvFiles({ user, pages, sessions }: CsvParts): AsyncGenerator<Piece> {
  yield { name: 'sessions.csv', text: timeLogHeader() }
  for await (const page of sessions) yield { name: 'sessions.csv', text: timeLogLines(page) }
  yield { name: 'tables/user.csv', text: tableText(Object.keys(user), [user], true) }
  for await (const { table, rows, isFirst } of pages) {
    yield { name: `tables/${table}.csv`, text: tableText(documentColumns(table), rows, isFirst) }
  }
}

/** Everything as CSV in a zip file, packed as the rows arrive. */
export async function* csvZip(parts: CsvParts): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let made: Uint8Array[] = []
  const take = () => {
    const taken = made
    made = []
    return taken
  }
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    made.push(chunk)
  })
  let file: ZipDeflate | undefined
  for await (const { name, text } of csvFiles(parts)) {
    if (file?.filename !== name) {
      file?.push(new Uint8Array(), true)
      file = new ZipDeflate(name)
      zip.add(file)
    }
    file.push(encoder.encode(text))
    yield* take()
  }
  file?.push(new Uint8Array(), true)
  zip.end()
  yield* take()
}
