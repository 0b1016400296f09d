import type { MergePair } from '../changes/merge-pages'
import { updateRows } from '../lib/resource/rows'
import { newSeq } from '../lib/resource/stored'
import { allRows, constant, part, sql } from '../lib/sql'
import { tagsLimit } from '../lib/tags'
import { nameKey } from '../lib/text'
import { type ProjectRow, techStack } from '../projects/schema'

/** Tables beside sessions whose rows go with a merged project, as `undoableTables` names them. */
const tables = ['plans', 'learnings', 'tasks', 'meetings'] as const

type Linked = Record<(typeof tables)[number], string[]>

const nothingLinked: Linked = { plans: [], learnings: [], tasks: [], meetings: [] }

/** Ids of the plans, learnings, tasks and meetings of projects, deleted ones too. */
export const linkedTo = async (db: D1Database, userId: string, projectIds: string[]): Promise<Linked> => {
  if (projectIds.length === 0) return nothingLinked
  const ids = JSON.stringify(projectIds)
  const selects = tables.map(
    (table) => part`
      SELECT ${table} AS kind, id FROM ${constant(table)}
      WHERE user_id = ${userId} AND project_id IN (SELECT value FROM json_each(${ids}))`,
  )
  const rows = await allRows<{ kind: string; id: string }>(
    sql(db)`${selects.reduce((all, one) => part`${all} UNION ALL ${one}`)}`,
  )
  const idsOf = (table: string) => rows.filter(({ kind }) => kind === table).map(({ id }) => id)
  return { plans: idsOf('plans'), learnings: idsOf('learnings'), tasks: idsOf('tasks'), meetings: idsOf('meetings') }
}

/** Moves the sessions, plans, learnings and tasks of projects to others, deleted ones too, and deletes the projects. */
export const mergeProjects = (db: D1Database, userId: string, pairs: MergePair[], now: number) => [
  ...['sessions', ...tables].map((name) => {
    const table = constant(name)
    return sql(db)`
      UPDATE ${table} SET project_id = value ->> 'into', updated_at = ${now}, seq = ${newSeq(userId)}
      FROM json_each(${JSON.stringify(pairs)})
      WHERE ${table}.user_id = ${userId} AND ${table}.project_id = value ->> 'from'`
  }),
  sql(db)`
    UPDATE projects
    SET deleted_at = ${now}, merged_into = value ->> 'into', updated_at = ${now}, seq = ${newSeq(userId)}
    FROM json_each(${JSON.stringify(pairs)})
    WHERE projects.user_id = ${userId} AND projects.id = value ->> 'from' AND projects.deleted_at IS NULL`,
]

type Details = Pick<ProjectRow, 'organization_id' | 'tech_stack' | 'repository'>

/** Values of a project after another is merged into it, and words for those it takes over. Its own values stay. */
export const inherited = (from: Details, into: Details) => {
  const own = techStack(into)
  const known = new Set(own.map(nameKey))
  const more = techStack(from).filter((one) => !known.has(nameKey(one)))
  const stack = [...own, ...more].slice(0, tagsLimit)
  const values: Details = {
    organization_id: into.organization_id ?? from.organization_id,
    tech_stack: JSON.stringify(stack),
    repository: into.repository ?? from.repository,
  }
  const words = [
    values.organization_id !== into.organization_id && 'organization',
    stack.length > own.length && 'tech stack',
    values.repository !== into.repository && 'repository',
  ].filter((word) => word !== false)
  return { values, words }
}

/** Pairs of a project and the one that it is merged into. */
type Pair = { from: Details; into: Details & { id: string } }

/** SQL of the organization of an heir: its own where the other has a project of its name already. */
const freeOrganization = constant(`iif(EXISTS (
  SELECT 1 FROM projects AS other
  WHERE other.user_id = projects.user_id AND other.name_key = projects.name_key AND other.id <> projects.id
    AND other.organization_id = value ->> 'organization_id' AND other.deleted_at IS NULL),
  projects.organization_id, value ->> 'organization_id')`)

/** Ids of the projects that take something over, and the statement with which they do. @param now epoch ms */
export const inheritDetails = (db: D1Database, userId: string, pairs: Pair[], now: number) => {
  const heirs = pairs.flatMap(({ from, into }) => {
    const { values, words } = inherited(from, into)
    return words.length > 0 ? [{ id: into.id, ...values }] : []
  })
  return {
    ids: heirs.map(({ id }) => id),
    writes: updateRows(
      db,
      'projects',
      userId,
      heirs,
      { organization_id: freeOrganization, updated_at: now, seq: newSeq(userId) },
      constant('AND projects.deleted_at IS NULL'),
    ),
  }
}
