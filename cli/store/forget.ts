import type { Database } from './database'

const tables = ['rows', 'pending', 'reviews', 'rejected', 'imported', 'notes', 'account', 'device'] as const

/** Removes all data from this device, including its device id. */
export const forget = (db: Database) =>
  db.transaction(() => {
    for (const table of tables) db.run(`DELETE FROM ${table}`)
  })
