import { type NewProject, projectKey } from '../../../filing/projects/queries'
import { commitPlanned } from '../../../lib/db/retry'
import { allRows, chunkCharacters, constant, jsonBatches, newSeq, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import type { LeftOut } from '../../../lib/files/left-out'
import { undoPath } from '../../../lib/http/path-to'
import { addJob, type JobKind, type NewJob, refuseWhileBusy, startedJson } from '../../../lib/jobs/queries'
import { clientOf } from '../../../lib/org'
import { insertRows } from '../../../lib/resource/row-writes'
import { plural } from '../../../lib/text/format'
import { nameKey } from '../../../lib/text/text'
import type { TimeLog } from '../csv/read'
import { importedJson } from './json'
import { countsOf, type ImportPlan, isEmpty } from './plan'
import {
  type PreviewedImport,
  previewImport,
  rememberColumns,
  type SessionUpload,
  type UnreadableFile,
} from './preview'
import { addRows, type ImportedRows, importResultPath, readExistingTexts, sumText } from './queries'
import type { ConfirmForm, FileReadOptions, ImportRow } from './schema'

/** Errors by field. `form`: errors of the whole import. */
export type ImportErrors = { form?: string[]; time_zone?: string[]; member?: string[] }

/** Result of a confirmation. `problem`: reason why the file cannot be read. */
type ImportOutcome =
  | { imported: PreviewedImport }
  | { started: ReturnType<typeof startedJson> }
  | { refused: PreviewedImport; errors: ImportErrors }
  | UnreadableFile

type ImportOptions = {
  dryRun?: boolean
  /** Further statements for the batch that imports everything, or that starts the job. */
  also?: (preview: PreviewedImport) => D1PreparedStatement[]
  alsoStart?: (job: ReturnType<typeof startedJson>) => D1PreparedStatement[]
}

const importErrors = (
  { members, member, rejected_count, plan }: PreviewedImport,
  onError: ConfirmForm['on_error'],
): ImportErrors | null => {
  if (members.length > 0 && member === '') return { member: ['Choose whose rows to import'] }
  if (onError === 'skip' || rejected_count === 0) return null
  const others = isEmpty(plan) ? '' : ', or import the other rows'
  return {
    form: [`Nothing was imported: ${plural(rejected_count, 'row')} can’t be imported. Correct the file${others}.`],
  }
}

const noRows: ImportedRows = { projects: [], tasks: [], sessions: [], uses: [] }

/** JSON of an import's steps. Tasks come before sessions, which can refer to them. */
const partsOf = ({ projects, tasks, sessions, uses }: ImportPlan) => {
  const added = new Map(projects.map((project) => [project.id, project]))
  const withProjects = (name: string, rows: { project_id: string | null }[]) =>
    jsonBatches(rows).map(({ items, json }) => {
      const used = [...new Set(items.map(({ project_id }) => project_id))].flatMap((id) => added.get(id ?? '') ?? [])
      return `{"${name}":${json},"projects":${JSON.stringify(used)}}`
    })
  return [
    ...withProjects('tasks', tasks),
    ...withProjects('sessions', sessions),
    ...jsonBatches(uses).map(({ json }) => `{"uses":${json}}`),
  ]
}

/** True if all steps of an import fit into one batch. */
const isShort = (parts: string[]) => parts.reduce((sum, { length }) => sum + length, 0) <= 2 * chunkCharacters

const sizeOfPart = ({ tasks, sessions, uses }: Omit<ImportedRows, 'projects'>) =>
  tasks.length + sessions.length + uses.length

/** `session` if the import has only sessions, else `record`. */
export const recordNoun = (sessions: number, total: number) => (sessions === total ? 'session' : 'record')

const jobOf = ({ upload, plan }: PreviewedImport): NewJob => {
  const total = sizeOfPart(plan)
  const record = recordNoun(plan.sessions.length, total)
  return {
    id: upload.id,
    title: `Import of ${plural(total, record)}`,
    records: `${record}s imported`,
    message: `Imported ${sumText(countsOf(plan))}`,
    page: importResultPath(plan),
    undo: undoPath('session.import', upload.id),
    total,
  }
}

const addImportRow = (
  db: D1Database,
  userId: string,
  { upload: { id, file_name }, format, time_zone, rejected_count }: PreviewedImport,
  counts: Omit<ReturnType<typeof countsOf>, 'duplicates'> & Pick<ImportRow, 'duplicates'>,
  now: number,
) =>
  insertRows(db, 'imports', userId, [{ id, file_name, format, time_zone, rejected: rejected_count, ...counts }], {
    seq: newSeq(userId),
    created_at: now,
  })

/** Writes of a whole import. @param now epoch ms */
export const addImport = (db: D1Database, userId: string, preview: PreviewedImport, now: number) => [
  ...addImportRow(db, userId, preview, countsOf(preview.plan), now),
  ...addRows(db, userId, preview.plan, now),
]

type ImportWork = { import_id: string }

/** Writes that start an import in steps. The import's row counts the imported rows. @param now epoch ms */
const startImport = (db: D1Database, userId: string, preview: PreviewedImport, parts: string[], now: number) => {
  const work: ImportWork = { import_id: preview.upload.id }
  const none = { imported: 0, total_seconds: 0, tasks: 0, app_days: 0, app_seconds: 0 }
  return [
    ...addImportRow(db, userId, preview, { ...none, duplicates: preview.plan.duplicates }, now),
    ...addJob(db, userId, importJob, jobOf(preview), { work, parts }, now),
  ]
}

/**
 * Imports an upload, all or nothing. If it is too large for a batch, it is `started` and continues as a job. Writes
 * nothing if all rows were imported before.
 */
export const confirmImport = (
  db: D1Database,
  user: User,
  upload: SessionUpload,
  { on_error, format, ...choice }: FileReadOptions & Pick<ConfirmForm, 'on_error'> & { format?: TimeLog['format'] },
  { dryRun = false, also = () => [], alsoStart = () => [] }: ImportOptions = {},
): Promise<ImportOutcome> =>
  commitPlanned<ImportOutcome>(db, user.id, ['stats'], async () => {
    const alongside = () => refuseWhileBusy(db, user.id)
    const preview = await previewImport(db, user, upload, choice, { alongside })
    if ('problem' in preview) return { result: preview }
    if (format && format !== preview.format) {
      return { result: { problem: `The file is ${preview.format}, not ${format}.` } }
    }
    const errors = importErrors(preview, on_error)
    if (errors) return { result: { refused: preview, errors } }
    if (dryRun || isEmpty(preview.plan)) return { result: { imported: preview } }
    const now = Date.now()
    const columns = await rememberColumns(db, user.id, preview, now)
    const parts = partsOf(preview.plan)
    if (isShort(parts)) {
      const writes = [...also(preview), ...addImport(db, user.id, preview, now), ...columns]
      return { result: { imported: preview }, writes }
    }
    const { imported, total_seconds, tasks, app_seconds, ...said } = importedJson(preview)
    const started = { ...startedJson(jobOf(preview), now), ...said }
    return {
      result: { started },
      writes: [...alsoStart(started), ...startImport(db, user.id, preview, parts, now), ...columns],
    }
  })

/**
 * Current projects of a file's rows. `byId`: from the planned project's id to the project into which it was merged, or
 * itself. `byKey`: existing projects with the names of new ones.
 */
const currentProjects = async (
  db: D1Database,
  userId: string,
  rows: { project_id: string | null }[],
  added: NewProject[],
) => {
  const ids = JSON.stringify([...new Set(rows.map(({ project_id }) => project_id))].filter((id) => id !== null))
  const names = JSON.stringify(added.map(({ name }) => nameKey(name)))
  const [byId, byKey] = await Promise.all([
    allRows<{ was: string; id: string }>(sql(db)`
      WITH RECURSIVE went (was, at) AS (
        SELECT value, value FROM json_each(${ids})
        UNION
        SELECT was, merged_into
        FROM went JOIN projects ON projects.user_id = ${userId} AND projects.id = at
        WHERE merged_into IS NOT NULL)
      SELECT was, at AS id
      FROM went JOIN projects ON projects.user_id = ${userId} AND projects.id = at
      WHERE merged_into IS NULL`),
    allRows<{ id: string; name: string; client: string }>(sql(db)`
      SELECT id, name, ${constant(clientOf())} AS client
      FROM projects
      WHERE user_id = ${userId} AND name_key IN (SELECT value FROM json_each(${names})) AND deleted_at IS NULL`),
  ])
  return {
    byId: new Map(byId.map(({ was, id }) => [was, id])),
    byKey: new Map(byKey.map(({ id, name, client }) => [projectKey(name, client), id])),
  }
}

/** Describes a record that was added in another way while the job ran. */
const cameMeanwhile = (row: ImportedRows['tasks' | 'sessions' | 'uses'][number]): LeftOut => {
  const name = 'package_name' in row ? row.package_name : row.title
  const date = 'days' in row ? row.days[0]?.[0] : 'date' in row && row.date
  return {
    line: 0,
    what: [name || 'Session', date].filter(Boolean).join(', '),
    reason: 'It came in since the import began.',
  }
}

/**
 * Adds the rows of a part. Projects may have been renamed, merged or added meanwhile: rows follow a merge, and an
 * existing project with a new one's name is used.
 */
const planPart: JobKind['plan'] = async (db, userId, { work, part, parts }, now) => {
  const { import_id }: ImportWork = JSON.parse(work)
  const { projects, tasks, sessions, uses }: ImportedRows = part === null ? noRows : { ...noRows, ...JSON.parse(part) }
  const size = sizeOfPart({ tasks, sessions, uses })
  const ids = (all: { id: string }[]) => all.map(({ id }) => id)
  const sessionKeys = sessions.map(({ import_key }) => import_key)
  const taskKeys = tasks.map(({ key }) => key)
  const [linked, knownIds, knownKeys, knownTasks, knownUses] = await Promise.all([
    currentProjects(db, userId, [...sessions, ...tasks], projects),
    readExistingTexts(db, userId, ['sessions', 'id'], ids(sessions)),
    readExistingTexts(db, userId, ['sessions', 'import_key'], sessionKeys),
    readExistingTexts(db, userId, ['tasks', 'import_key'], taskKeys),
    readExistingTexts(db, userId, ['app_usage', 'id'], ids(uses)),
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
  const came = new Set([...added.tasks, ...added.sessions, ...added.uses].map(({ id }) => id))
  const leftOut = [...tasks, ...sessions, ...uses].flatMap((row) => (came.has(row.id) ? [] : [cameMeanwhile(row)]))
  const seconds = added.sessions.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  const appSeconds = added.uses.reduce((sum, use) => sum + use.seconds, 0)
  return {
    writes: [
      ...addRows(db, userId, added, now),
      sql(db)`
        UPDATE imports SET imported = imported + ${added.sessions.length}, total_seconds = total_seconds + ${seconds},
          tasks = tasks + ${added.tasks.length}, app_days = app_days + ${added.uses.length},
          app_seconds = app_seconds + ${appSeconds},
          seq = ${newSeq(userId)}
        WHERE user_id = ${userId} AND id = ${import_id}`,
    ],
    records: size,
    leftOut,
    isLast: parts <= 1,
  }
}

const keyOf = ({ name, client }: NewProject) => projectKey(name, client)

export const importJob: JobKind = { name: 'import', plan: planPart }
