import { env } from 'cloudflare:workers'
import { rows } from './client'

/** Left out: sign-ins, which a request may prolong, and the ids of search documents, which are arbitrary numbers. */
const columnsOf = `
  SELECT tables.name, columns.name AS column_name
  FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
  WHERE tables.type = 'table' AND (tables.name = 'users' OR tables.sql LIKE '%user_id%')
    AND tables.name NOT IN ('web_sessions', 'program_sessions')
    AND NOT (tables.name = 'search_documents' AND columns.pk > 0)
  ORDER BY tables.name, columns.cid`

/** One statement with a column for each table, as a statement for each table takes four times as long. */
const statement = async () => {
  const tables = Map.groupBy(await rows<{ name: string; column_name: string }>(columnsOf), ({ name }) => name)
  const texts = [...tables].map(([name, columns]) => {
    const row = columns.map(({ column_name }) => `json_quote("${column_name}")`).join(" || ',' || ")
    const key = name === 'users' ? 'id' : 'user_id'
    const sorted = `SELECT ${row} AS row FROM "${name}" WHERE ${key} = ?1 ORDER BY row`
    return `(SELECT '${name} ' || group_concat(row, char(10) || '${name} ') FROM (${sorted}))`
  })
  return `SELECT concat_ws(char(10), ${texts.join(', ')}) AS text`
}

let query: Promise<string> | undefined

/** Everything that a person has, a row a line: the text is equal as long as nothing was changed. */
export const dump = async (userId: string) => {
  query ??= statement()
  return (
    (await env.DB.prepare(await query)
      .bind(userId)
      .first<string>('text')) ?? ''
  )
}
