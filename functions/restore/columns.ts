import type { Row } from '../export/read/entry'
import { entryOf, storedColumns, type TableName } from '../export/read/tables'
import { nameKey } from '../lib/text'
import { readPlan } from '../plans/markdown/read'
import { derived } from '../plans/put'

/** Columns that follow from others of the row, and that the document leaves out. */
const computed: { [Table in TableName]?: readonly string[] } = {
  organizations: ['name_key'],
  projects: ['name_key'],
  skills: ['name_key'],
  plans: [
    ...['title', 'status', 'tags', 'total_hours', 'chunk_count', 'completed_count', 'skipped_count', 'planned_minutes'],
    ...['next_chunk', 'next_title', 'outline', 'chunks'],
  ],
  sessions: ['planned_until'],
}

/** Columns that a copy takes along, besides those of the document. */
const copied: { [Table in TableName]?: readonly string[] } = {
  ...computed,
  meetings: ['details_seq', 'preparation_version', 'questions_version', 'outcome_version'],
}

const isData = (column: string) => column !== 'seq'
export const dataColumns = (table: TableName) => storedColumns(table).filter(isData)
export const writtenColumns = (table: TableName) => [...dataColumns(table), ...(computed[table] ?? [])]
export const copiedColumns = (table: TableName) => [...dataColumns(table), ...(copied[table] ?? [])]
export const hasSeq = (table: TableName) => storedColumns(table).includes('seq')

/** The row with the columns that follow from it. @param now epoch ms */
export const completed = (table: TableName, row: Row, now: number): Row => {
  if (entryOf(table).named) return { ...row, name_key: nameKey(String(row.name)) }
  if (table === 'sessions') {
    const isPlanned = row.status === 'completed' && Number(row.ended_at) > now
    return { ...row, planned_until: isPlanned ? (row.ended_at ?? null) : null }
  }
  if (table !== 'plans') return row
  const read = readPlan(String(row.content))
  if ('errors' in read) throw new Error('a plan of a checked document is unreadable')
  const { plan, chunks } = derived(read)
  return { ...row, ...plan, tags: JSON.stringify(plan.tags), chunks: JSON.stringify(chunks) }
}
