import { z } from 'zod'
import { sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import { LeftOut } from '../../../lib/files/left-out'
import { uploadStore } from '../../../lib/files/uploads'
import { sha256Hex } from '../../../lib/secrets'
import { ColumnChoice, columnsProblem } from '../csv/columns'
import type { RejectedRow, TimeLog } from '../csv/read'
import type { LogMember, UnknownTable } from '../csv/table'
import { type ImportPlan, planSessionImport } from './plan'
import { readExistingData } from './queries'
import type { FileReadOptions } from './schema'

const SessionUpload = z.object({
  id: z.string(),
  file_name: z.string(),
  time_zone: z.string(),
  text: z.string(),
  left_out: z.array(LeftOut).optional(),
})
export type SessionUpload = z.infer<typeof SessionUpload>

/** Uploads that wait for confirmation. Stored, so that pages do not have to send them again. */
export const uploads = uploadStore('sessions', SessionUpload)

/** Maximum number of headers whose columns are remembered, latest used first. */
const keptHeaders = 50

const headerKey = (header: string[]) => sha256Hex(JSON.stringify(header.map((name) => name.trim().toLowerCase())))

/** Columns that the person last chose for files with this header. */
export const rememberedColumns = async (db: D1Database, userId: string, header: string[]) => {
  const row = await sql(db)`
    SELECT choice FROM import_columns
    WHERE user_id = ${userId} AND header = ${await headerKey(header)}`.first<{ choice: string }>()
  return row ? (ColumnChoice.safeParse(JSON.parse(row.choice)).data ?? null) : null
}

/** @param now epoch ms */
export const rememberColumns = async (
  db: D1Database,
  userId: string,
  { header, columns }: { header: string[]; columns: ColumnChoice | null },
  now: number,
) => {
  if (columns === null) return []
  return [
    sql(db)`
      INSERT INTO import_columns (user_id, header, choice, updated_at)
      VALUES (${userId}, ${await headerKey(header)}, ${JSON.stringify(columns)}, ${now})
      ON CONFLICT (user_id, header) DO UPDATE SET choice = excluded.choice, updated_at = excluded.updated_at`,
    sql(db)`
      DELETE FROM import_columns
      WHERE user_id = ${userId} AND header NOT IN (
        SELECT header FROM import_columns WHERE user_id = ${userId} ORDER BY updated_at DESC, header LIMIT ${keptHeaders})`,
  ]
}

export const memberKey = ({ name, email }: LogMember) => email || name

const sameText = (a: string, b: string | null) => a.toLowerCase() === b?.toLowerCase()

/** The chosen member, by default the one with the user's email address. */
const chooseMember = (members: LogMember[], chosen: string, email: string | null) =>
  chosen === ''
    ? members.find((member) => member.email !== '' && sameText(member.email, email))
    : members.find((member) => sameText(memberKey(member), chosen))

export type PreviewedImport = Pick<TimeLog, 'isLaidOut' | 'withoutAway' | 'dates' | 'columns'> & {
  /** True if the columns are remembered from an earlier file. */
  isRemembered: boolean
  upload: Pick<SessionUpload, 'id' | 'file_name'>
  format: TimeLog['format']
  time_zone: string
  members: LogMember[]
  member: string
  plan: ImportPlan
  header: string[]
  /** The first rejected rows. */
  rejected: RejectedRow[]
  rejected_count: number
  leftOut: LeftOut[]
}

/** Maximum number of people listed. The rows of others can be chosen, too. */
const membersLimit = 1_000

/** A file that cannot be read. `unknown`: set if a choice of columns would help. */
export type UnreadableFile = { problem: string; unknown?: UnknownTable }

/**
 * Reads a file with the person's choices. If several people have rows in it, takes the rows of the chosen person or of
 * the user's email address. An unknown CSV is read with the columns remembered for its header.
 */
const readAsChosen = async (
  db: D1Database,
  text: string,
  choice: FileReadOptions & { time_zone: string },
  user: User,
  allRejected: boolean,
): Promise<(TimeLog & { member: string; isRemembered: boolean }) | UnreadableFile> => {
  const { day_start_minute } = user.preferences
  const { readTimeLog } = await import('../csv/read')
  let member = ''
  const choose = (members: LogMember[]) => {
    const chosen = chooseMember(members, choice.member, user.email)
    member = chosen ? memberKey(chosen) : ''
    return chosen ? member : null
  }
  const { time_zone, date_order, columns } = choice
  const options = { time_zone, day_start_minute, allRejected, member: choose, date_order }
  let log = await readTimeLog(text, { ...options, columns })
  let isRemembered = false
  if ('problem' in log && log.unknown && !columns) {
    const { header, guess } = log.unknown
    const remembered = await rememberedColumns(db, user.id, header)
    const isClear = guess.question === undefined && columnsProblem(guess, header.length) === null
    const known = remembered ?? (isClear ? guess : null)
    if (!known) return log
    isRemembered = remembered !== null
    const order = date_order ?? known.date_order
    log = await readTimeLog(text, { ...options, columns: () => ({ ...known, date_order: order }) })
  }
  if ('problem' in log) return log
  return { ...log, members: log.members.length < 2 ? [] : log.members, member, isRemembered }
}

/** `alongside`: a read that shares a round trip with the import's own reads. */
type PreviewOptions = { allRejected?: boolean; alongside?: () => Promise<unknown> }

export const previewImport = async (
  db: D1Database,
  user: User,
  upload: SessionUpload,
  choice: FileReadOptions,
  { allRejected = false, alongside = async () => {} }: PreviewOptions = {},
): Promise<PreviewedImport | UnreadableFile> => {
  const time_zone = choice.time_zone ?? upload.time_zone
  const log = await readAsChosen(db, upload.text, { ...choice, time_zone }, user, allRejected)
  if ('problem' in log) return log
  const [known] = await Promise.all([readExistingData(db, user.id, log, upload.id), alongside()])
  const plan = await planSessionImport(log, known, upload.id, user.preferences.day_start_minute)
  return {
    upload: { id: upload.id, file_name: upload.file_name },
    format: log.format,
    time_zone,
    members: log.members.slice(0, membersLimit),
    member: log.member,
    plan,
    header: log.header,
    rejected: log.rejected,
    rejected_count: log.rejected_count,
    isLaidOut: log.isLaidOut,
    withoutAway: log.withoutAway,
    dates: log.dates,
    columns: log.columns,
    isRemembered: log.isRemembered,
    leftOut: [...(upload.left_out ?? []), ...log.leftOut, ...plan.leftOut],
  }
}
