import { batchesOf } from '../../lib/jobs/batches'
import { addJob } from '../../lib/jobs/queries'
import type { JobKind, NewJob } from '../../lib/jobs/schema'
import { eachWithPauses } from '../../lib/pauses'
import { sql } from '../../lib/sql'
import { addProjects, type NewProject, projectKey } from '../../projects/queries'
import { addSessions } from '../queries'
import { rowsToAdd, sizeOf } from '../rows-written'
import type { NewSession } from '../schema'
import type { ImportPlan } from './plan'
import type { PreviewedImport } from './preview'
import { addImportRow, importUndoPath, rowsOfProject, sumText } from './queries'
import { currentProjects, knownSessions } from './resolve'

/** Sessions of one step with the new projects that they use, which an earlier step may have added. */
type ImportPart = { projects: NewProject[]; sessions: NewSession[] }

type ImportWork = { import_id: string }

const rowsOfSession = (session: NewSession) => rowsToAdd(sizeOf(session))

export const estimateImport = async ({ sessions, projects }: ImportPlan) => {
  let rows = projects.length * rowsOfProject
  await eachWithPauses(sessions, (session) => {
    rows += rowsOfSession(session)
  })
  return rows
}

const partsOf = ({ projects, sessions }: ImportPlan): ImportPart[] => {
  const added = new Map(projects.map((project) => [project.id, project]))
  const seen = new Set<string>()
  const rowsWithProject = (session: NewSession) => {
    const id = session.project_id ?? ''
    const isFirst = added.has(id) && !seen.has(id)
    seen.add(id)
    return rowsOfSession(session) + (isFirst ? rowsOfProject : 0)
  }
  return batchesOf(sessions, rowsWithProject).map((batch) => ({
    sessions: batch,
    projects: [...new Set(batch.map(({ project_id }) => project_id))].flatMap((id) => added.get(id ?? '') ?? []),
  }))
}

export const jobOf = ({ upload, plan }: PreviewedImport): NewJob => ({
  id: upload.id,
  title: `Import of ${upload.file_name}`,
  records: 'sessions imported',
  message: `Imported ${sumText(plan.sessions.length, plan.total_seconds)}`,
  page: '/sessions/import',
  undo: importUndoPath(upload.id),
  total: plan.sessions.length,
})

/** Begins an import in steps. The import counts what is in already. Guard: as `addImportRow`. @param now epoch ms */
export const startImport = (db: D1Database, userId: string, preview: PreviewedImport, now: number) => {
  const { upload, format, time_zone, plan, rejected_count, seq } = preview
  const counts = { imported: 0, duplicates: plan.duplicates, rejected: rejected_count, total_seconds: 0 }
  const work: ImportWork = { import_id: upload.id }
  return [
    ...addImportRow(db, userId, { ...upload, format, time_zone, ...counts }, seq, now),
    ...addJob(db, userId, importJob, jobOf(preview), { work, parts: partsOf(plan) }, now),
  ]
}

/**
 * Adds the sessions of a part. Projects may have been renamed, merged or made by hand since: sessions follow a merge,
 * and a new project that is there by name is not made twice.
 */
const planPart: JobKind['plan'] = async (db, userId, { work, part, parts }, now) => {
  const { import_id }: ImportWork = JSON.parse(work)
  const { projects, sessions }: ImportPart = JSON.parse(part ?? '{"projects":[],"sessions":[]}')
  const [linked, known] = await Promise.all([
    currentProjects(db, userId, sessions, projects),
    knownSessions(db, userId, sessions),
  ])
  const missing = projects.filter((project) => !linked.byId.has(project.id) && !linked.byKey.has(keyOf(project)))
  const idOf = new Map([
    ...projects.flatMap((project) => {
      const found = linked.byKey.get(keyOf(project))
      return found === undefined ? [] : [[project.id, found] as const]
    }),
    ...linked.byId,
  ])
  const added = sessions
    .filter((session) => !known.has(session.id) && !known.has(session.import_key ?? ''))
    .map((session) => ({
      ...session,
      project_id: session.project_id && (idOf.get(session.project_id) ?? session.project_id),
    }))
  const seconds = added.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  return {
    writes: [
      ...addProjects(db, userId, missing, now),
      ...addSessions(db, userId, added, now),
      sql(db)`
        UPDATE imports SET imported = imported + ${added.length}, total_seconds = total_seconds + ${seconds},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        WHERE user_id = ${userId} AND id = ${import_id}`,
    ],
    records: sessions.length,
    skipped: sessions.length - added.length,
    isLast: parts <= 1,
  }
}

const keyOf = ({ name, client }: NewProject) => projectKey(name, client)

export const importJob: JobKind = { name: 'import', plan: planPart }
