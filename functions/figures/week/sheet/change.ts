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
import { type RowOf, rowKey } from '../schema'
import { type CellPlan, changesOf, planCell, planWords, secondsOn, spansOf } from './cell'

const dayMs = 86_400_000

/** A cell with typed text, or exact seconds, where the person saw the seconds `seen`. */
export type TypedCell = { row: RowOf; date: string; value: string | number; seen: number }

/** Why a cell stays: `asks` where more than one session would change, `stale` with its `seconds` in another tab. */
export type NotChanged = { refused: 'invalid' | 'asks' | 'stale' | 'unchanged'; words: string; seconds: number }

type Planned = TypedCell & { plan: CellPlan<ListedSession>; labels: string[]; words: string }

const nameOf = ({ labels }: Planned) => labels.join(', ') || 'No project'

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

/** Reads what plans of cells need, which take no time that one before them took. `now` in epoch ms. */
const readCells = async (db: D1Database, user: User, rows: RowOf[], range: Range, now: number) => {
  const { preferences } = user
  const subjects = [...new Set(rows.flatMap((row) => filedSubjects(idsOf(row))))]
  const [near, names] = await Promise.all([sessionsNear(db, user, range), subjectNames(db, user.id, subjects)])
  const plans: Planned[] = []
  const cellOn = (row: RowOf, date: string) => {
    const isOfRow = ({ project_id, goal_id, task_id }: ListedSession) =>
      project_id === row.project_id &&
      goal_id === row.goal_id &&
      (row.task_id === null || (task_id ?? 'none') === row.task_id)
    // The timer has no end.
    const running = near.find((session) => session.ended_at === null && isOfRow(session))
    const isOwn = (session: ListedSession) =>
      session.ended_at !== null &&
      session.ended_at <= now &&
      isOfRow(session) &&
      session.days.some(([day]) => day === date)
    const others = near.filter((session) => !isOwn(session))
    return {
      date,
      own: near.filter(isOwn),
      others: [
        ...plans.flatMap(({ plan }) => spansOf(plan)),
        ...others.map((one) => ({ start: one.started_at, end: one.ended_at === null ? Infinity : endOf(one) })),
      ],
      isRunning: running !== undefined && date >= dayOf(running.started_at, preferences),
    }
  }
  const secondsOf = (row: RowOf, date: string) => secondsOn(date, cellOn(row, date).own)

  /** Plans one cell. @param said words that told what changes, where more than one session may do so only after them */
  const plan = (cell: TypedCell, said?: string[]): Planned | NotChanged => {
    const { row, date, value, seen } = cell
    const seconds = secondsOf(row, date)
    const refuse = (refused: NotChanged['refused'], words: string) => ({ refused, words, seconds })
    if (seconds !== seen)
      return refuse('stale', `This is ${duration(seconds)} now; you saw ${duration(seen)}. Enter saves yours.`)
    const typist = { zone: preferences, start: preferences.work_start_minute, clock: preferences.clock, now }
    const planned = planCell(cellOn(row, date), value, typist)
    if (planned === null) return refuse('unchanged', 'Nothing changes.')
    if ('refused' in planned) return refuse('invalid', planned.refused)
    const filed = filedSubjects(idsOf(row))
    const named = filed.flatMap((subject) => names.find((one) => one.subject === subject) ?? [])
    const gone = named.find(({ deleted }) => deleted)
    if (planned.adds.length > 0 && (gone || named.length < filed.length))
      return refuse('invalid', gone ? `“${gone.label}” was deleted.` : 'This row is gone.')
    const words = planWords(planned, preferences.clock)
    const changes = changesOf(planned)
    if (said && changes > 1 && !said.some((text) => text.startsWith(words)))
      return refuse('asks', `${words}. This changes ${changes} sessions; Enter saves.`)
    const one = { ...cell, plan: planned, labels: named.map(({ label }) => label), words }
    plans.push(one)
    return one
  }
  return { plans, secondsOf, plan }
}

/** The writes of plans, as a change. */
const changeOf = (db: D1Database, userId: string, plans: Planned[], now: number) => {
  const added = plans.flatMap(({ plan: { adds, edits, zone }, row, labels }) =>
    adds.map((times): NewSession => {
      const { title, plan_id, chunk_id, tags } = edits[0]?.session ?? { title: labels.at(-1) ?? '', tags: [] }
      return {
        ...{ id: uuid(), source: 'manual', title, tags, notes: '', plan_id, chunk_id },
        ...{ import_id: null, import_key: null, time_zone: zone.time_zone, day_start_minute: zone.day_start_minute },
        ...idsOf(row),
        ...times,
      }
    }),
  )
  const [edits, deletes] = [plans.flatMap(({ plan }) => plan.edits), plans.flatMap(({ plan }) => plan.deletes)]
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

/** Says what typing into a cell would do. `now` in epoch ms. */
export const previewCell = async (db: D1Database, user: User, cell: TypedCell, now: number) => {
  const planned = (await readCells(db, user, [cell.row], { from: cell.date, to: cell.date }, now)).plan(cell)
  return 'refused' in planned ? planned : { words: planned.words, changes: changesOf(planned.plan) }
}

export type Draft = NotChanged & { value: string }

/** Cells that were refused, by `<date>~<row>`. */
export type SheetDrafts = Map<string, Draft>

/**
 * Makes cells hold what was typed, in one change; those that are refused stay. One that changes more than one session has
 * to be told before, by the words `said`.
 */
export const changeCells = async (db: D1Database, user: User, cells: TypedCell[], said: string[]) => {
  const drafts: SheetDrafts = new Map()
  const dates = cells.map(({ date }) => date).toSorted()
  const [from = '', to = from] = [dates[0], dates.at(-1)]
  const change = await runUndoable<{ refused: true }>(
    db,
    user.id,
    async (now): Promise<ChangePlan | { refused: true }> => {
      drafts.clear()
      if (cells.length === 0) return { refused: true }
      const rows = cells.map(({ row }) => row)
      const { plan, plans } = await readCells(db, user, rows, { from, to }, now)
      for (const cell of cells) {
        const planned = plan(cell, said)
        if ('refused' in planned && planned.refused !== 'unchanged')
          drafts.set(`${cell.date}~${rowKey(cell.row)}`, { ...planned, value: String(cell.value) })
      }
      const [first, second] = plans
      if (!first) return { refused: true }
      const day = shortDate(first.date, dayOf(now, user.preferences))
      const summary = second
        ? `${plans.length} cells saved`
        : `${nameOf(first)}, ${day}: ${duration(first.plan.seconds)}`
      return { ...changeOf(db, user.id, plans, now), summary }
    },
  )
  return { change: 'refused' in change ? null : change, drafts }
}

/** Gives the empty days of a week what the row has on those of the week before, with one Undo. */
export const fillRow = (db: D1Database, user: User, row: RowOf, week: Range) =>
  runUndoable<{ refused: string }>(db, user.id, async (now): Promise<ChangePlan | { refused: string }> => {
    const { plan, plans, secondsOf } = await readCells(db, user, [row], { ...week, from: addDays(week.from, -7) }, now)
    const left = datesBetween(week.from, week.to).flatMap((date) => {
      const value = secondsOf(row, addDays(date, -7))
      if (value === 0 || date > dayOf(now, user.preferences) || secondsOf(row, date) > 0) return []
      const planned = plan({ row, date, value, seen: 0 })
      return 'refused' in planned ? ` ${shortDate(date, date)}: ${planned.words}` : []
    })
    const [first] = plans
    if (!first) return { refused: left.join('').trim() || 'Last week has nothing more.' }
    const total = plans.reduce((sum, one) => sum + one.plan.seconds, 0)
    const summary = `${nameOf(first)} as last week: ${duration(total)}${left.length > 0 ? '.' : ''}${left.join('')}`
    return { ...changeOf(db, user.id, plans, now), summary }
  })
