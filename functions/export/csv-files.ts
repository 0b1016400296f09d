import { Zip, ZipDeflate } from 'fflate'
import { csvLine } from '../lib/csv/write'
import type { ExportedSession } from '../sessions/csv/queries'
import { timeLogHeader, timeLogLines } from '../sessions/csv/write'
import { flatRow, type Parts } from './document'
import { columnsOf, type Row } from './queries'

type File = [name: string, texts: AsyncIterable<string> | Iterable<string>]

const tableLines = (columns: readonly string[], rows: Row[]) =>
  rows
    .map((row) => {
      const flat = flatRow(row)
      return csvLine(columns.map((name) => flat[name] ?? ''))
    })
    .join('')

async function* tableTexts(columns: readonly string[], pages: AsyncIterable<Row[]> | Iterable<Row[]>) {
  yield csvLine([...columns])
  for await (const page of pages) yield tableLines(columns, page)
}

async function* timeLogTexts(pages: AsyncIterable<ExportedSession[]>) {
  yield timeLogHeader()
  for await (const page of pages) yield timeLogLines(page)
}

type CsvParts = Parts & { sessions: AsyncIterable<ExportedSession[]> }

/** The time log as the import reads it, and a file for each list of the document. */
async function* csvFiles({ user, lists, sessions }: CsvParts): AsyncGenerator<File> {
  yield ['sessions.csv', timeLogTexts(sessions)]
  yield ['tables/user.csv', tableTexts(Object.keys(user), [[user]])]
  for await (const [table, pages] of lists) {
    yield [`tables/${table}.csv`, tableTexts(columnsOf(table), pages)]
  }
}

/** Packs files as their texts come. */
async function* zipped(files: AsyncIterable<File>): AsyncGenerator<Uint8Array> {
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
  for await (const [name, texts] of files) {
    const file = new ZipDeflate(name)
    zip.add(file)
    yield* take()
    for await (const text of texts) {
      file.push(encoder.encode(text))
      yield* take()
    }
    file.push(new Uint8Array(), true)
    yield* take()
  }
  zip.end()
  yield* take()
}

/** Everything as CSV, in a zip file. */
export const csvZip = (parts: CsvParts) => zipped(csvFiles(parts))
