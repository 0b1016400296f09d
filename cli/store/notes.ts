import type { Database } from './database'

/** Names that a line may mean, as the server told them last. */
type KnownProject = { id: string; name: string; client: string; status: 'active' | 'inactive' }
type KnownGoal = { id: string; title: string }

/** Values that are kept by name beside the rows. Instants are epoch ms. */
export type Notes = {
  projects: KnownProject[]
  goals: KnownGoal[]
  /** When projects, goals and preferences were read last. */
  names_at: number
  /** The session with a planned end that was started here last. */
  focus: { id: string; ends_at: number }
  /** The tracker's home that was imported last. */
  tracker: string
  /** No quick sync is tried before, as the server was not reached. */
  quiet_until: number
  /** Up to when the windows of each bucket of ActivityWatch were sent. */
  activitywatch: Record<string, number>
}

export const noteIn = <Key extends keyof Notes>(db: Database, key: Key): Notes[Key] | null => {
  const row = db.get<{ value: string }>('SELECT value FROM notes WHERE key = ?', key)
  return row ? JSON.parse(row.value) : null
}

export const saveNote = <Key extends keyof Notes>(db: Database, key: Key, value: Notes[Key]) => {
  db.run(
    'INSERT INTO notes (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    key,
    JSON.stringify(value),
  )
}
