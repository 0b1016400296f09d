import type { Context } from 'hono'
import { countsPlanned } from '../../../ledger/planned'
import { isWithin } from '../../../ledger/range'
import { namesOfParts } from '../../../ledger/resolve-subject'
import { freeDay } from '../../../ledger/streaks'
import { noneLabels } from '../../../ledger/subject'
import { openChoices } from '../../../ledger/subject-choices'
import { filedSubjects, subjectNames } from '../../../ledger/sums'
import { awaitAll } from '../../../lib/db/together'
import type { App } from '../../../lib/env'
import { isInOrgTime } from '../../../lib/org'
import {
  addDays,
  datesBetween,
  dayOf,
  dayStart,
  isDate,
  secondsBetween,
  weekOf,
  type Zone,
} from '../../../lib/time/days'
import { daysOff } from '../../../time/days-off/queries'
import type { SubjectNames } from '../../../time/sessions/list/page'
import { filteredSeconds } from '../calendar'
import { rowKey, rowOfKey, type SheetRowKey, type WeekView } from '../schema'
import { isInCell, isTracked, sessionsOfWeek, type WeekSession } from '../sessions'
import { lockReason, secondsOn } from './cell'
import { findRows, unfiledRow } from './find'

type Summed = 'seconds' | 'planned' | 'target'

const sumOf = <Of extends Summed>(those: Record<Of, number>[], of: Of) => those.reduce((sum, one) => sum + one[of], 0)

/** Key of the row with all tasks of a project and goal. */
const pairOf = (row: SheetRowKey) => rowKey({ ...row, task_id: null })

type SheetDays = { days: string[]; today: string; now: number; zone: Zone }

/** Cells of a row, one for each day. @param now epoch ms */
const cellsOf = (sessions: WeekSession[], { days, today, now, zone }: SheetDays) => {
  const run = sessions.find(({ ended_at }) => ended_at === null)
  const tracked = sessions.filter(isTracked)
  return days.map((day) => {
    const isAhead = day > today
    const isRunning = run !== undefined && day <= today && day >= dayOf(run.started_at, zone)
    const [from, to] = [dayStart(day, zone), dayStart(addDays(day, 1), zone)]
    const seconds = secondsOn(day, tracked)
    const own = sessions.filter((one) => isInCell(one, isAhead) && one.days.some(([on]) => on === day))
    return {
      date: day,
      seconds,
      planned: secondsOn(day, sessions) - seconds,
      isAhead,
      /** Start of the timer's part of this day (epoch ms), and its seconds until now. */
      run: isRunning ? { from, seconds: secondsBetween(run.started_at, now, from, to) } : null,
      locked:
        isAhead && seconds > 0
          ? 'Tracked in a time zone where this day had begun. Edit its sessions instead.'
          : lockReason({ own, isRunning }, { zone }),
      last: secondsOn(addDays(day, -7), tracked),
    }
  })
}

/** Subjects of a row and their labels. Null if a subject has no label. */
const namesOfRow = ({ project_id, goal_id, task_id }: SheetRowKey, names: SubjectNames) => {
  const subjects = [`project:${project_id ?? 'none'}`, `goal:${goal_id ?? 'none'}`]
  if (task_id) subjects.push(`task:${task_id}`)
  const labels = subjects.flatMap((subject) => names.get(subject)?.label ?? noneLabels.get(subject) ?? [])
  if (labels.length < subjects.length) return null
  const [name = '', ...words] = labels
  const title = subjects.flatMap((subject) => names.get(subject)?.label ?? []).at(-1)
  return { subjects, project: names.get(subjects[0] ?? ''), name, title, words: words.join(' · ') }
}

/** Sort key of a row: by names. Rows without a project come last, then rows without a goal. */
const orderOf = ({ subjects, name, words }: NonNullable<ReturnType<typeof namesOfRow>>) =>
  [subjects[0] === 'project:none', name, subjects[1] === 'goal:none', words].map(String).join('\n')

/**
 * Data of the timesheet for the week of a date. A row is a pair of project and goal. If the URL names a row for a task,
 * its pair is split by tasks, so that each session is in one row. Null if the filter names a missing row. `now`: epoch
 * ms.
 */
export const readSheet = async (c: Context<App>, view: WeekView, now: number) => {
  const { date, rows: shown, find, subject } = view
  const { user, org, orgTime } = c.var
  const { preferences } = user
  const week = weekOf(date, preferences.week_start)
  const today = dayOf(now, preferences)
  const added = shown.filter((key) => key !== 'last').map(rowOfKey)
  const { near, named, off, found, filter, choices } = await awaitAll({
    near: sessionsOfWeek(c.env.DB, user.id, { from: addDays(week.from, -7), to: week.to }),
    named: subjectNames(c.env.DB, user.id, added.flatMap(filedSubjects)),
    off: orgTime ? [] : daysOff(c.env.DB, user.id, week),
    found: find === undefined ? null : findRows(c.env.DB, user.id, org, find),
    filter: subject ? filteredSeconds(c.env.DB, user.id, subject, week, orgTime) : undefined,
    choices: openChoices(c),
  })
  if (filter === null) return null
  const names = new Map([...near.names, ...named.map((name) => [name.subject, name] as const)])
  const split = new Set(added.filter(({ task_id }) => task_id).map(pairOf))
  const keyOf = ({ project_id, goal_id, task_id = null }: WeekSession) => {
    const row = { project_id, goal_id, task_id: task_id ?? 'none' }
    return split.has(pairOf(row)) ? rowKey(row) : pairOf(row)
  }
  const groups = Map.groupBy(
    near.sessions.filter((session) => isInOrgTime(orgTime, session)),
    keyOf,
  )
  const isInWeek = ({ ended_at, days: on }: WeekSession) =>
    ended_at === null ? isWithin(today, week) : on.some(([day]) => isWithin(day, week))
  const isShown = (one: WeekSession) => isInWeek(one) || (shown.includes('last') && one.ended_at !== null)
  const days = datesBetween(week.from, week.to)
  const isPale = (row: SheetRowKey, those: WeekSession[]) =>
    filter !== undefined &&
    !those.some(({ id }) => filter.seconds.has(id)) &&
    !countsPlanned(filter.filter, { filed: filedSubjects(row), title: '', date })
  const timed = [...groups].flatMap(([key, those]) => (those.some(isShown) ? key : []))
  /** True if last week has rows that this week does not show. */
  const canCopy = [...groups.values()].some((those) => those.some(isTracked) && !those.some(isShown))
  const keys = new Set([...added.map(rowKey), ...timed])
  // In an empty week of a new account, one row is shown to type into.
  const isNew = keys.size === 0 && !canCopy
  const rows = [...(isNew ? [rowKey(unfiledRow)] : keys)].flatMap((key) => {
    const row = rowOfKey(key)
    const named = namesOfRow(row, names)
    // The URL may name rows that are deleted or belong to another context.
    if (!named || !isInOrgTime(orgTime, row)) return []
    const those = groups.get(key) ?? []
    const cells = cellsOf(those, { days, today, now, zone: preferences })
    return {
      key,
      ...named,
      cells,
      seconds: sumOf(cells, 'seconds'),
      planned: sumOf(cells, 'planned'),
      isPale: isPale(row, those),
      isEmpty: !isNew && !those.some(isInWeek),
      /** True if last week has time on days that are still empty. */
      canFill: cells.some((cell) => cell.last > 0 && cell.seconds === 0 && !cell.isAhead && !cell.locked),
    }
  })
  rows.sort((a, b) => orderOf(a).localeCompare(orderOf(b)))
  const free = { restDays: preferences.rest_days, daysOff: new Set(off) }
  const targetOn = (day: string) => (orgTime || freeDay(day, free) ? 0 : preferences.daily_target_minutes * 60)
  const sums = days.map((day, index) => {
    const cells = rows.flatMap((row) => row.cells[index] ?? [])
    return { date: day, seconds: sumOf(cells, 'seconds'), planned: sumOf(cells, 'planned'), target: targetOn(day) }
  })
  const [before, after] = [-7, 7].map((by) => [addDays(date, by)].find(isDate))
  return {
    ...week,
    view,
    date,
    today,
    choices,
    before,
    after,
    rows,
    sums,
    /** Rows that match the search text in the URL. */
    found,
    filter: filter && {
      nameOf: namesOfParts(filter.filter, preferences.clock),
      seconds: [...filter.seconds.values()].reduce((sum, one) => sum + one, 0),
    },
    total: { seconds: sumOf(sums, 'seconds'), planned: sumOf(sums, 'planned'), target: sumOf(sums, 'target') },
    canCopy,
  }
}
export type Sheet = NonNullable<Awaited<ReturnType<typeof readSheet>>>
export type SheetRow = Sheet['rows'][number]
export type SheetCell = SheetRow['cells'][number]
