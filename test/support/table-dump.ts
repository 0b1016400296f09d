import { env } from 'cloudflare:workers'
import { rows } from './client'

/**
 * Left out: sign-ins, which a request may prolong, the minute in which a token was last used, the ids of search documents,
 * which are arbitrary numbers, and the count of rows that were written.
 */
const columnsOf = `
  SELECT tables.name, columns.name AS column_name
  FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
  WHERE tables.type = 'table' AND (tables.name = 'users' OR tables.sql LIKE '%user_id%')
    AND tables.name NOT IN ('web_sessions', 'program_sessions')
    AND NOT (tables.name = 'search_documents' AND columns.pk > 0)
    AND columns.name NOT IN ('rows_written', 'written_on', 'last_used_at')
  ORDER BY tables.name, columns.cid`

/** A SELECT of the rows of each table as texts, in their order. */
const selects = async () => {
  const tables = Map.groupBy(await rows<{ name: string; column_name: string }>(columnsOf), ({ name }) => name)
  return [...tables].map(([name, columns]) => {
    const row = columns.map(({ column_name }) => `json_quote("${column_name}")`).join(" || ',' || ")
    const key = name === 'users' ? 'id' : 'user_id'
    return `SELECT '${name} ' || ${row} AS row FROM "${name}" WHERE ${key} = ?1 ORDER BY row`
  })
}

/** One statement, as a statement for each table takes four times as long. */
const dumpAtOnce = (queries: string[], userId: string) => {
  const texts = queries.map((query) => `(SELECT group_concat(row, char(10)) FROM (${query}))`)
  return env.DB.prepare(`SELECT concat_ws(char(10), ${texts.join(', ')}) AS text`)
    .bind(userId)
    .first<string>('text')
}

let queries: Promise<string[]> | undefined

/** Everything that a person has, a row a line: the text is equal as long as nothing was changed. */
export const dump = async (userId: string) => {
  queries ??= selects()
  const each = await queries
  try {
    return (await dumpAtOnce(each, userId)) ?? ''
  } catch (error) {
    // Thousands of sessions are more than one value can hold.
    if (!(error instanceof Error && error.message.includes('too big'))) throw error
    const tables = await Promise.all(each.map((query) => rows<{ row: string }>(query, userId)))
    return tables.flatMap((table) => table.map(({ row }) => row)).join('\n')
  }
}
