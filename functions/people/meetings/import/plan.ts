import { v7 as uuid } from 'uuid'
import { storeUndoable } from '../../../changes/writes'
import { commitPlanned } from '../../../lib/db/retry'
import { newSeq } from '../../../lib/db/sql'
import { refuseWhileBusy } from '../../../lib/jobs/queries'
import { updateRows } from '../../../lib/resource/row-writes'
import { sha256Hex } from '../../../lib/secrets'
import { plural } from '../../../lib/text/format'
import { nameKey } from '../../../lib/text/text'
import { type KnownPerson, knownPeople } from '../queries'
import { matchMeetings } from './match'
import {
  cancelledTitle,
  cancelMeetings,
  insertMeetings,
  insertPeople,
  type KnownMeeting,
  knownMeetings,
  updateMeetings,
  versionOf,
} from './queries'
import type { Invitee, OtherDate, ReadCalendar, ReadMeeting, Remark, Series } from './schema'

/** A meeting to add. `people`: known attendees; `unknown`: other attendees. */
export type PlannedMeeting = ReadMeeting & { id: string; people: KnownPerson[]; unknown: Invitee[] }

/** A stored meeting whose time or title differs from the calendar. */
export type ChangedMeeting = { before: KnownMeeting; meeting: Omit<OtherDate, 'why'> }

export type ImportPlan = {
  added: PlannedMeeting[]
  changed: ChangedMeeting[]
  /** Stored meetings that the calendar has cancelled or no longer contains. */
  cancelled: KnownMeeting[]
  /** Unchanged meetings that get a new key. */
  kept: ChangedMeeting[]
  /** Series that were already imported in a newer version. */
  older: Series[]
  /** Number of stored meetings that equal the calendar's. */
  same: number
  /** Number of meetings that were imported before and then deleted by the person. They stay deleted. */
  deleted: number
  /** Attendees of added meetings who are not among the person's people, without duplicates. */
  unknown: (Invitee & { id: string })[]
}

const keyLimit = 300

/** Replaces keys that are too long for an index by their hash. */
export const withShortKeys = <Meeting extends { key: string }>(meetings: Meeting[]) =>
  Promise.all(
    meetings.map(async (meeting) =>
      meeting.key.length > keyLimit ? { ...meeting, key: `sha256:${await sha256Hex(meeting.key)}` } : meeting,
    ),
  )

const invitedKey = ({ name, email }: Invitee) => email || nameKey(name)

/**
 * Returns a function that finds an attendee among known people: by email address, else by name among people without an
 * address. Without an address in the event, by name alone.
 */
const finder = (people: KnownPerson[]) => {
  const oldestFirst = people.toReversed()
  const byEmail = new Map(oldestFirst.filter(({ email }) => email !== '').map((one) => [one.email, one]))
  const byName = new Map(oldestFirst.map((one) => [nameKey(one.name), one]))
  const withoutEmail = new Map(oldestFirst.filter(({ email }) => email === '').map((one) => [nameKey(one.name), one]))
  return ({ name, email }: Invitee) =>
    email === '' ? byName.get(nameKey(name)) : (byEmail.get(email) ?? withoutEmail.get(nameKey(name)))
}

const isSame = (meeting: ChangedMeeting['meeting'], before: KnownMeeting) =>
  meeting.title === before.title &&
  meeting.date === before.date &&
  meeting.time === before.time &&
  meeting.duration_minutes === before.duration_minutes

/** Plans the additions and changes of an import. All its reads share one batch. */
export const planMeetingImport = async (db: D1Database, userId: string, read: ReadCalendar): Promise<ImportPlan> => {
  const isInvited = read.meetings.some(({ invited }) => invited.length > 0)
  const keys = [...read.meetings, ...read.others].map(({ key }) => key)
  const [known, people] = await Promise.all([
    knownMeetings(
      db,
      userId,
      keys,
      read.series.map(({ uid }) => uid),
    ),
    isInvited ? knownPeople(db, userId) : [],
  ])
  const { before: byKey, meetings, moved, gone, older } = matchMeetings(read, known)
  const find = finder(people)
  const cancelled = gone.filter(({ used, title }) => !used || title !== cancelledTitle(title))
  const same = gone.length - cancelled.length
  const changed = moved.flatMap((meeting) => {
    const before = byKey.get(meeting.key)
    return before && !before.deleted && !isSame(meeting, before) ? [{ before, meeting }] : []
  })
  const plan: ImportPlan = { added: [], changed, cancelled, kept: [], older, same, deleted: 0, unknown: [] }
  const unknown = new Map<string, Invitee & { id: string }>()
  for (const meeting of meetings) {
    const before = byKey.get(meeting.key)
    const isKept = before?.deleted || (before && isSame(meeting, before))
    if (before && isKept && before.import_key !== meeting.key) plan.kept.push({ before, meeting })
    if (before?.deleted) plan.deleted += 1
    else if (isKept) plan.same += 1
    else if (before) plan.changed.push({ before, meeting })
    else {
      const found = new Map(
        meeting.invited.flatMap((one) => [find(one) ?? []].flat().map((person) => [person.id, person])),
      )
      const others = meeting.invited.filter((one) => !find(one))
      for (const one of others) if (!unknown.has(invitedKey(one))) unknown.set(invitedKey(one), { id: uuid(), ...one })
      plan.added.push({ ...meeting, id: uuid(), people: [...found.values()], unknown: others })
    }
  }
  return { ...plan, unknown: [...unknown.values()] }
}

/** Remarks about events that were already imported in a newer version. */
export const olderRemarks = ({ older }: ImportPlan): Remark[] =>
  older.map(({ line, name }) => ({ line, name, message: 'You imported a newer version of it' }))

/** Ids of the attendees of a meeting, including newly added people. */
export const attendeeIds = ({ people, unknown }: PlannedMeeting, added: (Invitee & { id: string })[]) => {
  const ids = new Map(added.map((one) => [invitedKey(one), one.id]))
  return [...people.map(({ id }) => id), ...unknown.flatMap((one) => ids.get(invitedKey(one)) ?? [])]
}

type ImportOptions = {
  organization_id: string | null
  time_zone: string
  /** Adds unknown attendees of new meetings as people. */
  add_people: boolean
  /** Updates title and time of stored meetings to those in the calendar. */
  update: boolean
}

export type ImportResult = { plan: ImportPlan; change_id: string | null; options: ImportOptions }

export const countImported = (plan: ImportPlan, { add_people, update }: ImportOptions) => ({
  added: plan.added.length,
  updated: update ? plan.changed.length : 0,
  cancelled: update ? plan.cancelled.length : 0,
  differs: update ? 0 : plan.changed.length + plan.cancelled.length,
  people: add_people ? plan.unknown.length : 0,
})

/** `12 meetings and 2 people`; empty if nothing is written. */
export const meetingImportSummary = (plan: ImportPlan, options: ImportOptions) => {
  const { added, updated, cancelled, people } = countImported(plan, options)
  return [
    added > 0 && plural(added, 'meeting'),
    updated > 0 && (added > 0 ? `${updated} changed` : plural(updated, 'changed meeting')),
    cancelled > 0 && (added + updated > 0 ? `${cancelled} cancelled` : plural(cancelled, 'cancelled meeting')),
    people > 0 && plural(people, 'person', 'people'),
  ]
    .filter(Boolean)
    .join(', ')
}

const writesOf = (
  db: D1Database,
  userId: string,
  { plan, options }: ImportResult,
  change: { id: string; summary: string },
) => {
  const now = Date.now()
  const people = options.add_people ? plan.unknown : []
  const moved = plan.changed.map(({ before, meeting }) => ({ ...meeting, id: before.id }))
  const renamed = plan.kept.map(({ before: { id }, meeting }) => ({ id, ...versionOf(meeting) }))
  const updated = options.update ? [...moved, ...renamed, ...plan.cancelled] : []
  const meetings = plan.added.map((meeting) => ({ ...meeting, attendees: attendeeIds(meeting, people) }))
  const touched = { meetings: [...meetings, ...updated].map(({ id }) => id), people: people.map(({ id }) => id) }
  return storeUndoable(
    db,
    userId,
    { ...change, kind: 'edit' },
    touched,
    [
      ...insertPeople(db, userId, people, options, now),
      ...insertMeetings(db, userId, meetings, options, now),
      ...(options.update
        ? [
            ...updateMeetings(db, userId, moved, options, now),
            ...updateRows(db, 'meetings', userId, renamed, { seq: newSeq(userId) }),
            ...cancelMeetings(db, userId, plan.cancelled, now),
          ]
        : []),
    ],
    now,
  )
}

/** Returns further statements for the import's batch. */
type Also = (imported: ImportResult) => D1PreparedStatement[]

/**
 * Imports meetings as one change, all or nothing. Writes nothing if nothing is new. `alongside`: a read that shares a
 * round trip with the import's own reads. @throws ProblemError 409 `busy`
 */
export const importMeetings = (
  db: D1Database,
  userId: string,
  read: ReadCalendar,
  options: ImportOptions,
  { also = () => [], alongside = async () => {} }: { also?: Also; alongside?: () => Promise<unknown> } = {},
): Promise<ImportResult> =>
  commitPlanned<ImportResult>(db, userId, ['stats'], async () => {
    const [plan] = await Promise.all([planMeetingImport(db, userId, read), refuseWhileBusy(db, userId), alongside()])
    const summary = meetingImportSummary(plan, options)
    if (summary === '') return { result: { plan, change_id: null, options } }
    const imported = { plan, change_id: uuid(), options }
    const change = { id: imported.change_id, summary: `Imported ${summary}` }
    return { result: imported, writes: [...also(imported), ...writesOf(db, userId, imported, change)] }
  })
