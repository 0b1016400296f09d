import type { Context } from 'hono'
import { isWithin } from '../../../ledger/range'
import { freeDay } from '../../../ledger/streaks'
import { noneLabels } from '../../../ledger/subject'
import { allRows, sql } from '../../../lib/db/sql'
import { together } from '../../../lib/db/together'
import type { App } from '../../../lib/env'
import { inTime } from '../../../lib/org'
import {
  addDays,
  datesBetween,
  dayOf,
  dayStart,
  isDate,
  type Range,
  secondsBetween,
  weekOf,
} from '../../../lib/time/days'
import { daysOff } from '../../../time/days-off/queries'
import { sessionChoices } from '../../../time/sessions/choices'
import { joinNames, type NameColumns, nameColumns, namesIn } from '../../../time/sessions/named'
import { runningTimer } from '../../../time/timer/queries'
import { type RowOf, rowKey, rowOfKey, type WeekView } from '../schema'
import { lockOf } from './cell'

type Fact = NameColumns & {
  kind: 'tracked' | 'planned' | 'running' | 'added'
  /** Null for what was added, and for the timer. */
  date: string | null
} & RowOf & {
    /** The timer has its start here, in epoch ms. */
    seconds: number
    /** Another zone than the person's, in which some of it was tracked. */
    away: string | null
  }

/** Seconds by what they are filed under, with names: tracked ones by date, planned ones, the timer, and rows without any. */
const readFacts = (db: D1Database, userId: string, { from, to }: Range, zone: string, added: RowOf[]) =>
  allRows<Fact>(sql(db)`
    SELECT s.kind, s.date, s.project_id, s.goal_id, s.task_id, s.seconds, s.away, ${nameColumns}
    FROM (
      SELECT 'tracked' AS kind, f.date, f.project_id, f.goal_id, f.task_id, sum(f.seconds) AS seconds,
        max(nullif(own.time_zone, ${zone})) AS away, NULL AS plan_id, NULL AS chunk_id
      FROM session_days AS f JOIN sessions AS own ON own.user_id = f.user_id AND own.id = f.session_id
      WHERE f.user_id = ${userId} AND f.date BETWEEN ${from} AND ${to}
      GROUP BY f.date, f.project_id, f.goal_id, f.task_id
      UNION ALL
      SELECT 'planned', day.value ->> 0, project_id, goal_id, task_id, day.value ->> 1, NULL, NULL, NULL
      FROM sessions, json_each(sessions.days) AS day
      WHERE sessions.user_id = ${userId} AND planned_until IS NOT NULL AND deleted_at IS NULL
        AND day.value ->> 0 BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT 'running', NULL, project_id, goal_id, task_id, started_at, NULL, NULL, NULL FROM ${runningTimer(userId)}
      UNION ALL
      SELECT 'added', NULL, value ->> 'project_id', value ->> 'goal_id', value ->> 'task_id', 0, NULL, NULL, NULL
      FROM json_each(${JSON.stringify(added)})) AS s ${joinNames(userId)}`)

const sumOf = (facts: { seconds: number }[]) => facts.reduce((sum, { seconds }) => sum + seconds, 0)

/**
 * Data of the timesheet of the week of a date. Its rows are pairs of a project and a goal; a pair for a task of which the
 * address has a row is split by all of its tasks, so that each session is in one row. `now` in epoch ms.
 */
export const readSheet = async (
  c: Context<App>,
  { date, rows: shown, add }: Pick<WeekView, 'date' | 'rows' | 'add'>,
  now: number,
) => {
  const { user, orgTime } = c.var
  const { preferences } = user
  const week = weekOf(date, preferences.week_start)
  const today = dayOf(now, preferences)
  const added = shown.filter((key) => key !== 'last').map(rowOfKey)
  const {
    facts: all,
    off,
    choices,
  } = await together({
    facts: readFacts(c.env.DB, user.id, { from: addDays(week.from, -7), to: week.to }, preferences.time_zone, added),
    off: orgTime ? [] : daysOff(c.env.DB, user.id, week),
    choices: add === '1' ? sessionChoices(c.env.DB, user.id, c.var.org) : null,
  })
  const facts = all.filter((fact) => inTime(orgTime, fact))
  const names = namesIn(facts)
  const split = new Set(added.filter(({ task_id }) => task_id).map((row) => rowKey({ ...row, task_id: null })))
  const keyOf = ({ kind, ...fact }: Fact) => {
    const pair = rowKey({ ...fact, task_id: null })
    return split.has(pair) ? rowKey({ ...fact, task_id: fact.task_id ?? (kind === 'added' ? null : 'none') }) : pair
  }
  const isShown = ({ kind, date: on }: Fact) =>
    kind === 'running' ? isWithin(today, week) : on === null || on >= week.from || shown.includes('last')
  const days = datesBetween(week.from, week.to)
  const cellsOf = (those: Fact[]) => {
    const run = those.find(({ kind }) => kind === 'running')
    return days.map((day) => {
      const on = (kind: Fact['kind'], of = day) => those.filter((fact) => fact.kind === kind && fact.date === of)
      const own = on('tracked').flatMap(({ away }) => (away ? [{ ...preferences, time_zone: away }] : []))
      const isRunning = run !== undefined && day <= today && day >= dayOf(run.seconds, preferences)
      const [from, to] = [dayStart(day, preferences), dayStart(addDays(day, 1), preferences)]
      return {
        date: day,
        seconds: sumOf(on('tracked')),
        planned: sumOf(on('planned')),
        /** From when the timer counts here (epoch ms), and its seconds until now. */
        run: isRunning ? { from, seconds: secondsBetween(run.seconds, now, from, to) } : null,
        locked: lockOf({ date: day, own, isRunning }, { zone: preferences, now }),
        last: sumOf(on('tracked', addDays(day, -7))),
      }
    })
  }
  const groups = [...Map.groupBy(facts, keyOf)]
  const rows = groups.flatMap(([key, those]) => {
    if (!those.some(isShown)) return []
    const of = rowOfKey(key)
    const cells = cellsOf(those)
    const subjects = [`project:${of.project_id ?? 'none'}`, `goal:${of.goal_id ?? 'none'}`]
    if (of.task_id) subjects.push(`task:${of.task_id}`)
    // An address may name what is gone.
    if (subjects.some((subject) => !names.has(subject) && !noneLabels.has(subject))) return []
    const [name = '', ...words] = subjects.map((subject) => names.get(subject)?.label ?? noneLabels.get(subject) ?? '')
    const seconds = sumOf(cells)
    /** True where last week has time for days that are still empty. */
    const canFill = cells.some((cell) => cell.last > 0 && cell.seconds === 0 && !cell.locked)
    return {
      key,
      subjects,
      project: names.get(subjects[0] ?? ''),
      name,
      words: words.join(' · '),
      cells,
      seconds,
      canFill,
    }
  })
  // Rows without a project, or a goal, come last.
  const order = ({ subjects, name, words }: (typeof rows)[number]) =>
    [subjects[0] === 'project:none', name, subjects[1] === 'goal:none', words].map(String).join('\n')
  rows.sort((a, b) => order(a).localeCompare(order(b)))
  const free = { restDays: preferences.rest_days, daysOff: new Set(off) }
  const sums = days.map((day, index) => {
    const cells = rows.flatMap((row) => row.cells[index] ?? [])
    const target = orgTime || freeDay(day, free) ? 0 : preferences.daily_target_minutes * 60
    return { date: day, seconds: sumOf(cells), planned: cells.reduce((sum, { planned }) => sum + planned, 0), target }
  })
  const total = (of: 'seconds' | 'planned' | 'target') => sums.reduce((sum, day) => sum + day[of], 0)
  const [before, after] = [-7, 7].map((by) => [addDays(date, by)].find(isDate))
  return {
    ...{ ...week, date, today, shown, add, choices, before, after, rows, sums },
    total: { seconds: total('seconds'), planned: total('planned'), target: total('target') },
    /** True where last week has rows that this one does not show. */
    canCopy: groups.some(([, those]) => those[0]?.kind === 'tracked' && !those.some(isShown)),
  }
}
export type Sheet = Awaited<ReturnType<typeof readSheet>>
export type SheetRow = Sheet['rows'][number]
export type SheetCell = SheetRow['cells'][number]
