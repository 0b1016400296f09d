import { v7 as uuid } from 'uuid'
import { type ChangePlan, runUndoable } from '../../../changes/run'
import { sessionsAround } from '../../../ledger/facts'
import { filedSubjects, subjectNames } from '../../../ledger/sums'
import { sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import { columnsOf } from '../../../lib/resource/row-reads'
import { setRow } from '../../../lib/resource/row-writes'
import { duration, shortDate } from '../../../lib/text/format'
import { addDays, datesBetween, dayOf, dayStart, type Range } from '../../../lib/time/days'
import { endOf, splitsOf } from '../../../lib/time/hours'
import { addSessions, sessionRows } from '../../../time/sessions/queries'
import { ListedSession, type NewSession } from '../../../time/sessions/schema'
import { deleteSession } from '../../../time/sessions/writes'
import { runningTimer } from '../../../time/timer/queries'
import type { RowOf } from '../schema'
import { type CellPlan, changesOf, planCell, planWords, secondsOn } from './cell'

const dayMs = 86_400_000

const idsOf = ({ task_id, ...row }: RowOf) => ({ ...row, task_id: task_id === 'none' ? null : task_id })

/** All sessions that may lie on some dates: tracked, planned and running. */
const sessionsNear = (db: D1Database, { id: userId, preferences }: User, { from, to }: Range) => {
  const [first, end] = [dayStart(from, preferences) - dayMs, dayStart(addDays(to, 1), preferences) + dayMs]
  return sessionRows<ListedSession>(sql(db)`
    SELECT ${columnsOf('sessions', ListedSession)} FROM sessions
    WHERE user_id = ${userId} AND deleted_at IS NULL AND id IN (
      ${sessionsAround(userId, first, end)}
      UNION SELECT id FROM sessions WHERE user_id = ${userId} AND planned_until IS NOT NULL
      UNION SELECT id FROM ${runningTimer(userId)})
    ORDER BY started_at, number`)
}

/** Reads what plans of a row on some dates need. `now` in epoch ms. */
const readRow = async (db: D1Database, user: User, row: RowOf, range: Range, now: number) => {
  const subjects = filedSubjects(idsOf(row))
  const [near, names] = await Promise.all([sessionsNear(db, user, range), subjectNames(db, user.id, subjects)])
  const isOfRow = ({ project_id, goal_id, task_id }: ListedSession) =>
    project_id === row.project_id &&
    goal_id === row.goal_id &&
    (row.task_id === null || (task_id ?? 'none') === row.task_id)
  // The timer has no end.
  const isCounted = ({ ended_at }: ListedSession) => ended_at !== null && ended_at <= now
  const [running] = near.filter((session) => session.ended_at === null && isOfRow(session))
  const cellOn = (date: string) => {
    const isOwn = (session: ListedSession) =>
      isCounted(session) && isOfRow(session) && session.days.some(([day]) => day === date)
    const others = near.filter((session) => !isOwn(session))
    return {
      date,
      own: near.filter(isOwn),
      others: others.map((one) => ({ start: one.started_at, end: one.ended_at === null ? Infinity : endOf(one) })),
      isRunning: running !== undefined && date >= dayOf(running.started_at, user.preferences),
    }
  }
  const gone = names.find(({ deleted }) => deleted)
  return {
    cellOn,
    name: names.map(({ label }) => label).join(', ') || 'No project',
    title: names.at(-1)?.label ?? '',
    /** Why it gets no new sessions. */
    gone: gone ? `“${gone.label}” was deleted.` : names.length < subjects.length ? 'This row is gone.' : null,
  }
}
type Row = Awaited<ReturnType<typeof readRow>>

const planIn = (row: Row, user: User, date: string, typed: string | number, now: number) => {
  const { preferences } = user
  const typist = { zone: preferences, start: preferences.work_start_minute, clock: preferences.clock, now }
  const plan = planCell(row.cellOn(date), typed, typist)
  return plan && 'adds' in plan && plan.adds.length > 0 && row.gone ? { refused: row.gone } : plan
}

type Plan = CellPlan<ListedSession>

/** The writes of plans, as a change. */
const changeOf = (db: D1Database, userId: string, plans: Plan[], of: RowOf, { title }: Row, now: number) => {
  const added = plans.flatMap(({ adds, edits: [edit], zone }) =>
    adds.map((times): NewSession => {
      const { plan_id, chunk_id, tags, ...like } = edit?.session ?? { title, tags: [] }
      return {
        ...{ id: uuid(), source: 'manual', title: like.title, tags, notes: '', plan_id, chunk_id },
        ...{ import_id: null, import_key: null, time_zone: zone.time_zone, day_start_minute: zone.day_start_minute },
        ...idsOf(of),
        ...times,
      }
    }),
  )
  const [edits, deletes] = [plans.flatMap((plan) => plan.edits), plans.flatMap((plan) => plan.deletes)]
  const sessions = [...edits.map(({ session }) => session.id), ...[...deletes, ...added].map(({ id }) => id)]
  const writes = [
    ...edits.flatMap(({ session, ended_at, duration_seconds }) => {
      const { days, hours } = splitsOf({ ...session, duration_seconds })
      const times = { ended_at, duration_seconds, days: JSON.stringify(days), hours: JSON.stringify(hours) }
      return setRow(db, 'sessions', userId, session.id, times, now)
    }),
    ...deletes.flatMap(({ id }) => deleteSession(db, userId, id, now)),
    ...(added.length > 0 ? addSessions(db, userId, added, now) : []),
  ]
  return { kind: 'edit' as const, touched: { sessions }, writes }
}

/** Why a cell stays: `asks` where more than one session would change, `stale` with its `seconds` in another tab. */
export type NotChanged = { refused: 'invalid' | 'asks' | 'stale' | 'unchanged'; words: string; seconds?: number }

/** `seen` are the seconds that the person saw, `said` the words by which the page told what would change. */
export type TypedCell = { row: RowOf; date: string; value: string; seen: number; said: string[] }

const planTyped = async (db: D1Database, user: User, { row: of, date, value, seen }: TypedCell, now: number) => {
  const row = await readRow(db, user, of, { from: date, to: date }, now)
  const seconds = secondsOn(date, row.cellOn(date).own)
  const stale = `This is ${duration(seconds)} now; you saw ${duration(seen)}. Enter saves yours.`
  const refuse = (refused: NotChanged['refused'], words: string): NotChanged => ({ refused, words, seconds })
  if (seconds !== seen) return refuse('stale', stale)
  const plan = planIn(row, user, date, value, now)
  if (plan === null) return refuse('unchanged', 'Nothing changes.')
  return 'refused' in plan
    ? refuse('invalid', plan.refused)
    : { plan, row, words: planWords(plan, user.preferences.clock) }
}

/** Says what typing into a cell would do. `now` in epoch ms. */
export const previewCell = async (db: D1Database, user: User, cell: TypedCell, now: number) => {
  const planned = await planTyped(db, user, cell, now)
  return 'refused' in planned ? planned : { words: planned.words, changes: changesOf(planned.plan) }
}

/** Makes a cell hold what was typed. One that changes more than one session has to be told before. */
export const changeCell = (db: D1Database, user: User, cell: TypedCell) =>
  runUndoable<NotChanged>(db, user.id, async (now): Promise<ChangePlan | NotChanged> => {
    const planned = await planTyped(db, user, cell, now)
    if ('refused' in planned) return planned
    const { plan, row, words } = planned
    const changes = changesOf(plan)
    if (changes > 1 && !cell.said.some((text) => text.startsWith(words)))
      return { refused: 'asks', words: `${words}. This changes ${changes} sessions; Enter saves.` }
    const summary = `${row.name}, ${shortDate(cell.date, dayOf(now, user.preferences))}: ${duration(plan.seconds)}`
    return { ...changeOf(db, user.id, [plan], cell.row, row, now), summary }
  })

/** Gives the empty days of a week what the row has on those of the week before, with one Undo. */
export const fillRow = (db: D1Database, user: User, of: RowOf, week: Range) =>
  runUndoable<NotChanged>(db, user.id, async (now): Promise<ChangePlan | NotChanged> => {
    const row = await readRow(db, user, of, { from: addDays(week.from, -7), to: week.to }, now)
    const left: string[] = []
    const plans = datesBetween(week.from, week.to).flatMap((date): Plan[] => {
      const before = addDays(date, -7)
      const seconds = secondsOn(before, row.cellOn(before).own)
      if (seconds === 0 || date > dayOf(now, user.preferences) || secondsOn(date, row.cellOn(date).own) > 0) return []
      const plan = planIn(row, user, date, seconds, now)
      if (plan === null) return []
      if (!('refused' in plan)) return [plan]
      left.push(` ${shortDate(date, date)}: ${plan.refused}`)
      return []
    })
    if (plans.length === 0) return { refused: 'invalid', words: left.join('').trim() || 'Last week has nothing more.' }
    const total = plans.reduce((sum, { seconds }) => sum + seconds, 0)
    const summary = `${row.name} as last week: ${duration(total)}${left.length > 0 ? '.' : ''}${left.join('')}`
    return { ...changeOf(db, user.id, plans, of, row, now), summary }
  })
