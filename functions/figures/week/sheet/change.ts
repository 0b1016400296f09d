import { v7 as uuid } from 'uuid'
import { runUndoable } from '../../../changes/run'
import { filedSubjects, subjectNames } from '../../../ledger/sums'
import type { User } from '../../../lib/env'
import { setRow } from '../../../lib/resource/row-writes'
import { duration, shortDate } from '../../../lib/text/format'
import { capitalize } from '../../../lib/text/text'
import { addDays, datesBetween, dayOf, type Range } from '../../../lib/time/days'
import { intervalEnd, splitsOf } from '../../../lib/time/hours'
import { addSessions } from '../../../time/sessions/queries'
import type { NewSession } from '../../../time/sessions/schema'
import { deleteSession } from '../../../time/sessions/writes'
import { rowKey, type SheetRowKey } from '../schema'
import { isInCell, sessionsOfWeek, widenRange } from '../sessions'
import {
  type CellPlan,
  cellText,
  changeWords,
  countCellChanges,
  planCell,
  planWords,
  secondsOn,
  secondsWords,
  spansOf,
} from './cell'

/** A cell with typed text or exact seconds. `seen`: seconds that the person saw. */
type TypedCell = { row: SheetRowKey; date: string; value: string | number; seen: number }

/** Reason why a cell is unchanged. `stale`: its time was changed elsewhere, to `seconds`. */
export type UnchangedCell = {
  refused: 'invalid' | 'stale' | 'unchanged'
  words: string
  href?: string
  seconds: number
}

type Planned = TypedCell & { plan: CellPlan; labels: string[]; words: string }

const idsOf = ({ task_id, ...row }: SheetRowKey) => ({ ...row, task_id: task_id === 'none' ? null : task_id })

/** Returns functions that plan changes of cells. Plans leave out time used by earlier plans. `now` in epoch ms. */
const readCells = async (db: D1Database, user: User, rows: SheetRowKey[], range: Range, now: number) => {
  const { preferences } = user
  const subjects = [...new Set(rows.flatMap((row) => filedSubjects(idsOf(row))))]
  const [{ sessions }, names] = await Promise.all([
    sessionsOfWeek(db, user.id, widenRange(range)),
    subjectNames(db, user.id, subjects),
  ])
  const plans: Planned[] = []
  const cellOn = (row: SheetRowKey, date: string) => {
    const those = sessions.filter(
      ({ project_id, goal_id, task_id }) =>
        project_id === row.project_id &&
        goal_id === row.goal_id &&
        (row.task_id === null || (task_id ?? 'none') === row.task_id),
    )
    const isAhead = date > dayOf(now, preferences)
    const run = isAhead ? undefined : those.find(({ ended_at }) => ended_at === null)
    const own = those.filter((one) => isInCell(one, isAhead) && one.days.some(([day]) => day === date))
    // A running timer is not expected to continue on a future day.
    const others = sessions.filter((one) => !own.includes(one) && !(isAhead && one.ended_at === null))
    return {
      date,
      own,
      isRunning: run !== undefined && date >= dayOf(run.started_at, preferences),
      others: [
        ...plans.flatMap(({ plan }) => spansOf(plan)),
        ...others.map((one) => ({ start: one.started_at, end: one.ended_at === null ? Infinity : intervalEnd(one) })),
      ],
    }
  }
  const secondsOf = (row: SheetRowKey, date: string) => secondsOn(date, cellOn(row, date).own)

  const plan = (cell: TypedCell): Planned | UnchangedCell => {
    const { row, date, value, seen } = cell
    const seconds = secondsOf(row, date)
    const refuse = (refused: UnchangedCell['refused'], words: string, href?: string) => ({
      refused,
      words,
      href,
      seconds,
    })
    if (seconds !== seen)
      return refuse('stale', `This is now ${duration(seconds)}; you saw ${duration(seen)}. Press Enter to save yours.`)
    const typist = { zone: preferences, start: preferences.work_start_minute, clock: preferences.clock, now }
    const planned = planCell(cellOn(row, date), value, typist)
    if (planned === null) return refuse('unchanged', 'Nothing to change.')
    if ('refused' in planned) return refuse('invalid', planned.refused, planned.href)
    const filed = filedSubjects(idsOf(row))
    const named = filed.flatMap((subject) => names.find((one) => one.subject === subject) ?? [])
    const gone = named.find(({ deleted }) => deleted)
    if (planned.adds.length > 0 && (gone || named.length < filed.length))
      return refuse('invalid', gone ? `“${gone.label}” was deleted.` : 'This row was deleted.')
    const words = planWords(planned, preferences.clock)
    const one = { ...cell, plan: planned, labels: named.map(({ label }) => label), words }
    plans.push(one)
    return one
  }
  return { plans, secondsOf, plan }
}

/** The writes of plans as one undoable change. */
const changeOf = (db: D1Database, userId: string, plans: Planned[], now: number) => {
  const added = plans.flatMap(({ plan: { adds, edits, zone }, row, labels }) =>
    adds.map((times): NewSession => {
      const { title, plan_id, chunk_id, tags } = edits[0]?.session ?? { title: labels.at(-1) ?? '', tags: [] }
      return {
        id: uuid(),
        source: 'manual',
        title,
        tags,
        notes: '',
        plan_id,
        chunk_id,
        import_id: null,
        import_key: null,
        time_zone: zone.time_zone,
        day_start_minute: zone.day_start_minute,
        ...idsOf(row),
        ...times,
      }
    }),
  )
  const [edits, deletes] = [plans.flatMap(({ plan }) => plan.edits), plans.flatMap(({ plan }) => plan.deletes)]
  const sessions = [...edits.map(({ session }) => session.id), ...[...deletes, ...added].map(({ id }) => id)]
  const ahead = new Set(plans.flatMap(({ plan }) => (plan.isAhead ? plan.edits : [])))
  const writes = [
    ...edits.flatMap((edit) => {
      const { session, ended_at, duration_seconds } = edit
      const { days, hours } = splitsOf({ ...session, duration_seconds })
      const times = {
        ended_at,
        duration_seconds,
        days: JSON.stringify(days),
        hours: JSON.stringify(hours),
        ...(ahead.has(edit) && { planned_until: ended_at }),
      }
      return setRow(db, 'sessions', userId, session.id, times, now)
    }),
    ...deletes.flatMap(({ id }) => deleteSession(db, userId, id, now)),
    ...(added.length > 0 ? addSessions(db, userId, added, now) : []),
  ]
  return { kind: 'edit' as const, touched: { sessions }, writes }
}

/** Describes the effect of a typed text without saving it. `now` in epoch ms. */
export const previewCell = async (db: D1Database, user: User, cell: TypedCell, now: number) => {
  const planned = (await readCells(db, user, [cell.row], { from: cell.date, to: cell.date }, now)).plan(cell)
  if ('refused' in planned) return planned
  const changes = countCellChanges(planned.plan)
  return changes > 1
    ? { words: `${planned.words}. Changes ${changes} sessions`, isMany: true as const }
    : { words: planned.words }
}

export type CellDraft = UnchangedCell & { value: string }

/** Refused cells, by `<date>~<row>`. */
export type SheetDrafts = Map<string, CellDraft>

type Asked = {
  rows: SheetRowKey[]
  range: Range
  cells: (secondsOf: (row: SheetRowKey, date: string) => number) => TypedCell[]
}

/** `2 sessions deleted. ` */
const deletedWords = (plans: Planned[]) => {
  const count = plans.reduce((sum, { plan }) => sum + plan.deletes.length, 0)
  return count > 1 ? `${count} sessions deleted. ` : ''
}

/** `Thesis, Mon 2 Mar: 30m, was 1h`, with deletions first. If several sessions change, with their new times. */
const summaryOf = (planned: Planned, { clock }: User['preferences'], today: string) => {
  const { plan, labels, date, seen } = planned
  const made = plan.seconds > 0 ? secondsWords(plan) : 'deleted'
  const was = seen > 0 ? `, was ${duration(seen)}` : ''
  const words =
    countCellChanges(plan) > 1 || plan.start !== undefined ? `. ${capitalize(changeWords(plan, clock))}` : ''
  return `${deletedWords([planned])}${labels.join(', ') || 'No project'}, ${shortDate(date, today)}: ${made}${was}${words}`
}

/** Changes cells, with one Undo for all. Refused cells are unchanged. */
const change = async (db: D1Database, user: User, { rows, range, cells }: Asked) => {
  const drafts: SheetDrafts = new Map()
  const changed = await runUndoable<{ refused: true }>(db, user.id, async (now) => {
    drafts.clear()
    const { plan, plans, secondsOf } = await readCells(db, user, rows, range, now)
    for (const cell of cells(secondsOf)) {
      const planned = plan(cell)
      if ('refused' in planned && planned.refused !== 'unchanged') {
        const value = typeof cell.value === 'number' ? cellText(cell.value) : cell.value
        drafts.set(`${cell.date}~${rowKey(cell.row)}`, { ...planned, value })
      }
    }
    const [first, second] = plans
    if (!first) return { refused: true }
    const summary = second
      ? `${deletedWords(plans)}${plans.length} cells saved`
      : summaryOf(first, user.preferences, dayOf(now, user.preferences))
    return { ...changeOf(db, user.id, plans, now), summary }
  })
  return { change: 'refused' in changed ? null : changed, drafts }
}

/** Saves typed cells. */
export const changeCells = (db: D1Database, user: User, cells: TypedCell[]) => {
  const dates = cells.map(({ date }) => date).toSorted()
  const [from = '2000-01-01', to = from] = [dates[0], dates.at(-1)]
  return change(db, user, { rows: cells.map(({ row }) => row), range: { from, to }, cells: () => cells })
}

/** Fills the empty days of a row, up to today, with its times of the previous week. */
export const fillRow = (db: D1Database, user: User, row: SheetRowKey, { from, to }: Range, today: string) =>
  change(db, user, {
    rows: [row],
    range: { from: addDays(from, -7), to },
    cells: (secondsOf) =>
      datesBetween(from, to < today ? to : today).flatMap((date) => {
        const value = secondsOf(row, addDays(date, -7))
        return value > 0 && secondsOf(row, date) === 0 ? { row, date, value, seen: 0 } : []
      }),
  })
