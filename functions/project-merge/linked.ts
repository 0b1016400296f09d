import { allRows, constant, sql } from '../lib/sql'
import type { MergePair } from './schema'

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
export const moveLinked = (db: D1Database, userId: string, pairs: MergePair[], now: number) =>
  tables.map((name) => {
    const table = constant(name)
    return sql(db)`
      UPDATE ${table}
      SET project_id = value ->> 'into', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${JSON.stringify(pairs)})
      WHERE ${table}.user_id = ${userId} AND ${table}.project_id = value ->> 'from'`
  })
