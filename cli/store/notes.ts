import type { Database } from './database'

/** A project that a line may name, as last read from the server. */
type KnownProject = { id: string; name: string; client: string; status: 'active' | 'inactive' }
type KnownGoal = { id: string; title: string }

/** Values stored by key next to the rows. Instants are epoch ms. */
export type StoredValues = {
  projects: KnownProject[]
  goals: KnownGoal[]
  /** When projects, goals and preferences were last read. */
  names_at: number
  /** The latest session that was started here with a planned end. */
  focus: { id: string; ends_at: number }
  /** Path of the tracker's home that was imported last. */
  tracker: string
  /** No quick sync is tried before this time, because the server was unreachable. */
  quiet_until: number
  /** Instant until when each ActivityWatch bucket's windows were sent. */
  activitywatch: Record<string, number>
  /** By scope of a limit, the end of the latest period in which it was told that it is used up. */
  limits: Record<string, string>
}

export const readStoredNote = <Key extends keyof StoredValues>(db: Database, key: Key): StoredValues[Key] | null => {
  const row = db.get<{ value: string }>('SELECT value FROM notes WHERE key = ?', key)
  return row ? JSON.parse(row.value) : null
}

export const saveNote = <Key extends keyof StoredValues>(db: Database, key: Key, value: StoredValues[Key]) => {
  db.run(
    'INSERT INTO notes (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    key,
    JSON.stringify(value),
  )
}
