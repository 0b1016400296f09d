import { v7 as uuid } from 'uuid'
import type { App } from '../../lib/env'
import { plural } from '../../lib/format'
import { batchRows, takeBatch } from '../../lib/jobs/batches'
import { addJob, busyWith, endJob, unfinishedJob } from '../../lib/jobs/queries'
import type { JobKind, NewJob } from '../../lib/jobs/schema'
import { early } from '../../lib/load'
import { conflict, retry } from '../../lib/retry'
import { asPlannedAt, commit, headOf } from '../../lib/sql'
import { rowsToDelete } from '../rows-written'
import { rowsOfUse } from './plan'
import { findImport, importUndoPath, rowsOfProject } from './queries'
import {
  countOfImport,
  deletableProjects,
  deletableTasks,
  deleteImport,
  deleteProjectsOfImport,
  deleteSessions,
  deleteTasksOfImport,
  deleteUsesOfImport,
  removeImport,
  sizesOfImport,
  usesOfImport,
} from './removal'
import type { ImportRow } from './schema'
import { importJob, recordOf } from './steps'
import { rowsOfTask } from './tasks'

type UndoWork = { import_id: string }

/** Projects that one step deletes: for each, the database looks through all sessions for one that names it. */
const projectsPerStep = 25

/** Tasks and uses of apps that one step deletes. */
const tasksPerStep = 100
const usesPerStep = 250

/** Sessions go first, then tasks, because a task or a project goes only when nothing uses it. */
const planUndo: JobKind['plan'] = async (db, userId, { work }) => {
  const { import_id }: UndoWork = JSON.parse(work)
  const [all, tasks, uses, projects] = await Promise.all([
    sizesOfImport(db, userId, import_id),
    deletableTasks(db, userId, import_id, tasksPerStep),
    usesOfImport(db, userId, import_id, usesPerStep),
    deletableProjects(db, userId, import_id, projectsPerStep + 1),
  ])
  const sizes = takeBatch(all, rowsToDelete)
  if (sizes.length > 0) {
    const numbers = sizes.map(({ number }) => number)
    return { writes: [deleteSessions(db, userId, numbers)], records: sizes.length, isLast: false }
  }
  if (tasks.length > 0) {
    return { writes: deleteTasksOfImport(db, userId, tasks), records: tasks.length, isLast: false }
  }
  if (uses.length > 0) return { writes: deleteUsesOfImport(db, userId, uses), records: uses.length, isLast: false }
  const isLast = projects.length <= projectsPerStep
  const deleted = projects.slice(0, projectsPerStep)
  return {
    writes: [deleteProjectsOfImport(db, userId, deleted), ...(isLast ? [deleteImport(db, userId, import_id)] : [])],
    records: 0,
    isLast,
  }
}

export const undoImportJob: JobKind = { name: 'undo-import', plan: planUndo }

type UndoOutcome = { removed: true } | { started: NewJob; at: number } | { gone: true }

/** Starts the reads that an undo is planned from, with those of the import itself. */
export const withUndo = early<App>(
  (c) => unfinishedJob(c.env.DB, c.var.user.id),
  (c) => countOfImport(c.env.DB, c.var.user.id, c.req.param('id') ?? ''),
  (c) => sizesOfImport(c.env.DB, c.var.user.id, c.req.param('id') ?? ''),
  (c) => findImport(c.env.DB, c.var.user.id, c.req.param('id') ?? ''),
)

/**
 * Undoes an import, also one that is not finished: its job ends. Begins a job where that is too much for one batch.
 * @param check throws where the row, or null for none, may not be undone
 * @throws ProblemError 409 `busy` while another job is not finished
 */
export const undoImport = (
  db: D1Database,
  userId: string,
  { id }: ImportRow,
  check: (row: ImportRow | null) => unknown = () => {},
): Promise<UndoOutcome> =>
  retry(async () => {
    const now = Date.now()
    const [head, row, running, count, sizes] = await Promise.all([
      headOf(db, userId),
      findImport(db, userId, id),
      unfinishedJob(db, userId),
      countOfImport(db, userId, id),
      sizesOfImport(db, userId, id),
    ])
    if (running && running.undo !== importUndoPath(id)) throw busyWith(running)
    await check(row)
    if (!row) return { gone: true }
    const others = count.projects * rowsOfProject + count.tasks * rowsOfTask + count.uses * rowsOfUse
    const rows = sizes.reduce((sum, size) => sum + rowsToDelete(size), others)
    const total = count.sessions + count.tasks + count.uses
    const record = recordOf(count.sessions, total)
    const isSmall = sizes.length === count.sessions && rows <= batchRows && count.projects <= projectsPerStep
    const job: NewJob = {
      id: uuid(),
      title: `Undo of the import of ${plural(total, record)}`,
      records: `${record}s removed`,
      message: `Import undone, ${plural(total, record)} removed`,
      page: '/sessions/import',
      undo: null,
      total,
    }
    const work: UndoWork = { import_id: id }
    const done = await commit(
      db,
      userId,
      ['stats'],
      [
        asPlannedAt(db, userId, head.seq),
        ...(running ? endJob(db, userId, importJob, running, now) : []),
        ...(isSmall ? removeImport(db, userId, id, count) : addJob(db, userId, undoImportJob, job, { work }, now)),
      ],
    )
    if (!done) return conflict
    return isSmall ? { removed: true } : { started: job, at: now }
  })
