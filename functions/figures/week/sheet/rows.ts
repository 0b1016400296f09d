import type { Context } from 'hono'
import { freeDay } from '../../../ledger/streaks'
import { allRows, sql } from '../../../lib/db/sql'
import { together } from '../../../lib/db/together'
import type { App } from '../../../lib/env'
import { inTime } from '../../../lib/org'
import { addDays, datesBetween, dayOf, dayStart, isDate, type Range, weekOf } from '../../../lib/time/days'
import { daysOff } from '../../../time/days-off/queries'
import { joinNames, type NameColumns, nameColumns, namesIn } from '../../../time/sessions/named'
import { runningTimer } from '../../../time/timer/queries'
import { type RowOf, rowKey, rowOfKey, type WeekView } from '../schema'
import { lockOf } from './cell'

type Fact = NameColumns & {
  kind: 'tracked' | 'planned' | 'running' | 'added'
  /** Null for what was added, and for the timer. */
  date: string | null
  project_id: string | null
  goal_id: string | null
  task_id: string | null
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
      SELECT 'added', NULL, value ->> 'project', value ->> 'goal', value ->> 'task', 0, NULL, NULL, NULL
      FROM json_each(${JSON.stringify(added)})) AS s ${joinNames(userId)}`)

const sumOf = (facts: Fact[]) => facts.reduce((sum, { seconds }) => sum + seconds, 0)

/** False where a row of the address names what is gone. */
const isNamed = (fact: Fact) =>
  (['project', 'goal', 'task'] as const).every(
    (kind) => !fact[`${kind}_id`] || fact[`${kind}_id`] === 'none' || fact[`${kind}_name`],
  )

/**
 * Data of the timesheet of the week of a date. Its rows are pairs of a project and a goal; a pair for a task of which the
 * address has a row is split by all of its tasks, so that each session is in one row. `now` in epoch ms.
 */
export const readSheet = async (
  c: Context<App>,
  { date, rows: shown }: Pick<WeekView, 'date' | 'rows'>,
  now: number,
) => {
  const { user, orgTime } = c.var
  const { preferences } = user
  const week = weekOf(date, preferences.week_start)
  const today = dayOf(now, preferences)
  const around = { from: addDays(week.from, -7), to: week.to }
  const isCopied = shown.includes('last')
  const added = shown.flatMap((key) => rowOfKey(key) ?? [])
  const read = await together({
    facts: readFacts(c.env.DB, user.id, around, preferences.time_zone, added),
    off: orgTime ? [] : daysOff(c.env.DB, user.id, week),
  })
  const facts = read.facts.filter((fact) => inTime(orgTime, fact) && (fact.kind !== 'added' || isNamed(fact)))
  const split = new Set(added.filter(({ task }) => task).map((row) => rowKey({ ...row, task: null })))
  const keyOf = ({ project_id: project, goal_id: goal, task_id, kind }: Fact) => {
    const pair = rowKey({ project, goal, task: null })
    return split.has(pair) ? rowKey({ project, goal, task: task_id ?? (kind === 'added' ? null : 'none') }) : pair
  }
  const isOfWeek = ({ kind, date: on }: Fact) =>
    kind === 'added' || (kind === 'running' ? week.from <= today && today <= week.to : on !== null && on >= week.from)
  const byRow = Map.groupBy(facts, keyOf)
  const names = namesIn(facts)
  const days = datesBetween(week.from, week.to)
  const nameOf = (subject: string) => names.get(subject)?.label
  /** The timer on a day: from when it counts there (epoch ms), and seconds until now. */
  const runOn = (day: string, startedAt: number) => {
    const from = dayStart(day, preferences)
    const until = Math.min(now, dayStart(addDays(day, 1), preferences))
    return { from, seconds: Math.floor((until - Math.max(from, startedAt)) / 1000) }
  }
  const all = [...byRow].flatMap(([key, those]) => {
    const row = rowOfKey(key)
    if (!row) return []
    const on = (kind: Fact['kind'], day: string) => those.filter((fact) => fact.kind === kind && fact.date === day)
    const run = those.find(({ kind }) => kind === 'running')
    const cells = days.map((day) => {
      const tracked = on('tracked', day)
      const own = tracked.flatMap(({ away }) => (away ? [{ ...preferences, time_zone: away }] : []))
      const isRunning = run !== undefined && day <= today && day >= dayOf(run.seconds, preferences)
      const last = sumOf(on('tracked', addDays(day, -7)))
      return {
        date: day,
        seconds: sumOf(tracked),
        planned: sumOf(on('planned', day)),
        run: isRunning ? runOn(day, run.seconds) : null,
        locked: lockOf({ date: day, own, isRunning }, { zone: preferences, now }),
        last,
      }
    })
    const subjects = [
      `project:${row.project ?? 'none'}`,
      `goal:${row.goal ?? 'none'}`,
      ...(row.task ? [`task:${row.task}`] : []),
    ]
    return {
      key,
      subjects,
      project: names.get(subjects[0] ?? ''),
      words: [nameOf(subjects[1] ?? '') ?? 'no goal', subjects[2] && (nameOf(subjects[2]) ?? 'no task')]
        .filter(Boolean)
        .join(' · '),
      cells,
      seconds: cells.reduce((sum, { seconds }) => sum + seconds, 0),
      isOfWeek: those.some(isOfWeek),
      /** True where last week has time for days that are still empty. */
      canFill: cells.some(({ seconds, locked, last }) => last > 0 && seconds === 0 && !locked),
    }
  })
  const order = (row: (typeof all)[number]) => `${row.project?.label ?? '\uffff'}\n${row.words || '\uffff'}`
  const sheetRows = all.filter((row) => isCopied || row.isOfWeek).sort((a, b) => order(a).localeCompare(order(b)))
  const near = (by: number) => [addDays(date, by)].filter(isDate)[0]
  const free = { restDays: preferences.rest_days, daysOff: new Set(read.off) }
  const sums = days.map((day, index) => ({
    date: day,
    seconds: sheetRows.reduce((sum, { cells }) => sum + (cells[index]?.seconds ?? 0), 0),
    planned: sheetRows.reduce((sum, { cells }) => sum + (cells[index]?.planned ?? 0), 0),
    target: orgTime || freeDay(day, free) ? 0 : preferences.daily_target_minutes * 60,
  }))
  const total = (of: 'seconds' | 'planned' | 'target') => sums.reduce((sum, day) => sum + day[of], 0)
  return {
    ...week,
    date,
    today,
    shown,
    before: near(-7),
    after: near(7),
    rows: sheetRows,
    sums,
    total: { seconds: total('seconds'), planned: total('planned'), target: total('target') },
    /** True where last week has rows that this one does not show. */
    canCopy: !isCopied && all.some((row) => !row.isOfWeek),
  }
}
export type Sheet = Awaited<ReturnType<typeof readSheet>>
export type SheetRow = Sheet['rows'][number]
export type SheetCell = SheetRow['cells'][number]
