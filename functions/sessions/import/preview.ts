import type { User } from '../../lib/env'
import { quoted } from '../csv/entry'
import { columnsOf } from '../csv/header'
import type { Member, Rejected, TimeLog } from '../csv/read'
import { chooseMember, memberKey } from './members'
import { type ImportPlan, planImport } from './plan'
import type { Unlinked } from './plan-cells'
import { existingDataFor } from './queries'
import type { ReadingChoice } from './schema'
import type { Upload } from './uploads'

export type PreviewedImport = {
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

type ReadLog = TimeLog & { member: string }

/** Takes no rows without a member or one with the user's email: all could be another person's. */
const readAsChosen = async (
  text: string,
  choice: Required<ReadingChoice>,
  user: User,
  allRejected: boolean,
): Promise<ReadLog | { problem: string }> => {
  const { day_start_minute } = user.preferences
  const { readTimeLog } = await import('../csv/read')
  let member = ''
  const choose = (members: Member[]) => {
    const chosen = chooseMember(members, choice.member, user.email)
    member = chosen ? memberKey(chosen) : ''
    return chosen ? member : null
  }
  const log = await readTimeLog(text, { time_zone: choice.time_zone, day_start_minute, allRejected, member: choose })
  if ('problem' in log) return log
  return { ...log, members: log.members.length < 2 ? [] : log.members, member }
}

const unlinkedReason = (header: string[], { column, cell }: Unlinked) => {
  const { label } = columnsOf(header)(column, `${column}_id`)
  const whose = column === 'plan' ? 'one of your plans' : 'a chunk of this plan'
  return `${label}: ${quoted(cell)} is not ${whose}. Write its id or its title.`
}

/** Adds the rows that name a plan or chunk that is not there to those that cannot be read. */
const withUnlinked = async (log: ReadLog, unlinked: Unlinked[], text: string, allRejected: boolean) => {
  if (unlinked.length === 0) return log.rejected
  const { cellsOfLines, rejectedLimit } = await import('../csv/read')
  const cells = cellsOfLines(text, new Set(unlinked.map(({ line }) => line)))
  const rejected = unlinked.map((row) => ({
    line: row.line,
    reason: unlinkedReason(log.header, row),
    raw: cells.get(row.line) ?? [],
  }))
  const all = [...log.rejected, ...rejected].sort((a, b) => a.line - b.line)
  return allRejected ? all : all.slice(0, rejectedLimit)
}

/** `alongside` is read in the same round trip as what the person has. */
type PreviewOptions = { allRejected?: boolean; alongside?: () => Promise<unknown> }

export const previewImport = async (
  db: D1Database,
  user: User,
  upload: Upload,
  choice: ReadingChoice,
  { allRejected = false, alongside = async () => {} }: PreviewOptions = {},
): Promise<PreviewedImport | { problem: string }> => {
  const time_zone = choice.time_zone ?? upload.time_zone
  const log = await readAsChosen(upload.text, { ...choice, time_zone }, user, allRejected)
  if ('problem' in log) return log
  const [known] = await Promise.all([existingDataFor(db, user.id, log.rows), alongside()])
  const plan = await planImport(log.rows, known, upload.id, user.preferences.day_start_minute)
  return {
    upload: { id: upload.id, file_name: upload.file_name },
    format: log.format,
    time_zone,
    members: log.members.slice(0, membersLimit),
    member: log.member,
    plan,
    header: log.header,
    rejected: await withUnlinked(log, plan.unlinked, upload.text, allRejected),
    rejected_count: log.rejected_count + plan.unlinked.length,
    seq: known.seq,
  }
}
