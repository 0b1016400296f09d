import { v7 as uuid } from 'uuid'
import { type App, declares } from '../../lib/env'
import { plural } from '../../lib/format'
import { addJob, busyWith, endJob, unfinishedJob } from '../../lib/jobs/queries'
import type { JobKind, NewJob } from '../../lib/jobs/schema'
import { conflict, retry } from '../../lib/retry'
import { asPlannedAt, chunkRows, commit, headOf } from '../../lib/sql'
import { findImport, importUndoPath } from './queries'
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
  sessionsOfImport,
  usesOfImport,
} from './removal'
import type { ImportRow } from './schema'
import { importJob, recordOf } from './steps'

type UndoWork = { import_id: string }

/** Projects that one step deletes: for each, the database looks through all sessions for one that names it. */
const projectsPerStep = 25

/** Tasks that one step deletes. */
const tasksPerStep = 100

/** Sessions go first, then tasks, because a task or a project goes only when nothing uses it. */
const planUndo: JobKind['plan'] = async (db, userId, { work }) => {
  const { import_id }: UndoWork = JSON.parse(work)
  const [sessions, tasks, uses, projects] = await Promise.all([
    sessionsOfImport(db, userId, import_id, chunkRows()),
    deletableTasks(db, userId, import_id, tasksPerStep),
    usesOfImport(db, userId, import_id, chunkRows()),
    deletableProjects(db, userId, import_id, projectsPerStep + 1),
  ])
  if (sessions.length > 0) {
    return { writes: deleteSessions(db, userId, sessions), records: sessions.length, isLast: false }
  }
  if (tasks.length > 0) {
    return { writes: deleteTasksOfImport(db, userId, tasks), records: tasks.length, isLast: false }
  }
  if (uses.length > 0) return { writes: deleteUsesOfImport(db, userId, uses), records: uses.length, isLast: false }
  const isLast = projects.length <= projectsPerStep
  const deleted = projects.slice(0, projectsPerStep)
  return {
    writes: [...deleteProjectsOfImport(db, userId, deleted), ...(isLast ? [deleteImport(db, userId, import_id)] : [])],
    records: 0,
    isLast,
  }
}

export const undoImportJob: JobKind = { name: 'undo-import', plan: planUndo }

type UndoOutcome = { removed: true } | { started: NewJob; at: number } | { gone: true }

/** Starts the reads that an undo is planned from, with those of the import itself. */
export const withUndo = declares<App>(
  (c) => unfinishedJob(c.env.DB, c.var.user.id),
  (c, userId, id) => countOfImport(c.env.DB, userId, id),
  (c, userId, id) => findImport(c.env.DB, userId, id),
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
    const [head, row, running, count] = await Promise.all([
      headOf(db, userId),
      findImport(db, userId, id),
      unfinishedJob(db, userId),
      countOfImport(db, userId, id),
    ])
    if (running && running.undo !== importUndoPath(id)) throw busyWith(running)
    await check(row)
    if (!row) return { gone: true }
    const total = count.sessions + count.tasks + count.uses
    const record = recordOf(count.sessions, total)
    const isShort = total <= 2 * chunkRows() && count.projects <= projectsPerStep
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
        ...(isShort ? removeImport(db, userId, id, count) : addJob(db, userId, undoImportJob, job, { work }, now)),
      ],
    )
    if (!done) return conflict
    return isShort ? { removed: true } : { started: job, at: now }
  })
