import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'

export type TrackerRow = Record<string, SQLOutputValue>
export type TrackerTables = { plans: TrackerRow[]; sessions: TrackerRow[]; cards: TrackerRow[] }

const columns = {
  plans: ['id', 'title', 'created_at', 'updated_at', 'total_hours', 'status', 'tags', 'file_path'],
  sessions: [
    'id',
    'plan_id',
    'chunk_id',
    'start_time',
    'end_time',
    'duration_minutes',
    'notes',
    'artifacts',
    'created_at',
  ],
  cards: [
    ...['id', 'plan_id', 'chunk_id', 'question', 'answer', 'tags', 'created_at', 'ease_factor', 'interval_days'],
    ...['repetitions', 'next_review', 'last_review'],
  ],
} as const

const isTable = (name: string): name is keyof typeof columns => name in columns

const rowsOf = (db: DatabaseSync, table: keyof typeof columns): TrackerRow[] => {
  const known = new Set(
    db
      .prepare('SELECT name FROM pragma_table_info(?)')
      .all(table)
      .map(({ name }) => String(name)),
  )
  const selected = columns[table].filter((column) => known.has(column))
  return selected.length === 0 ? [] : db.prepare(`SELECT ${selected.join(', ')} FROM ${table} ORDER BY rowid`).all()
}

/**
 * Reads the tables of a tracker's sessions.db from a copy, because opening the original may create files next to it.
 * @throws if it is no database
 */
export const readTrackerTables = (path: string): { tables: TrackerTables; missing: string[] } => {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-tracker-'))
  try {
    const copy = join(folder, 'sessions.db')
    for (const ending of ['', '-wal']) if (existsSync(path + ending)) copyFileSync(path + ending, copy + ending)
    const db = new DatabaseSync(copy)
    try {
      const present = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .all()
        .map(({ name }) => String(name))
        .filter(isTable)
      const rows = (table: keyof typeof columns) => (present.includes(table) ? rowsOf(db, table) : [])
      const tables = { plans: rows('plans'), sessions: rows('sessions'), cards: rows('cards') }
      return { tables, missing: Object.keys(columns).filter((name) => isTable(name) && !present.includes(name)) }
    } finally {
      db.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
