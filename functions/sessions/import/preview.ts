import type { User } from '../../lib/env'
import { type Member, type Rejected, readTimeLog, type TimeLog } from '../csv/read'
import { chooseMember, memberKey } from './members'
import { type ImportPlan, planImport } from './plan'
import { existingDataFor } from './queries'
import type { ReadingChoice } from './schema'
import type { Upload } from './uploads'

/** What importing an upload would do, and as whose and in which zone it was read. */
export type PreviewedImport = {
  upload: Pick<Upload, 'id' | 'file_name'>
  format: TimeLog['format']
  time_zone: string
  /** The people in the file, where there are several, and the chosen one's key. */
  members: Member[]
  member: string
  plan: ImportPlan
  header: string[]
  rejected: Rejected[]
  /** The user's change sequence with which this holds. */
  seq: number
}

type ReadLog = TimeLog & { member: string }

/**
 * Reads a log, of several people the rows of the chosen one, else of the one with the user's email. Without either
 * no row is taken, since they could all be others'.
 */
const readAsChosen = async (
  text: string,
  choice: Required<ReadingChoice>,
  user: User,
): Promise<ReadLog | { problem: string }> => {
  const options = { time_zone: choice.time_zone, day_start_minute: user.preferences.day_start_minute }
  const log = await readTimeLog(text, options)
  if ('problem' in log) return log
  if (log.members.length < 2) return { ...log, members: [], member: '' }
  const chosen = chooseMember(log.members, choice.member, user.email)
  if (!chosen) return { ...log, member: '', rows: [], rejected: [] }
  const member = memberKey(chosen)
  const theirs = await readTimeLog(text, { ...options, member })
  return 'problem' in theirs ? theirs : { ...theirs, member }
}

/** Reads an upload as chosen and compares it with the account. Writes nothing. */
export const previewImport = async (
  db: D1Database,
  user: User,
  upload: Upload,
  choice: ReadingChoice,
): Promise<PreviewedImport | { problem: string }> => {
  const time_zone = choice.time_zone ?? upload.time_zone
  const log = await readAsChosen(upload.text, { ...choice, time_zone }, user)
  if ('problem' in log) return log
  const known = await existingDataFor(db, user.id, log.rows)
  return {
    upload: { id: upload.id, file_name: upload.file_name },
    format: log.format,
    time_zone,
    members: log.members,
    member: log.member,
    plan: planImport(log.rows, known, upload.id, user.preferences.day_start_minute),
    header: log.header,
    rejected: log.rejected,
    seq: known.seq,
  }
}
