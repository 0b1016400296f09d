import type { MergePair } from '../changes/merge-pages'
import { allRows, constant, sql } from '../lib/sql'
import { tagsLimit } from '../lib/tags'
import { nameKey } from '../lib/text'
import { type ProjectRow, techStack } from '../projects/schema'

/** Tables beside sessions whose rows go with a merged project, as `undoableTables` names them. */
const tables = ['plans', 'learnings', 'tasks', 'meetings'] as const

type Linked = Record<(typeof tables)[number], string[]>

export const nothingLinked: Linked = { plans: [], learnings: [], tasks: [], meetings: [] }

/** Ids of the plans, learnings, tasks and meetings of projects, deleted ones too. */
export const linkedTo = async (db: D1Database, userId: string, projectIds: string[]): Promise<Linked> => {
  if (projectIds.length === 0) return nothingLinked
  const ids = JSON.stringify(projectIds)
  const rows = await allRows<{ kind: string; id: string }>(sql(db)`
    SELECT 'plans' AS kind, id FROM plans
    WHERE user_id = ${userId} AND project_id IN (SELECT value FROM json_each(${ids}))
    UNION ALL
    SELECT 'learnings', id FROM learnings
    WHERE user_id = ${userId} AND project_id IN (SELECT value FROM json_each(${ids}))
    UNION ALL
    SELECT 'tasks', id FROM tasks
    WHERE user_id = ${userId} AND project_id IN (SELECT value FROM json_each(${ids}))
    UNION ALL
    SELECT 'meetings', id FROM meetings
    WHERE user_id = ${userId} AND project_id IN (SELECT value FROM json_each(${ids}))`)
  const idsOf = (table: string) => rows.filter(({ kind }) => kind === table).map(({ id }) => id)
  return { plans: idsOf('plans'), learnings: idsOf('learnings'), tasks: idsOf('tasks'), meetings: idsOf('meetings') }
}

/** Moves the plans, learnings, tasks and meetings of projects to others, deleted ones too. @param now epoch ms */
const moveLinked = (db: D1Database, userId: string, pairs: MergePair[], now: number) =>
  tables.map((name) => {
    const table = constant(name)
    return sql(db)`
      UPDATE ${table}
      SET project_id = value ->> 'into', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${JSON.stringify(pairs)})
      WHERE ${table}.user_id = ${userId} AND ${table}.project_id = value ->> 'from'`
  })

const deleteMerged = (db: D1Database, userId: string, pairs: MergePair[], now: number) => sql(db)`
  UPDATE projects
  SET deleted_at = ${now}, merged_into = value ->> 'into', updated_at = ${now},
      seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  FROM json_each(${JSON.stringify(pairs)})
  WHERE projects.user_id = ${userId} AND projects.id = value ->> 'from' AND projects.deleted_at IS NULL`

const moveSessions = (db: D1Database, userId: string, pairs: MergePair[], now: number) => sql(db)`
  UPDATE sessions
  SET project_id = value ->> 'into', updated_at = ${now},
      seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  FROM json_each(${JSON.stringify(pairs)})
  WHERE sessions.user_id = ${userId} AND sessions.project_id = value ->> 'from'`

/** Moves the sessions, plans, learnings and tasks of projects to others, deleted ones too, and deletes the projects. */
export const mergeProjects = (db: D1Database, userId: string, pairs: MergePair[], now: number) => [
  moveSessions(db, userId, pairs, now),
  ...moveLinked(db, userId, pairs, now),
  deleteMerged(db, userId, pairs, now),
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

/** Ids of the projects that take something over, and the statement with which they do. @param now epoch ms */
export const inheritDetails = (db: D1Database, userId: string, pairs: Pair[], now: number) => {
  const heirs = pairs.flatMap(({ from, into }) => {
    const { values, words } = inherited(from, into)
    return words.length > 0 ? [{ id: into.id, ...values }] : []
  })
  return {
    ids: heirs.map(({ id }) => id),
    writes:
      heirs.length === 0
        ? []
        : [
            sql(db)`
              UPDATE projects
              SET organization_id = value ->> 'organization_id', tech_stack = value ->> 'tech_stack',
                  repository = value ->> 'repository', updated_at = ${now},
                  seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
              FROM json_each(${JSON.stringify(heirs)})
              WHERE projects.user_id = ${userId} AND projects.id = value ->> 'id' AND projects.deleted_at IS NULL`,
          ],
  }
}
