import type { User } from '../../lib/env'
import { plural } from '../../lib/format'
import { startedJson } from '../../lib/jobs/json'
import { refuseWhileBusy } from '../../lib/jobs/queries'
import { conflict, retry } from '../../lib/retry'
import { commit } from '../../lib/sql'
import type { TimeLog } from '../csv/read'
import { isEmpty } from './plan'
import { type PreviewedImport, previewImport, rememberColumns, type Unreadable, type Upload } from './preview'
import { addImport } from './queries'
import type { ConfirmForm, Reading } from './schema'
import { isShort, jobOf, partsOf, startImport } from './steps'

export type ImportErrors = { form?: string[]; member?: string[] }

/** The result of a confirmation; `problem` is a file that cannot be read. */
type ImportOutcome =
  | { imported: PreviewedImport }
  | { started: ReturnType<typeof startedJson> }
  | { refused: PreviewedImport; errors: ImportErrors }
  | Unreadable

type ImportOptions = {
  dryRun?: boolean
  /** Further statements of the batch that imports all, or that starts a job. */
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

const write = async (db: D1Database, userId: string, preview: PreviewedImport, also: ImportOptions['also']) => {
  const now = Date.now()
  const { upload, format, time_zone, plan, rejected_count, seq } = preview
  const { id, file_name } = upload
  const { sessions, tasks, uses, duplicates, total_seconds, app_seconds } = plan
  const counts = {
    ...{ imported: sessions.length, duplicates, rejected: rejected_count, total_seconds },
    ...{ tasks: tasks.length, app_days: uses.length, app_seconds },
  }
  const added = addImport(db, userId, { id, file_name, format, time_zone, ...counts }, plan, seq, now)
  const columns = await rememberColumns(db, userId, preview, now)
  return commit(db, userId, ['stats'], [...(also?.(preview) ?? []), ...added, ...columns])
}

/** Begins a job that imports an upload in steps. Null when something was written since it was planned. */
const start = async (
  db: D1Database,
  userId: string,
  preview: PreviewedImport,
  parts: string[],
  alsoStart: ImportOptions['alsoStart'],
) => {
  const now = Date.now()
  const job = startedJson(jobOf(preview), now)
  const columns = await rememberColumns(db, userId, preview, now)
  const writes = [...(alsoStart?.(job) ?? []), ...startImport(db, userId, preview, parts, now), ...columns]
  return (await commit(db, userId, ['stats'], writes)) ? job : null
}

/**
 * Imports an upload completely or not at all; one that is too large for one batch is `started` and goes on as a job.
 * Writes nothing if every row is known already.
 */
export const confirmImport = (
  db: D1Database,
  user: User,
  upload: Upload,
  { on_error, format, ...choice }: Reading & Pick<ConfirmForm, 'on_error'> & { format?: TimeLog['format'] },
  { dryRun = false, also, alsoStart }: ImportOptions = {},
): Promise<ImportOutcome> => {
  return retry(async () => {
    const alongside = () => refuseWhileBusy(db, user.id)
    const preview = await previewImport(db, user, upload, choice, { alongside })
    if ('problem' in preview) return preview
    if (format && format !== preview.format) return { problem: `The file is ${preview.format}, not ${format}.` }
    const errors = importErrors(preview, on_error)
    if (errors) return { refused: preview, errors }
    if (dryRun || isEmpty(preview.plan)) return { imported: preview }
    const parts = partsOf(preview.plan)
    if (isShort(parts)) return (await write(db, user.id, preview, also)) ? { imported: preview } : conflict
    const started = await start(db, user.id, preview, parts, alsoStart)
    return started ? { started } : conflict
  })
}
