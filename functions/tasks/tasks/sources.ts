import { kindEntry } from '../../lib/kinds'
import { constant, sql } from '../../lib/sql'
import { firstCharacters } from '../../lib/text'
import { type Source, type SourceType, sourceType } from './schema'

export const sourceNames: Record<SourceType, string> = { meeting: 'Meeting', feedback: 'Feedback' }

/** Characters of a source's title that are read, and that a list shows. */
const titleStart = 80
const titleLength = 60

/** SQL of the beginning of the title of what a task comes from; null without one and while it is deleted. */
export const sourceTitle = constant(
  `CASE tasks.source_type ${sourceType.options
    .map((kind) => {
      const { table, search } = kindEntry(kind)
      return `WHEN '${kind}' THEN (
        SELECT substr(${search.title}, 1, ${titleStart}) FROM ${table}
        WHERE ${table}.user_id = tasks.user_id AND ${table}.id = tasks.source_id AND ${table}.deleted_at IS NULL)`
    })
    .join(' ')} END`,
)

/** The title of a source in a list. */
export const shortTitle = (title: string) => {
  const start = firstCharacters(title, titleLength)
  return start.length < title.length ? `${start.trimEnd()}…` : title
}

export const sourcePath = ({ type, id }: Source) => kindEntry(type).path(id, null)

/** True for a source that is the user's and not deleted. */
export const sourceExists = async (db: D1Database, userId: string, { type, id }: Source) =>
  (await sql(db)`
    SELECT 1 FROM ${constant(kindEntry(type).table)}
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first()) !== null
