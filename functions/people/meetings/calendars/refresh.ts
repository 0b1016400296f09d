import { commitPlanned } from '../../../lib/db/retry'
import { allRows, constant, newSeq, part, type SqlPart, sql } from '../../../lib/db/sql'
import { type Bindings, type LocalNow, localNow, type User } from '../../../lib/env'
import type { LeftOut } from '../../../lib/files/left-out'
import { setRows, updateRows } from '../../../lib/resource/row-writes'
import { grouped, plural } from '../../../lib/text/format'
import { readPersonCalendar } from '../import/decode'
import { attendeeIds, planMeetingImport } from '../import/plan'
import { cancelledTitle, insertMeetings, type KnownMeeting, versionOf } from '../import/queries'
import { type ReadCalendar, type ReadMeeting, usualDates } from '../import/schema'
import { type CalendarFailure, fetchCalendar } from './fetch'
import { addressOf, isUntouched, renewAddressSeal, saveReadFailure, saveReadResult, takeDue } from './queries'
import type { CalendarEntry, CalendarRow } from './schema'

type When = Pick<CalendarEntry, 'date' | 'time' | 'duration_minutes'>

const whenOf = ({ date, time, duration_minutes }: When): When => ({ date, time, duration_minutes })

const isAt = (one: When, other: When) =>
  one.date === other.date && one.time === other.time && one.duration_minutes === other.duration_minutes

/** Deleted events are remembered this long (ms), up to a maximum number, in case they come back. */
const goneMs = 366 * 86_400_000
const goneLimit = 300

/** New title and time of a meeting. Each is set only if the calendar changed it and the person did not. */
const changeOf = ({ before, meeting }: { before: KnownMeeting; meeting: CalendarEntry }, base: CalendarEntry) => ({
  title: before.title === base.title && meeting.title !== base.title ? [{ id: before.id, title: meeting.title }] : [],
  when: isAt(before, base) && !isAt(meeting, base) ? [{ id: before.id, ...whenOf(meeting) }] : [],
})

/** Numbers of meetings that a read added, changed and removed. */
export type MeetingCounts = { added: number; changed: number; removed: number }

/** Maximum number of stored remarks. */
const remarksLimit = 100

/** Remarks of a read in the form in which they are stored. */
const leftOutOf = ({ refused, warnings, left_out }: ReadCalendar): LeftOut[] => {
  const remarks = [...refused, ...warnings].map(({ line, name, message }) => ({ line, what: name, reason: message }))
  const all = [...remarks, ...left_out]
  const more = all.length - remarksLimit
  if (more <= 0) return all
  const rest = { line: 0, what: `${grouped(more)} more`, reason: `The first ${remarksLimit} are listed` }
  return [...all.slice(0, remarksLimit), rest]
}

type Reading = { db: D1Database; user: User; now: LocalNow }

const kept = constant('updated_at')

const idsOf = async (db: D1Database, which: SqlPart) =>
  (await allRows<{ id: string }>(sql(db)`SELECT id FROM meetings WHERE ${which}`)).map(({ id }) => id)

/** Meetings that were deleted with their events, and whose events are back. */
const backAgain = async ({ db, user }: Reading, base: Map<string, CalendarEntry>, read: ReadMeeting[]) => {
  const back = read.flatMap(({ key, title, ...meeting }) => {
    const removed_at = base.get(key)?.removed_at
    return removed_at === undefined ? [] : [{ key, removed_at, title, ...whenOf(meeting) }]
  })
  if (back.length === 0) return []
  const rows = await allRows<{ id: string; key: string; deleted_at: number }>(sql(db)`
    SELECT id, import_key AS key, deleted_at FROM meetings
    WHERE user_id = ${user.id} AND deleted_at IS NOT NULL
      AND import_key IN (SELECT value FROM json_each(${JSON.stringify(back.map(({ key }) => key))}))`)
  const ids = new Map(rows.map(({ id, key, deleted_at }) => [`${key} ${deleted_at}`, id]))
  return back.flatMap(({ key, removed_at, ...said }) => {
    const id = ids.get(`${key} ${removed_at}`)
    return id === undefined ? [] : [{ id, ...said }]
  })
}

type Events = [key: string, said: CalendarEntry][]

/** Events to store: the calendar's current events, and recently deleted ones. */
const eventsAfter = (said: Events, missing: Events, gone: Events, now: number): Events => [
  ...said,
  ...[
    ...missing.filter(([, { removed_at = 0 }]) => removed_at > now - goneMs),
    ...gone.map(([key, one]): Events[number] => [key, { ...one, removed_at: now }]),
  ].slice(-goneLimit),
]

/**
 * Plans the changes of a refresh from the calendar's previous events, its current ones, and the meetings. A changed
 * meeting keeps its `updated_at`, which shows whether the person has edited it.
 */
const planReading = async (reading: Reading, { id, organization_id, events }: CalendarRow, calendar: ReadCalendar) => {
  const read = calendar.meetings
  const { db, user, now } = reading
  const { time_zone } = user.preferences
  const base = new Map(events)
  const isKnown = (key: string) => base.get(key)?.removed_at === undefined && base.has(key)
  const outside = calendar.others.filter(({ key, why }) => why === 'outside' && isKnown(key))
  const said = new Map(
    [...read, ...outside].map(({ key, title, ...meeting }): [string, CalendarEntry] => [
      key,
      { title, ...whenOf(meeting) },
    ]),
  )
  const plan = await planMeetingImport(db, user.id, calendar)
  const renamed = [...plan.changed, ...plan.kept].filter(({ before, meeting }) => before.import_key !== meeting.key)
  const versions = renamed.map(({ before: { id }, meeting }) => ({ id, ...versionOf(meeting) }))
  const former = new Set(renamed.map(({ before }) => before.import_key))
  const missing = events.filter(([key]) => !said.has(key) && !former.has(key))
  const gone = missing.filter(([, { date, removed_at }]) => removed_at === undefined && date >= now.today)
  const keys = gone.map(([key]) => key)
  const [back, removed] = await Promise.all([
    backAgain(reading, base, read),
    keys.length > 0 ? idsOf(db, isUntouched(user.id, id, keys, now.today)) : ([] as string[]),
  ])
  const changes = plan.changed.flatMap((one) => {
    const before = base.get(one.before.import_key)
    return before && before.removed_at === undefined ? [changeOf(one, before)] : []
  })
  const cancelled = plan.cancelled.filter((one) => isKnown(one.import_key) && !removed.includes(one.id))
  const titles = [
    ...changes.flatMap(({ title }) => title),
    ...cancelled.map(({ id, title }) => ({ id, title: cancelledTitle(title) })),
  ]
  const times = changes.flatMap(({ when }) => when)
  const meetings = plan.added.map((meeting) => ({ ...meeting, attendees: attendeeIds(meeting, []) }))
  const update = { seq: newSeq(user.id), details_seq: newSeq(user.id) }
  const isThere = part`AND meetings.deleted_at IS NULL`
  const change: MeetingCounts = {
    added: meetings.length + back.length,
    changed: new Set([...titles, ...times].map((one) => one.id)).size,
    removed: removed.length,
  }
  return {
    change,
    events: eventsAfter([...said], missing, gone, now.instant),
    writes: [
      ...insertMeetings(db, user.id, meetings, { organization_id, time_zone }, now.instant),
      ...updateRows(db, 'meetings', user.id, titles, update, isThere),
      ...updateRows(db, 'meetings', user.id, versions, { seq: newSeq(user.id) }),
      ...updateRows(db, 'meetings', user.id, times, { time_zone, ...update }, isThere),
      ...updateRows(db, 'meetings', user.id, back, { time_zone, deleted_at: null, ...update }),
      ...(removed.length > 0
        ? [setRows(db, 'meetings', user.id, removed, { deleted_at: now.instant, updated_at: kept }, now.instant)]
        : []),
    ],
  }
}

const lost = 'The stored address can no longer be read. Edit the calendar and enter it again.'
const tooManyAdvice = 'Import it as a file, in parts.'

type Fetched = Awaited<ReturnType<typeof fetchCalendar>>

/** Returns further statements for the batch that saves a fetched calendar. */
type Also = () => D1PreparedStatement[]

/**
 * Updates meetings from a fetched calendar. @param save returns statements that save the calendar together with the
 * meetings, or a problem. An unreachable calendar is saved without meetings.
 */
export const applyReading = async (
  db: D1Database,
  user: User,
  row: CalendarRow,
  fetched: Fetched,
  save?: (error: string | null) => Promise<D1PreparedStatement[] | CalendarFailure>,
  also: Also = () => [],
): Promise<MeetingCounts | CalendarFailure> => {
  const reading = { db, user, now: localNow(user) }
  const { today, instant } = reading.now
  const dates = { from: today, to: usualDates(today).to }
  const done: CalendarFailure | { read: ReadCalendar } =
    'problem' in fetched ? fetched : await readPersonCalendar(user, fetched, dates, tooManyAdvice)
  if ('problem' in done && !(save && 'unreachable' in done)) return done
  return commitPlanned<MeetingCounts | CalendarFailure>(db, user.id, ['stats'], async () => {
    const saved = (await save?.('problem' in done ? done.problem : null)) ?? []
    if ('problem' in saved) return { result: saved }
    if ('problem' in done) return { result: done, writes: saved }
    const { change, events, writes } = await planReading(reading, row, done.read)
    const note = saveReadResult(db, user.id, row.id, { events, left_out: leftOutOf(done.read) }, instant)
    if (saved.length + writes.length > 0) return { result: change, writes: [...saved, ...writes, note, ...also()] }
    await db.batch([note, ...also()])
    return { result: change }
  })
}

/** Fetches a calendar from its stored URL. */
const fetchRow = async (env: Bindings, user: User, row: CalendarRow): Promise<Fetched> => {
  const address = await addressOf(env, row)
  if (address === null) return { problem: lost }
  await renewAddressSeal(env, user.id, row, address)
  return fetchCalendar(address)
}

/** Updates meetings from a fetched calendar, or stores the reason for a failure. */
const readFetched = async (db: D1Database, user: User, row: CalendarRow, fetched: Fetched, also: Also = () => []) => {
  const done = await applyReading(db, user, row, fetched, undefined, also)
  if ('problem' in done) await db.batch([saveReadFailure(db, user.id, row.id, done.problem, Date.now()), ...also()])
  return done
}

export const refreshCalendar = async (env: Bindings, user: User, row: CalendarRow, also?: Also) =>
  readFetched(env.DB, user, row, await fetchRow(env, user, row), also)

/** Reads the calendars that were last requested an hour ago or more. @param now epoch ms */
export const refreshDue = async (env: Bindings, user: User, now: number) => {
  const due = await takeDue(env.DB, user.id, now)
  const fetched = await Promise.all(due.map(async (row) => ({ row, found: await fetchRow(env, user, row) })))
  for (const { row, found } of fetched) await readFetched(env.DB, user, row, found)
}

/** `3 meetings added, 1 changed`, `nothing new` */
export const changeWords = ({ added, changed, removed }: MeetingCounts) => {
  const parts = [
    added > 0 && `${plural(added, 'meeting')} added`,
    changed > 0 && (added > 0 ? `${changed} changed` : `${plural(changed, 'meeting')} changed`),
    removed > 0 && (added + changed > 0 ? `${removed} removed` : `${plural(removed, 'meeting')} removed`),
  ].filter(Boolean)
  return parts.join(', ') || 'nothing new'
}
