import type { Preferences } from '../../functions/lib/preferences'
import type { Database } from './database'

type Account = {
  server: string
  /** Null after signing out, which keeps the data. */
  token: string | null
  user_id: string
  email: string
  preferences: Preferences
}

export type SignedInAccount = Account & { token: string }

type Stored = Omit<Account, 'preferences'> & { preferences: string }

/** The account that owns the local data; null before the first sign-in. */
export const storedAccount = (db: Database): Account | null => {
  const row = db.get<Stored>('SELECT server, token, user_id, email, preferences FROM account')
  return row ? { ...row, preferences: JSON.parse(row.preferences) } : null
}

export const saveAccount = (db: Database, { server, token, user_id, email, preferences }: Account) => {
  db.run(
    `INSERT INTO account (only_row, server, token, user_id, email, preferences) VALUES (1, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET server = excluded.server, token = excluded.token, user_id = excluded.user_id,
       email = excluded.email, preferences = excluded.preferences`,
    ...[server, token, user_id, email, JSON.stringify(preferences)],
  )
}

export const dropToken = (db: Database) => db.run('UPDATE account SET token = NULL')
