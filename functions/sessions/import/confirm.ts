import type { User } from '../../lib/env'
import { plural } from '../../lib/format'
import { conflict, retry } from '../../lib/retry'
import { commit } from '../../lib/sql'
import { type PreviewedImport, previewImport } from './preview'
import { addImport } from './queries'
import type { ConfirmForm } from './schema'
import type { Upload } from './uploads'

export type ImportErrors = { form?: string[]; member?: string[] }

/** The result of a confirmation; `problem` is a file that cannot be read. */
type ImportOutcome =
  | { imported: PreviewedImport }
  | { refused: PreviewedImport; errors: ImportErrors }
  | { problem: string }

type ImportOptions = { dryRun?: boolean; also?: (preview: PreviewedImport) => D1PreparedStatement[] }

const importErrors = (
  { members, member, rejected, plan }: PreviewedImport,
  onError: ConfirmForm['on_error'],
): ImportErrors | null => {
  if (members.length > 0 && member === '') return { member: ['Choose whose rows to import'] }
  if (onError === 'skip' || rejected.length === 0) return null
  const others = plan.sessions.length > 0 ? ', or import the other rows' : ''
  return {
    form: [`Nothing was imported: ${plural(rejected.length, 'row')} can’t be imported. Correct the file${others}.`],
  }
}

const write = (db: D1Database, userId: string, preview: PreviewedImport, also: ImportOptions['also']) => {
  const { upload, format, time_zone, plan, rejected, seq } = preview
  const { id, file_name } = upload
  const { sessions, duplicates, total_seconds } = plan
  const counts = { imported: sessions.length, duplicates, rejected: rejected.length, total_seconds }
  const added = addImport(db, userId, { id, file_name, format, time_zone, ...counts }, plan, seq, Date.now())
  return commit(db, userId, ['stats'], [...(also?.(preview) ?? []), ...added])
}

/** Imports an upload completely or not at all. Writes nothing if every row is known already. */
export const confirmImport = (
  db: D1Database,
  user: User,
  upload: Upload,
  { on_error, ...choice }: ConfirmForm,
  { dryRun = false, also }: ImportOptions = {},
): Promise<ImportOutcome> => {
  return retry(async () => {
    const preview = await previewImport(db, user, upload, choice)
    if ('problem' in preview) return preview
    const errors = importErrors(preview, on_error)
    if (errors) return { refused: preview, errors }
    const writesNothing = dryRun || preview.plan.sessions.length === 0
    if (writesNothing || (await write(db, user.id, preview, also))) return { imported: preview }
    return conflict
  })
}
