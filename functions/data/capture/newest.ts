import { union } from '../../lib/db/conditions'
import { allRows, constant, part, sql } from '../../lib/db/sql'
import { andInOrg, type Kind, kindEntry } from '../../lib/kinds'
import type { Org } from '../../lib/org'

const newestLimit = 6

type Shown = Record<'date' | 'project_name' | 'color', string | null>

export type NewestRow = Shown & { kind: Kind; id: string; title: string }

/** Column with the date of a row, if it is not `date`. */
const days: Partial<Record<Kind, string>> = { goal: 'target_date' }

/** The most recently added rows of these kinds. */
export const newestRows = async (db: D1Database, userId: string, org: Org, kinds: Kind[]) => {
  const found = kinds.map((kind) => {
    const { table, search, org: of } = kindEntry(kind)
    return part`
      SELECT * FROM (
        SELECT ${constant(`'${kind}'`)} AS kind, id, ${constant(search.title)} AS title,
          ${constant(days[kind] ?? 'date')} AS date, ${constant(of.project ?? 'NULL')} AS project_id FROM ${constant(table)}
        WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, kind)}
        ORDER BY id DESC LIMIT ${constant(String(newestLimit))})`
  })
  return allRows<NewestRow>(sql(db)`
    SELECT found.kind, found.id, found.title, found.date, projects.name AS project_name, projects.color FROM (${union(found)}) AS found
      LEFT JOIN projects
        ON projects.user_id = ${userId} AND projects.id = found.project_id AND projects.deleted_at IS NULL
    ORDER BY found.id DESC LIMIT ${constant(String(newestLimit))}`)
}
