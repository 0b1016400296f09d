import { plural } from '../../lib/format'
import { addJob } from '../../lib/jobs/queries'
import type { JobKind, NewJob } from '../../lib/jobs/schema'
import { chunkCharacters, chunksOf, sql } from '../../lib/sql'
import { type NewProject, projectKey } from '../../projects/queries'
import type { SplitSession } from '../queries'
import type { ImportPlan, NewUse } from './plan'
import type { PreviewedImport } from './preview'
import { addImportRow, addRows, importUndoPath, sumsOfPlan, sumText } from './queries'
import { currentProjects, presentIn } from './resolve'
import type { NewTask } from './tasks'

/** Rows of one step with the new projects that they use, which an earlier step may have added. */
type ImportPart = { projects: NewProject[]; tasks: NewTask[]; sessions: SplitSession[]; uses: NewUse[] }

const noRows: ImportPart = { projects: [], tasks: [], sessions: [], uses: [] }

type ImportWork = { import_id: string }

/** The JSON of the steps of an import. Tasks come before sessions, which may name them. */
export const partsOf = ({ projects, tasks, sessions, uses }: ImportPlan) => {
  const added = new Map(projects.map((project) => [project.id, project]))
  const withProjects = (name: string, rows: { project_id: string | null }[]) =>
    chunksOf(rows).map(({ items, json }) => {
      const used = [...new Set(items.map(({ project_id }) => project_id))].flatMap((id) => added.get(id ?? '') ?? [])
      return `{"${name}":${json},"projects":${JSON.stringify(used)}}`
    })
  return [
    ...withProjects('tasks', tasks),
    ...withProjects('sessions', sessions),
    ...chunksOf(uses).map(({ json }) => `{"uses":${json}}`),
  ]
}

/** True where the steps of an import are no more than one batch may do. */
export const isShort = (parts: string[]) => parts.reduce((sum, { length }) => sum + length, 0) <= 2 * chunkCharacters

const sizeOfPart = ({ tasks, sessions, uses }: Pick<ImportPart, 'tasks' | 'sessions' | 'uses'>) =>
  tasks.length + sessions.length + uses.length

/** `session` where there is nothing else. */
export const recordOf = (sessions: number, total: number) => (sessions === total ? 'session' : 'record')

export const jobOf = ({ upload, plan }: PreviewedImport): NewJob => ({
  id: upload.id,
  title: `Import of ${plural(sizeOfPart(plan), recordOf(plan.sessions.length, sizeOfPart(plan)))}`,
  records: `${recordOf(plan.sessions.length, sizeOfPart(plan))}s imported`,
  message: `Imported ${sumText(sumsOfPlan(plan))}`,
  page: '/sessions/import',
  undo: importUndoPath(upload.id),
  total: sizeOfPart(plan),
})

/** Begins an import in steps. The import counts what is in already. Guard: as `addImportRow`. @param now epoch ms */
export const startImport = (db: D1Database, userId: string, preview: PreviewedImport, parts: string[], now: number) => {
  const { upload, format, time_zone, plan, rejected_count, seq } = preview
  const counts = {
    ...{ imported: 0, duplicates: plan.duplicates, rejected: rejected_count, total_seconds: 0 },
    ...{ tasks: 0, app_days: 0, app_seconds: 0 },
  }
  const work: ImportWork = { import_id: upload.id }
  return [
    ...addImportRow(db, userId, { ...upload, format, time_zone, ...counts }, seq, now),
    ...addJob(db, userId, importJob, jobOf(preview), { work, parts }, now),
  ]
}

/**
 * Adds the sessions of a part. Projects may have been renamed, merged or made by hand since: sessions follow a merge,
 * and a new project that is there by name is not made twice.
 */
const planPart: JobKind['plan'] = async (db, userId, { work, part, parts }, now) => {
  const { import_id }: ImportWork = JSON.parse(work)
  const { projects, tasks, sessions, uses }: ImportPart = part === null ? noRows : { ...noRows, ...JSON.parse(part) }
  const ids = (all: { id: string }[]) => all.map(({ id }) => id)
  const sessionKeys = sessions.map(({ import_key }) => import_key)
  const taskKeys = tasks.map(({ key }) => key)
  const [linked, knownIds, knownKeys, knownTasks, knownUses] = await Promise.all([
    currentProjects(db, userId, [...sessions, ...tasks], projects),
    presentIn(db, userId, ['sessions', 'id'], ids(sessions)),
    presentIn(db, userId, ['sessions', 'import_key'], sessionKeys),
    presentIn(db, userId, ['tasks', 'import_key'], taskKeys),
    presentIn(db, userId, ['app_usage', 'id'], ids(uses)),
  ])
  const missing = projects.filter((project) => !linked.byId.has(project.id) && !linked.byKey.has(keyOf(project)))
  const idOf = new Map([
    ...projects.flatMap((project) => {
      const found = linked.byKey.get(keyOf(project))
      return found === undefined ? [] : [[project.id, found] as const]
    }),
    ...linked.byId,
  ])
  const moved = <Row extends { project_id: string | null }>(row: Row): Row => ({
    ...row,
    project_id: row.project_id && (idOf.get(row.project_id) ?? row.project_id),
  })
  const added = {
    projects: missing,
    tasks: tasks.filter(({ key }) => !knownTasks.has(key)).map(moved),
    sessions: sessions.filter(({ id, import_key }) => !knownIds.has(id) && !knownKeys.has(import_key ?? '')).map(moved),
    uses: uses.filter(({ id }) => !knownUses.has(id)),
  }
  const seconds = added.sessions.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  const appSeconds = added.uses.reduce((sum, use) => sum + use.seconds, 0)
  return {
    writes: [
      ...addRows(db, userId, added, now),
      sql(db)`
        UPDATE imports SET imported = imported + ${added.sessions.length}, total_seconds = total_seconds + ${seconds},
          tasks = tasks + ${added.tasks.length}, app_days = app_days + ${added.uses.length},
          app_seconds = app_seconds + ${appSeconds},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        WHERE user_id = ${userId} AND id = ${import_id}`,
    ],
    records: sizeOfPart({ tasks, sessions, uses }),
    skipped: sizeOfPart({ tasks, sessions, uses }) - sizeOfPart(added),
    isLast: parts <= 1,
  }
}

const keyOf = ({ name, client }: NewProject) => projectKey(name, client)

export const importJob: JobKind = { name: 'import', plan: planPart }
