import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { addProjects, commitProject, projectFromLine, projects } from '../filing/projects/queries'
import { allTags } from '../filing/tags/queries'
import { useCount } from '../filing/tags/schema'
import type { ChunkRow, PlanRow } from '../learning/plans/schema'
import { openGoals } from '../ledger/goal-tree'
import { allRows, commit, constant, newSeq, part, sql } from '../lib/db/sql'
import type { App } from '../lib/env'
import { wantsFragment } from '../lib/http/respond'
import { andInOrg, kindEntries } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { nameKey } from '../lib/text/text'
import type { LineNames } from './names'
import type { Mark } from './tokenize'

/** A plan that is not archived, with its chunks in order. */
export type PlanOfLine = Pick<PlanRow, 'id' | 'title' | 'status' | 'next_chunk'> & {
  chunks: Pick<ChunkRow, 'id' | 'title' | 'status'>[]
}

/** The most recently changed plans. */
const openPlans = async (db: D1Database, userId: string, org: Org): Promise<PlanOfLine[]> => {
  const rows = await allRows<Omit<PlanOfLine, 'chunks'> & { chunks: string }>(sql(db)`
    SELECT id, title, status, next_chunk, (
      SELECT json_group_array(json_object('id', id, 'title', title, 'status', status) ORDER BY position)
      FROM plan_chunks
      WHERE plan_chunks.user_id = plans.user_id AND plan_chunks.plan_id = plans.id) AS chunks
    FROM plans
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status <> 'archived' ${andInOrg(userId, org, 'plan')}
    ORDER BY updated_at DESC
    LIMIT 200`)
  return rows.map((row) => ({ ...row, chunks: JSON.parse(row.chunks) }))
}

/** Tags of rows of any kind. */
export const tagsInUse = async (db: D1Database, userId: string) =>
  (await allTags(db, userId)).filter((row) => useCount(row) > 0)

/** Open tasks that a line may name, latest date first; tasks without a date last. */
const openTasks = (db: D1Database, userId: string, org: Org) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title
    FROM tasks
    WHERE user_id = ${userId} AND status IN ('todo', 'in_progress') AND deleted_at IS NULL
      AND (owner IS NULL OR date IS NOT NULL) ${andInOrg(userId, org, 'task')}
    ORDER BY date DESC, position
    LIMIT 300`)

/** Reads the rows of a context that marks may name. @param marks marks allowed in the line */
export const readLineNames = async (
  db: D1Database,
  userId: string,
  org: Org,
  text: string,
  marks: readonly Mark[],
): Promise<LineNames & { plans: PlanOfLine[] }> => {
  const has = (mark: Mark) => marks.includes(mark) && text.includes(mark)
  const [own, goals, plans, tasks] = await Promise.all([
    has('@') ? projects(db, userId, org) : [],
    has('!') ? openGoals(db, userId, org) : [],
    has('%') ? openPlans(db, userId, org) : [],
    has('^') ? openTasks(db, userId, org) : [],
  ])
  return { projects: own, goals, plans, tasks }
}

/** Reads all rows that marks may name, and those in the context. */
export const readNames = async (
  db: D1Database,
  userId: string,
  org: Org,
  text: string,
  marks: readonly Mark[],
): Promise<LineNames> => {
  const [all, tags, first] = await Promise.all([
    readLineNames(db, userId, allOrgs, text, marks),
    marks.includes('#') && text.includes('#') ? tagsInUse(db, userId) : [],
    org === allOrgs ? undefined : readLineNames(db, userId, org, text, marks),
  ])
  return { ...all, tags: tags.map(({ tag }) => tag), first }
}

/**
 * True if a page may have sent the line before its preview was shown. It then creates the project that the preview
 * would offer. False for queued lines, which nobody is looking at.
 */
export const isBeforePreview = (c: Context) => wantsFragment(c) && c.req.header('X-Late') === undefined

/** Time in ms during which the Undo of a line also deletes its project. */
const undoneFor = 3_600_000

/** Path of an Undo that also deletes the project created by the row's line. */
export const undoPathWithProject = (path: string, created: string | undefined) =>
  created === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ created })}`

/** Condition for a project that any row refers to, except deleted rows. */
const isUsedProject = (userId: string) => {
  const uses = kindEntries.flatMap(([, { table, org }]) =>
    org.project
      ? part`EXISTS (
          SELECT 1 FROM ${constant(table)}
          WHERE ${constant(`${table}.user_id`)} = ${userId} AND ${constant(`${table}.deleted_at`)} IS NULL
            AND ${constant(org.project)} = projects.id)`
      : [],
  )
  return part`(${uses.reduce((some, one) => part`${some} OR ${one}`)})`
}

/** After the Undo of a line, deletes the project that the line created, unless it was changed or is used. */
export const undoLineProject = createMiddleware<App>(async (c, next) => {
  await next()
  const { created } = c.req.query()
  if (!created || c.res.status >= 400) return
  const { DB } = c.env
  const { id } = c.var.user
  const now = Date.now()
  await commit(
    DB,
    id,
    [],
    [
      sql(DB)`
      UPDATE projects SET deleted_at = ${now}, updated_at = ${now}, seq = ${newSeq(id)}
      WHERE user_id = ${id} AND name_key = ${nameKey(created)} AND deleted_at IS NULL AND updated_at = created_at
        AND created_at > ${now - undoneFor} AND NOT ${isUsedProject(id)}`,
    ],
  )
})

/** Adds the project named in a line; null if the name has been taken. */
export const createProject = async (c: Context<App>, name: string, projectCount: number) => {
  const project = projectFromLine(name, c.var.org, projectCount)
  const writes = addProjects(c.env.DB, c.var.user.id, [project], Date.now())
  return (await commitProject(c.env.DB, c.var.user.id, [], writes)) === 'done' ? project.id : null
}
