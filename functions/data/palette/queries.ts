import { union } from '../../lib/db/conditions'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/db/sql'
import { andInOrg, type Kind, kindEntry } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { matchExpression, plainWords } from '../../lib/search/match'
import { recencySql } from '../search/queries'

/** Kinds in the palette, with a condition for the rows to offer. */
const offered = {
  task: "tasks.status IN ('todo', 'in_progress')",
  goal: "goals.status <> 'cancelled'",
  plan: "plans.status <> 'archived'",
  project: '1',
  person: '1',
  organization: '1',
  view: '1',
  meeting: '1',
  skill: '1',
} satisfies Partial<Record<Kind, string>>

const kinds = Object.keys(offered).filter((kind): kind is keyof typeof offered => kind in offered)

/** Maximum number of rows read of a kind. */
const mostOfKind = 12

/** Maximum number of matches read of a kind, last written first, so that a common word does not read all rows. */
const mostLookedAt = 500

/** A row with its name and detail. */
export type NamedRow = {
  kind: Kind
  id: string
  title: string
  /** `due` is the planned date of a task or the target date of a goal. `of` is the row's project or organization. */
  due: string | null
  of: string | null
  is_over: 0 | 1
  color: string | null
}

const inKind = (userId: string, org: Org, kind: keyof typeof offered, match: string) => {
  const table = constant(kindEntry(kind).table)
  return part`
    SELECT * FROM (
      SELECT documents.kind, documents.id, documents.title
      FROM (
        SELECT rowid FROM search_index WHERE search_index MATCH ${match}
        ORDER BY rowid DESC LIMIT ${constant(String(mostLookedAt))}) AS matches
        JOIN search_documents AS documents ON documents.number = matches.rowid
        JOIN ${table} ON ${table}.user_id = documents.user_id AND ${table}.id = documents.id
      WHERE ${table}.user_id = ${userId} AND ${table}.deleted_at IS NULL
        AND ${constant(offered[kind])} ${andInOrg(userId, org, kind)}
      ORDER BY ${recencySql(kind)} DESC, matches.rowid DESC
      LIMIT ${constant(String(mostOfKind))})`
}

/** SQL that adds details to the rows of `found`, which have a kind, an id and a title. */
const described = (userId: string, found: SqlPart) => part`
  SELECT found.kind, found.id, found.title, coalesce(tasks.date, goals.target_date, meetings.date) AS due,
    coalesce(projects.name, organizations.name) AS of, coalesce(projects.color, own.color) AS color,
    coalesce(tasks.status IN ('done', 'cancelled'), goals.status IN ('completed', 'cancelled'),
      plans.status = 'completed', own.status = 'inactive', 0) AS is_over
  FROM (${found}) AS found
    LEFT JOIN tasks ON found.kind = 'task' AND tasks.user_id = ${userId} AND tasks.id = found.id
    LEFT JOIN goals ON found.kind = 'goal' AND goals.user_id = ${userId} AND goals.id = found.id
    LEFT JOIN plans ON found.kind = 'plan' AND plans.user_id = ${userId} AND plans.id = found.id
    LEFT JOIN meetings ON found.kind = 'meeting' AND meetings.user_id = ${userId} AND meetings.id = found.id
    LEFT JOIN people ON found.kind = 'person' AND people.user_id = ${userId} AND people.id = found.id
    LEFT JOIN projects AS own ON found.kind = 'project' AND own.user_id = ${userId} AND own.id = found.id
    LEFT JOIN projects
      ON projects.user_id = ${userId} AND projects.deleted_at IS NULL
        AND projects.id = coalesce(tasks.project_id, plans.project_id, meetings.project_id)
    LEFT JOIN organizations
      ON organizations.user_id = ${userId} AND organizations.deleted_at IS NULL
        AND organizations.id = coalesce(people.organization_id, own.organization_id)`

const plain = (rows: NamedRow[]) => rows.map((row) => ({ ...row, title: plainWords(row.title) }))

/** The person's rows whose names contain the words of a text, recent ones first within a kind. */
export const findRowsByName = async (db: D1Database, userId: string, org: Org, text: string) => {
  const searches = kinds.flatMap((kind) => {
    const match = matchExpression(text, { userId, kind }, 'title')
    return match === undefined ? [] : [inKind(userId, org, kind, match)]
  })
  if (searches.length === 0) return []
  return plain(await allRows<NamedRow>(sql(db)`${described(userId, union(searches))}`))
}

/** Finds rows by ids, with their present names. Deleted rows are left out. */
export const rowsById = async (db: D1Database, userId: string, rows: { kind: Kind; id: string }[]) => {
  if (rows.length === 0) return []
  const found = part`
    SELECT documents.kind, documents.id, documents.title
    FROM json_each(${JSON.stringify(rows)}) AS wanted
      JOIN search_documents AS documents
        ON documents.user_id = ${userId} AND documents.kind = wanted.value ->> 'kind'
          AND documents.id = wanted.value ->> 'id'
    WHERE documents.title <> ''`
  return plain(await allRows<NamedRow>(sql(db)`${described(userId, found)}`))
}
