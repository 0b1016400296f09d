import { hashed } from '../../lib/secrets'
import { sql } from '../../lib/sql'
import { ColumnChoice } from '../csv/columns'

/** Headers of which a person’s choice is kept: those used last. */
const keptHeaders = 50

const headerKey = (header: string[]) => hashed(JSON.stringify(header.map((name) => name.trim().toLowerCase())))

/** The columns that the person chose last for files with that header. */
export const rememberedColumns = async (db: D1Database, userId: string, header: string[]) => {
  const row = await sql(db)`
    SELECT choice FROM import_columns
    WHERE user_id = ${userId} AND header = ${await headerKey(header)}`.first<{ choice: string }>()
  return row ? (ColumnChoice.safeParse(JSON.parse(row.choice)).data ?? null) : null
}

/** @param now epoch ms */
export const rememberColumns = async (
  db: D1Database,
  userId: string,
  { header, columns }: { header: string[]; columns: ColumnChoice | null },
  now: number,
) => {
  if (columns === null) return []
  return [
    sql(db)`
      INSERT INTO import_columns (user_id, header, choice, updated_at)
      VALUES (${userId}, ${await headerKey(header)}, ${JSON.stringify(columns)}, ${now})
      ON CONFLICT (user_id, header) DO UPDATE SET choice = excluded.choice, updated_at = excluded.updated_at`,
    sql(db)`
      DELETE FROM import_columns
      WHERE user_id = ${userId} AND header NOT IN (
        SELECT header FROM import_columns WHERE user_id = ${userId} ORDER BY updated_at DESC, header LIMIT ${keptHeaders})`,
  ]
}
