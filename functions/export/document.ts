import { readPreferences } from '../lib/preferences'
import type { Row } from './queries'

/** Increases when a member is removed or changes meaning, but not when one is added. */
export const exportVersion = 1

const jsonColumns = ['tags', 'artifacts', 'days', 'hours', 'metadata']

/** A row as it stands in the document: instants, the columns named `…_at`, in ISO 8601, lists as lists. */
const exported = (row: Row) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (name.endsWith('_at') && typeof value === 'number') return [name, new Date(value).toISOString()]
      if (name === 'preferences') return [name, readPreferences(String(value))]
      return [name, jsonColumns.includes(name) && value !== null ? JSON.parse(String(value)) : value]
    }),
  )

const elements = (rows: Row[]) => rows.map((row) => JSON.stringify(exported(row))).join(',\n')

type Parts = {
  /** epoch ms */
  now: number
  user: Row
  /** Pages of sessions, read one after the other while the one before is sent. */
  sessions: AsyncIterable<Row[]>
  /** Read after the sessions, so that what these refer to is there even when it was added a moment ago. */
  lists: () => Promise<[table: string, rows: Row[]][]>
}

const list = (name: string, texts: string) => `,${JSON.stringify(name)}:[\n${texts}\n]`

/** The pieces of the document. Never holds more than a page of sessions. */
export async function* exportDocument({ now, user, sessions, lists }: Parts) {
  const head = JSON.stringify({
    format: 'daymark',
    version: exportVersion,
    exported_at: new Date(now).toISOString(),
    user: exported(user),
  })
  yield `${head.slice(0, -1)},"sessions":[\n`
  let isFirst = true
  for await (const page of sessions) {
    if (page.length > 0) yield `${isFirst ? '' : ',\n'}${elements(page)}`
    isFirst = false
  }
  yield '\n]'
  for (const [name, rows] of await lists()) yield list(name, elements(rows))
  yield '}\n'
}
