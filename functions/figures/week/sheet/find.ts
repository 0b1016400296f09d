import type { NamedSubject } from '../../../ledger/schema'
import { isOpenTask } from '../../../ledger/tasks'
import { allRows, sql } from '../../../lib/db/sql'
import { andInOrg } from '../../../lib/kinds'
import { allOrgs, type Org } from '../../../lib/org'
import { matchRank } from '../../../line/names'
import { joinNames, type NameColumns, nameColumns, toSubjectNames } from '../../../time/sessions/named'
import { rowKey, type SheetRowKey } from '../schema'

/** The row for time without a project, goal or task. */
export const unfiledRow: SheetRowKey = { project_id: null, goal_id: null, task_id: null }

export const projectCount = async (db: D1Database, userId: string) => {
  const row = await sql(db)`
    SELECT count(*) AS count FROM projects WHERE user_id = ${userId} AND deleted_at IS NULL`.first<{ count: number }>()
  return row?.count ?? 0
}

/** Maximum number of sessions and open tasks searched, of rows read in all, and of rows offered. */
const limits = { sessions: 300, tasks: 300, read: 1_500, offered: 6 }

type Found = { row: SheetRowKey; key: string } & Partial<Record<'project' | 'goal' | 'task', NamedSubject>>

/** Rows of the latest sessions, active projects, open goals and open tasks, latest used first. */
const rowsOf = (db: D1Database, userId: string, org: Org) =>
  allRows<SheetRowKey & NameColumns>(sql(db)`
    SELECT s.project_id, s.goal_id, s.task_id, ${nameColumns}
    FROM (
      SELECT project_id, goal_id, task_id, NULL AS plan_id, NULL AS chunk_id, max(used_at) AS used_at
      FROM (
        SELECT * FROM (
          SELECT project_id, goal_id, NULL AS task_id, ended_at AS used_at FROM sessions
          WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL ${andInOrg(userId, org, 'session')}
          ORDER BY ended_at DESC LIMIT ${limits.sessions})
        UNION ALL
        SELECT id, NULL, NULL, 0 FROM projects
        WHERE user_id = ${userId} AND status = 'active' AND deleted_at IS NULL ${andInOrg(userId, org, 'project')}
        UNION ALL
        SELECT NULL, id, NULL, 0 FROM goals
        WHERE user_id = ${userId} AND status IN ('not_started', 'in_progress') AND deleted_at IS NULL
          ${andInOrg(userId, org, 'goal')}
        UNION ALL
        SELECT * FROM (
          SELECT project_id, goal_id, id, 0 FROM tasks WHERE user_id = ${userId} AND ${isOpenTask} ${andInOrg(userId, org, 'task')}
          ORDER BY date DESC, position LIMIT ${limits.tasks}))
      GROUP BY 1, 2, 3) AS s
    ${joinNames(userId)}
    ORDER BY used_at DESC LIMIT ${limits.read}`)

const labelsOf = ({ project, goal, task }: Found) =>
  project || goal || task
    ? [project?.label, goal?.label, task?.label, project?.client].flatMap((label) => label || [])
    : ['No project']

/** Rank (`matchRank`) of a row: that of its best matching name, or of all names joined. Null without a match. */
const rankOf = (typed: string, found: Found) => {
  if (typed === '') return 0
  const labels = labelsOf(found)
  const ranks = [...labels, labels.join(' ')].flatMap((label) => matchRank(typed, label) ?? [])
  return ranks.length > 0 ? Math.min(...ranks) : null
}

/** Maximum number of projects, and of goals, that are combined. */
const joined = 20

/** Combinations of projects and goals named by the typed words, including those without time. */
const pairsOf = (all: Found[], typed: string): Found[] => {
  const isNamed = (one: Found) => typed.split(/\s+/).some((word) => rankOf(word, one) !== null)
  const [projects, goals] = [
    all.filter(({ row }) => row.project_id && !row.goal_id && !row.task_id),
    all.filter(({ row }) => row.goal_id && !row.project_id && !row.task_id),
  ].map((some) => some.filter(isNamed).slice(0, joined))
  return (projects ?? []).flatMap((one) =>
    (goals ?? []).map(({ row: { goal_id }, goal }) => {
      const row = { ...one.row, goal_id }
      return { ...one, goal, row, key: rowKey(row) }
    }),
  )
}

/**
 * Rows of a context whose names have words that begin with the typed ones. Without a text, the latest used rows. Rows
 * already in the sheet come last, or are left out without a text.
 */
export const findRows = async (db: D1Database, userId: string, org: Org, typed: string, shown: string[] = []) => {
  const rows = await rowsOf(db, userId, org)
  const names = toSubjectNames(rows)
  const all = [...rows, ...(org === allOrgs ? [unfiledRow] : [])].flatMap(
    ({ project_id, goal_id, task_id }): Found[] => {
      const row = { project_id, goal_id, task_id }
      const [project, goal, task] = [`project:${project_id}`, `goal:${goal_id}`, `task:${task_id}`].map((subject) =>
        names.get(subject),
      )
      const isGone = project?.deleted || goal?.deleted
      return isGone ? [] : [{ row, key: rowKey(row), project, goal, task }]
    },
  )
  const used = new Set(all.flatMap(({ row }) => (row.project_id && !row.task_id ? (row.goal_id ?? []) : [])))
  const own = all.filter(({ row }) => row.project_id || row.task_id || !used.has(row.goal_id ?? ''))
  const found = [...own, ...(typed.includes(' ') ? pairsOf(all, typed) : [])].flatMap((one) => {
    const rank = typed === '' && shown.includes(one.key) ? null : rankOf(typed, one)
    return rank === null ? [] : { ...one, rank }
  })
  const isShown = ({ key }: Found) => Number(shown.includes(key))
  const sorted = found.toSorted((a, b) => isShown(a) - isShown(b) || a.rank - b.rank)
  return [...new Map(sorted.map((one) => [one.key, one])).values()].slice(0, limits.offered)
}
export type FoundRow = Awaited<ReturnType<typeof findRows>>[number]
