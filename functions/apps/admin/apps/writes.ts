import { v7 as uuid } from 'uuid'
import { writeEntries } from '../../../lib/db/audit'
import { columnList, jsonValues, setExcluded } from '../../../lib/db/conditions'
import type { PlannedWrite } from '../../../lib/db/retry'
import { full, isFailed, jsonChunks, sql, stale } from '../../../lib/db/sql'
import { ProblemError } from '../../../lib/http/problem'
import { grouped } from '../../../lib/text/format'
import { foldText } from '../../../lib/text/text'
import { searchTerms } from '../../app-rules/find-app'
import { countChanges, guardCatalogue } from '../../app-rules/writes'
import { advanceCatalogue, commitAsAdmin } from '../commit'
import { appsByPackage, appsOfChange, auditedChange } from './queries'
import type { AppValues } from './schema'
import { type AppsChanged, type EditOutcome, isSameApp, readState, stateOf } from './schema'

/** A change of an app. `before` is null for a new app, `after` for a deleted one. */
export type AppChange = { package_name: string; before: (AppValues & { seq: number }) | null; after: AppValues | null }

/** Origin of a change of apps, for the audit log. */
type ChangeSource = AppsChanged['source']

type Noted = { adminId: string; changeId: string }

/** Guard: rolls the batch back if a default is not at the version that was read. @param items JSON: package name, version */
const guardVersions = (db: D1Database, items: string) =>
  sql(db)`
    SELECT CASE WHEN EXISTS (
      SELECT 1 FROM json_each(${items}) AS item LEFT JOIN apps ON apps.package_name = item.value ->> 0
      WHERE apps.seq IS NOT item.value ->> 1
    ) THEN ${stale} ELSE 1 END`

const columns = ['label', 'label_key', 'category', 'words', 'is_whitelisted', 'is_locked']

const put = (db: D1Database, adminId: string, items: string, now: number) =>
  sql(db)`
    INSERT INTO apps (package_name, ${columnList(columns)}, seq, created_at, updated_at, updated_by)
    SELECT value ->> 'package_name', ${jsonValues(columns)}, (SELECT seq FROM app_catalogue WHERE id = 1), ${now}, ${now},
      ${adminId}
    FROM json_each(${items})
    WHERE true
    ON CONFLICT (package_name) DO UPDATE SET ${setExcluded([...columns, 'seq', 'updated_at', 'updated_by'])}`

const putItem = (package_name: string, after: AppValues) => ({
  ...after,
  package_name,
  label_key: foldText(after.label),
  words: searchTerms(after.label, package_name),
})

const write = (db: D1Database, adminId: string, edits: AppChange[], now: number) => {
  const versions = edits.map(({ package_name, before }) => [package_name, before?.seq ?? null])
  const kept = edits.flatMap(({ package_name, after }) => (after ? [putItem(package_name, after)] : []))
  const deleted = edits.flatMap(({ package_name, after }) => (after ? [] : [package_name]))
  return [
    ...jsonChunks(versions).map((chunk) => guardVersions(db, chunk)),
    ...jsonChunks(kept).map((chunk) => put(db, adminId, chunk, now)),
    ...jsonChunks(deleted).map(
      (chunk) => sql(db)`DELETE FROM apps WHERE package_name IN (SELECT value FROM json_each(${chunk}))`,
    ),
  ]
}

/** Logs each changed default. A change of many apps is one entry that contains their entries. */
const note = (db: D1Database, change: Noted, source: ChangeSource, edits: AppChange[], now: number) => {
  const isInside = source === 'import' || edits.length > 1
  const { removed: deleted, ...counts } = countChanges(edits)
  const many: AppsChanged = { source, ...counts, deleted }
  const entries = edits.map(({ package_name, before, after }) => ({
    subject: package_name,
    before: before && stateOf(before),
    after: after && stateOf(after),
  }))
  return [
    ...writeEntries(db, { ...change, action: 'app', isInside }, entries, now),
    ...(isInside
      ? writeEntries(
          db,
          { ...change, action: source === 'import' ? 'import' : 'apps' },
          [{ subject: change.changeId, before: null, after: many }],
          now,
        )
      : []),
  ]
}

/** Maximum number of defaults, because programs read the whole list at once. */
const defaultsLimit = 20_000

/** Guard, placed after the writes: rolls the batch back if the list is too long. */
const guardLength = (db: D1Database) =>
  sql(db)`
    SELECT CASE WHEN (SELECT count(*) FROM apps) <= ${defaultsLimit} THEN 1 ELSE ${full} END`

const refuseFull = (error: unknown): never => {
  if (!isFailed(error, full)) throw error
  throw new ProblemError({
    status: 422,
    code: 'full',
    title: 'Limit reached',
    detail: `The list can have ${grouped(defaultsLimit)} apps. Nothing was changed. Delete some first.`,
  })
}

type WriteOptions = { source?: ChangeSource; plannedAt?: number; also?: D1PreparedStatement[] }

/** Result of a change of defaults. `changed` is the number of changed apps. */
type Written = { changeId: string; changed: number }

/**
 * Plans a write of defaults as one change with an Undo and one entry in the audit log. Unchanged apps are skipped.
 * @param plannedAt version of the catalogue on which the plan is based; `also` are statements for the same batch
 */
export const planDefaults = (
  db: D1Database,
  adminId: string,
  changes: readonly AppChange[],
  now: number,
  { source = 'edit', plannedAt, also = [] }: WriteOptions = {},
): PlannedWrite<Written> => {
  const edits = changes.filter(({ before, after }) => !isSameApp(before, after))
  const changeId = uuid()
  if (edits.length === 0) return { result: { changeId, changed: 0 } }
  const writes = [
    advanceCatalogue(db),
    ...(plannedAt === undefined ? [] : [guardCatalogue(db, plannedAt + 1)]),
    ...write(db, adminId, edits, now),
    ...note(db, { adminId, changeId }, source, edits, now),
    ...(edits.some(({ before }) => before === null) ? [guardLength(db)] : []),
    ...also,
  ]
  return { result: { changeId, changed: edits.length }, writes }
}

/** @throws ProblemError 403 if the caller is no longer an admin, 422 if the list would be too long */
export const commitApps = <T>(db: D1Database, adminId: string, plan: () => Promise<PlannedWrite<T>>): Promise<T> =>
  commitAsAdmin(db, adminId, plan).catch(refuseFull)

/** Writes defaults by `planDefaults`. Null, with nothing written, if another admin changed the catalogue first. */
export const writeApps = (...write: Parameters<typeof planDefaults>) => {
  const [db, adminId] = write
  return commitApps<Written | null>(db, adminId, async () => ({
    ...planDefaults(...write),
    otherwise: async () => null,
  }))
}

/** `left` names the apps that were not undone, because they have changed since. */
type Undone = { undone: number; left: string[] }

/**
 * Undoes a change of defaults that the audit log recorded, except for apps that changed since. The undo is recorded as
 * a change of its own. Null for an unknown change.
 */
export const undoApps = (db: D1Database, adminId: string, changeId: string, now: number): Promise<Undone | null> =>
  commitApps<Undone | null>(db, adminId, async () => {
    const [audited, found] = await Promise.all([auditedChange(db, changeId), appsOfChange(db, changeId)])
    if (audited.length === 0) return { result: null }
    const present = new Map(found.map((app) => [app.package_name, app]))
    const changes: AppChange[] = []
    const left: string[] = []
    for (const { package_name, ...entry } of audited) {
      const [was, is] = [readState(entry.before), readState(entry.after)]
      const before = present.get(package_name) ?? null
      if (isSameApp(before, is)) changes.push({ package_name, before, after: was })
      else left.push((is ?? was)?.label ?? package_name)
    }
    const { result, writes } = planDefaults(db, adminId, changes, now, { source: 'undo' })
    return { result: { undone: result.changed, left }, writes }
  })

/**
 * `seq` is the version that an edit was made from; null for a new app. If undefined, the latest version is overwritten.
 */
export type EditedApp = { package_name: string; seq?: number | null }

/**
 * Edits defaults as one change with an Undo; a null value deletes a default. Leaves an app alone if it changed since
 * `seq`, unless it already equals the edit.
 */
export const editApps = (
  db: D1Database,
  adminId: string,
  edited: EditedApp[],
  edit: (app: AppValues | null) => AppValues | null,
): Promise<EditOutcome> =>
  commitApps(db, adminId, async () => {
    const names = edited.map(({ package_name }) => package_name)
    const present = new Map((await appsByPackage(db, names)).map((app) => [app.package_name, app]))
    const outcome: Omit<EditOutcome, 'changeId' | 'changed'> = { before: [], stale: [], gone: [] }
    const changes: AppChange[] = []
    for (const { package_name, seq } of new Map(edited.map((app) => [app.package_name, app])).values()) {
      const before = present.get(package_name) ?? null
      const after = edit(before)
      if (before && seq !== undefined && before.seq !== seq && !isSameApp(before, after)) outcome.stale.push(before)
      else if (!before && !after) outcome.gone.push(package_name)
      else {
        if (before) outcome.before.push(before)
        changes.push({ package_name, before, after })
      }
    }
    const { result, writes } = planDefaults(db, adminId, changes, Date.now())
    return { result: { ...result, ...outcome }, writes }
  })
