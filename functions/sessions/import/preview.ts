import type { User } from '../../lib/env'
import type { Rejected, TimeLog } from '../csv/read'
import type { Member, UnknownTable } from '../csv/table'
import { chooseMember, memberKey } from './members'
import { type ImportPlan, planImport } from './plan'
import { existingDataFor } from './queries'
import { rememberedColumns } from './remembered-columns'
import type { Reading } from './schema'
import type { Upload } from './uploads'

export type PreviewedImport = Pick<TimeLog, 'isLaidOut' | 'withoutAway' | 'dates' | 'columns'> & {
  /** The columns are those of an earlier file. */
  isRemembered: boolean
  upload: Pick<Upload, 'id' | 'file_name'>
  format: TimeLog['format']
  time_zone: string
  members: Member[]
  member: string
  plan: ImportPlan
  header: string[]
  /** The first ones. */
  rejected: Rejected[]
  rejected_count: number
  /** Version at which the plan is valid. */
  seq: number
}

/** People of a file that are listed; the rows of any can be chosen. */
const membersLimit = 1_000

type ReadLog = TimeLog & { member: string; isRemembered: boolean }

/** A file that cannot be imported; `unknown` where a person can choose its columns. */
export type Unreadable = { problem: string; unknown?: UnknownTable }

/**
 * Takes no rows without a member or one with the user's email: all could be another person's. A CSV of no known tool is
 * read by the columns that the person chose for its header before.
 */
const readAsChosen = async (
  db: D1Database,
  text: string,
  choice: Reading & { time_zone: string },
  user: User,
  allRejected: boolean,
): Promise<ReadLog | Unreadable> => {
  const { day_start_minute } = user.preferences
  const { readTimeLog } = await import('../csv/read')
  let member = ''
  const choose = (members: Member[]) => {
    const chosen = chooseMember(members, choice.member, user.email)
    member = chosen ? memberKey(chosen) : ''
    return chosen ? member : null
  }
  const { time_zone, date_order, columns } = choice
  const options = { time_zone, day_start_minute, allRejected, member: choose, date_order }
  let log = await readTimeLog(text, { ...options, columns })
  let isRemembered = false
  if ('problem' in log && log.unknown && !columns) {
    const remembered = await rememberedColumns(db, user.id, log.unknown.header)
    if (!remembered) return log
    isRemembered = true
    const order = date_order ?? remembered.date_order
    log = await readTimeLog(text, { ...options, columns: () => ({ ...remembered, date_order: order }) })
  }
  if ('problem' in log) return log
  return { ...log, members: log.members.length < 2 ? [] : log.members, member, isRemembered }
}

/** `alongside` is read in the same round trip as what the person has. */
type PreviewOptions = { allRejected?: boolean; alongside?: () => Promise<unknown> }

export const previewImport = async (
  db: D1Database,
  user: User,
  upload: Upload,
  choice: Reading,
  { allRejected = false, alongside = async () => {} }: PreviewOptions = {},
): Promise<PreviewedImport | Unreadable> => {
  const time_zone = choice.time_zone ?? upload.time_zone
  const log = await readAsChosen(db, upload.text, { ...choice, time_zone }, user, allRejected)
  if ('problem' in log) return log
  const [known] = await Promise.all([existingDataFor(db, user.id, log, upload.id), alongside()])
  const plan = await planImport(log, known, upload.id, user.preferences.day_start_minute)
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
    seq: known.seq,
    ...{ isLaidOut: log.isLaidOut, withoutAway: log.withoutAway, dates: log.dates, columns: log.columns },
    isRemembered: log.isRemembered,
  }
}
