import { cardsDueCount, datesDue, reviewDay } from '../../learning/plans/cards-due'
import { allRows, constant, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { type CalendarEvent, uidOf } from '../../lib/files/calendar-file'
import { type Kind, kindEntry } from '../../lib/kinds'
import { seriesOf } from '../../lib/resource/series'
import { plural } from '../../lib/text/format'
import { addDays, dayOf, dayStart, type Range, spanAt } from '../../lib/time/days'
import { datesAfter, laterOf } from '../../lib/time/repeat'
import { startAndEnd } from '../../people/meetings/of-day'
import type { TitledSession } from '../../time/sessions/title'
import { sessionSummary } from '../export/api'
import type { FeedContent } from './schema'

/** Days before and after today that a feed covers. */
const daysBefore = 90
const daysAfter = 365

/**
 * Maximum rows of each kind, and maximum future dates of all repeating rows. `fewestRepeats` is the minimum for each
 * row.
 */
const rowsLimit = 2_000
const repeatsLimit = 4_000
const fewestRepeats = 60

const repeatsOfEach = (rows: Repeating[]) =>
  Math.max(fewestRepeats, Math.floor(repeatsLimit / (1 + rows.filter(({ repeat }) => repeat !== 'none').length)))

type Reader = {
  db: D1Database
  user: Pick<User, 'id' | 'preferences'>
  /** The current version of the person's data. */
  seq: number
  /**
   * Creation of the account and last change of its settings (epoch ms). A change of settings can shift tasks planned by
   * wall-clock time.
   */
  account: { created_at: number; updated_at: number }
  today: string
  range: Range
}

/**
 * An event without its link. `name` is unique within its kind. Kind and title are removed later if the feed shows only
 * busy times.
 */
type Found = Omit<CalendarEvent, 'uid'> & { kind: Kind | 'cards'; name: string; path?: string }

type EventRow = { id: string; occurrence?: string | null; title: string; seq: number; updated_at: number }

const found = (
  kind: Kind,
  { id, occurrence, title, seq, updated_at }: EventRow,
  times: Pick<Found, 'start' | 'end' | 'isBusy'>,
): Found => ({
  kind,
  name: occurrence ?? id,
  sequence: seq,
  changed_at: updated_at,
  summary: title,
  path: kindEntry(kind).path(id, null),
  ...times,
})

const wholeDay = (date: string) => ({ start: date, end: addDays(date, 1) })

type Repeating = EventRow & { series: string; date: string; repeat: string; repeat_from: string | null }

/** Event of a row, unless it is too old, plus one for each repetition after `last`. */
const withRepeats = (
  { range }: Reader,
  kind: Kind,
  row: Repeating,
  { last, most }: { last: string; most: number },
  timesOn: (date: string) => Pick<Found, 'start' | 'end' | 'isBusy'>,
) => [
  ...(row.date < range.from ? [] : [found(kind, row, timesOn(row.date))]),
  ...datesAfter(row, last, range.to, most).map((date) =>
    found(kind, { ...row, occurrence: `${row.series}-${date}` }, timesOn(date)),
  ),
]

type Meeting = Repeating & {
  time: string | null
  time_zone: string
  duration_minutes: number | null
  /** Id of the previous meeting in its series. */
  repeats: string | null
  created_at: number
  deleted_at: number | null
}

const meetingTimes = (meeting: Meeting, date: string) => {
  const times = startAndEnd({ ...meeting, date })
  return times ? { ...times, isBusy: true } : wholeDay(date)
}

/**
 * Events of a series between two local dates (both exclusive) on which nobody opened Daymark. They have no rows, but
 * were future repetitions of `meeting` while it was the last of its series. @param rule of the series, from its first
 * date on
 */
const skipped = (
  { user, range }: Reader,
  meeting: Meeting,
  { series, ...rule }: Pick<Repeating, 'series' | 'repeat'> & { repeat_from: string },
  after: string,
  before: string,
) => {
  const wasThere = addDays(dayOf(meeting.created_at, user.preferences), -1)
  const start = [rule.repeat_from, wasThere, addDays(range.from, -1)].reduce(laterOf, after)
  return datesAfter({ ...rule, date: null }, start, addDays(before, -1), daysBefore).map((date) =>
    found('meeting', { ...meeting, occurrence: `${series}-${date}` }, meetingTimes(meeting, date)),
  )
}

/** Leaves out meetings imported from another calendar, which would show them twice. */
const meetings = async (reader: Reader) => {
  const { db, user, today, range } = reader
  const all = await allRows<Meeting>(sql(db)`
    SELECT id, occurrence, ${seriesOf} AS series, title, date, time, time_zone, duration_minutes, repeat, repeat_from,
      repeats, seq, created_at, updated_at, deleted_at
    FROM meetings
    WHERE user_id = ${user.id} AND date <= ${range.to} AND import_key IS NULL
      AND (
        (deleted_at IS NULL AND (date >= ${range.from} OR repeat <> 'none'))
        OR id IN (SELECT repeats FROM meetings WHERE user_id = ${user.id} AND date >= ${range.from} AND deleted_at IS NULL))
    ORDER BY date DESC LIMIT ${rowsLimit}`)
  const byId = new Map(all.map((row) => [row.id, row]))
  const rows = all.filter(({ deleted_at }) => deleted_at === null)
  // Only the last meeting of a series has its rule.
  const rules = new Map(
    rows.flatMap(({ series, repeat, repeat_from, date }) =>
      repeat === 'none' ? [] : [[series, { series, repeat, repeat_from: repeat_from ?? date }] as const],
    ),
  )
  const ahead = { last: addDays(today, -1), most: repeatsOfEach(rows) }
  return rows.flatMap((row) => {
    const { occurrence, repeats, repeat, series, date } = row
    const rule = rules.get(occurrence?.slice(0, -11) ?? '')
    const former = byId.get(repeats ?? '')
    const formerDate = former?.occurrence?.startsWith(`${rule?.series}-`) ? former.occurrence.slice(-10) : ''
    const own = repeat === 'none' ? undefined : rules.get(series)
    return [
      ...(occurrence && rule && former ? skipped(reader, former, rule, formerDate, occurrence.slice(-10)) : []),
      ...(own ? skipped(reader, row, own, date, today) : []),
      // Today's row is only created when the person opens a page that shows it.
      ...withRepeats(reader, 'meeting', row, ahead, (on) => meetingTimes(row, on)),
    ]
  })
}

type Task = Repeating & { at: string | null; due_date: string | null; estimated_minutes: number | null }

/**
 * Open tasks of the person on their date, and on their due date if it differs. A task whose date gets too old moves to
 * its due date. Its sequence then increases by one.
 */
const tasks = async (reader: Reader) => {
  const { db, user, today, range, account } = reader
  const rows = await allRows<Task>(sql(db)`
    SELECT id, occurrence, ${seriesOf} AS series, title, shown AS date, iif(shown IS date, at, NULL) AS at,
      due_date, estimated_minutes, rule AS repeat, repeat_from,
      2 * (seq + ${Math.floor((account.updated_at - account.created_at) / 1000)}) + iif(date < ${range.from}, 1, 0) AS seq,
      max(updated_at, ${account.updated_at}) AS updated_at
    FROM (
      SELECT id, occurrence, title, date, at, due_date, estimated_minutes, repeat_from, seq, updated_at,
        coalesce(repeat_rule, repeat) AS rule,
        coalesce(iif(date < ${range.from} AND coalesce(repeat_rule, repeat) = 'none', due_date, date), date, due_date) AS shown
      FROM tasks
      WHERE user_id = ${user.id} AND status IN ('todo', 'in_progress') AND deleted_at IS NULL AND owner IS NOT 'person')
    WHERE shown <= ${range.to} AND (shown >= ${range.from} OR rule <> 'none')
    ORDER BY shown DESC LIMIT ${rowsLimit}`)
  const ahead = { last: today, most: repeatsOfEach(rows) }
  return rows.flatMap((row) => {
    const { due_date: due, title } = row
    const occurrence = `${row.occurrence ?? row.id}-due`
    const isApart = due !== null && due !== row.date && due >= range.from && due <= range.to
    return [
      ...withRepeats(reader, 'task', row, ahead, (date) =>
        row.at === null
          ? wholeDay(date)
          : { ...spanAt(date, row.at, row.estimated_minutes, user.preferences), isBusy: true },
      ),
      ...(isApart ? [found('task', { ...row, occurrence, title: `Deadline: ${title}` }, wholeDay(due))] : []),
    ]
  })
}

type Session = EventRow & TitledSession & { project: string | null; started_at: number; ended_at: number }

/**
 * A planned session becomes tracked at its end without a new version. Versions are doubled to leave a number for that
 * change.
 */
const sessionEvent = ({ project, started_at, ended_at, ...row }: Session, isBusy: boolean) => {
  const title = sessionSummary({ ...row, project })
  const seq = 2 * row.seq + Number(!isBusy)
  return found('session', { ...row, title, seq }, { start: started_at, end: ended_at, isBusy })
}

const sessionColumns = constant(`
      sessions.id, sessions.title, focus_ends_at, projects.name AS project, started_at, ended_at,
      max(sessions.seq, coalesce(projects.seq, 0)) AS seq,
      max(sessions.updated_at, coalesce(projects.updated_at, 0)) AS updated_at`)
const joinProjects = constant(`
      LEFT JOIN projects ON projects.user_id = sessions.user_id AND projects.id = sessions.project_id`)

const planned = async ({ db, user, range }: Reader) => {
  const rows = await allRows<Session>(sql(db)`
    SELECT ${sessionColumns} FROM sessions ${joinProjects}
    WHERE sessions.user_id = ${user.id} AND planned_until IS NOT NULL AND sessions.deleted_at IS NULL
      AND started_at < ${dayStart(addDays(range.to, 1), user.preferences)}
    ORDER BY planned_until LIMIT ${rowsLimit}`)
  return rows.map((row) => sessionEvent(row, true))
}

const sessions = async ({ db, user, range }: Reader) => {
  const rows = await allRows<Session>(sql(db)`
    SELECT ${sessionColumns}
    FROM session_days JOIN sessions ON sessions.user_id = session_days.user_id AND sessions.id = session_id ${joinProjects}
    WHERE session_days.user_id = ${user.id} AND session_days.date BETWEEN ${range.from} AND ${range.to} AND starts = 1
    ORDER BY session_days.date DESC LIMIT ${rowsLimit}`)
  return rows.map((row) => sessionEvent(row, false))
}

const goals = async ({ db, user, range }: Reader) => {
  const rows = await allRows<EventRow & { date: string }>(sql(db)`
    SELECT id, title, target_date AS date, seq, updated_at FROM goals
    WHERE user_id = ${user.id} AND status IN ('not_started', 'in_progress') AND deleted_at IS NULL
      AND target_date BETWEEN ${range.from} AND ${range.to}
    ORDER BY target_date LIMIT ${rowsLimit}`)
  return rows.map(({ date, ...row }) => found('goal', { ...row, title: `Deadline: ${row.title}` }, wholeDay(date)))
}

/** An event for each day on which cards are due, starting today. */
const cards = async ({ db, user, seq, today, range }: Reader): Promise<Found[]> => {
  const changed_at = dayStart(today, user.preferences)
  const [due, later] = await Promise.all([
    cardsDueCount(db, user.id, reviewDay(user, changed_at)),
    datesDue(db, user.id, today),
  ])
  return [{ date: today, cards: due }, ...later]
    .filter(({ date, cards }) => cards > 0 && date <= range.to)
    .map(({ date, cards }) => ({
      // The name contains the user id, because no row has an id that is unique among people.
      kind: 'cards',
      name: `${date}-${user.id}`,
      sequence: seq,
      changed_at,
      ...wholeDay(date),
      summary: `${plural(cards, 'card')} to review`,
      path: '/review',
    }))
}

const readers: Record<FeedContent, (reader: Reader) => Promise<Found[]>> = {
  meetings,
  tasks,
  planned,
  sessions,
  goals,
  cards,
}

type Shown = {
  contains: FeedContent[]
  isBusyOnly: boolean
  /** Origin for links in the events. */
  origin: string
}

/** Sessions have the same UID as in an exported calendar. */
const nameOf = ({ kind, name }: Found) => (kind === 'session' ? name : `${kind}-${name}`)

/** Events of a feed, from 90 days ago to 365 days ahead. @param now epoch ms */
export const feedEvents = async (
  reader: Pick<Reader, 'db' | 'user' | 'seq' | 'account'>,
  { contains, isBusyOnly, origin }: Shown,
  now: number,
): Promise<CalendarEvent[]> => {
  const today = dayOf(now, reader.user.preferences)
  const range = { from: addDays(today, -daysBefore), to: addDays(today, daysAfter) }
  const all = await Promise.all(contains.map((thing) => readers[thing]({ ...reader, today, range })))
  return all
    .flat()
    .map(({ path, ...event }) =>
      isBusyOnly
        ? { ...event, uid: uidOf(event.name), summary: typeof event.start === 'string' ? 'Something to do' : 'Busy' }
        : { ...event, uid: uidOf(nameOf(event)), url: path && origin + path },
    )
}
