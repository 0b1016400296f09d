import { streaks } from '../../functions/ledger/streaks'
import type { Preferences } from '../../functions/lib/preferences'
import { rangeText, shortDate } from '../../functions/lib/text/format'
import { addDays, datesBetween, dayNumber, dayStart, splitDays } from '../../functions/lib/time/days'
import { duration, plural } from '../../functions/lib/time/duration'
import { type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import type { Figures } from '../figures/figures'
import { bar } from '../output/table'
import { padLeft, padRight, sanitizeLine, truncateToWidth, widthOf } from '../output/text'
import { callOrFail, parseJsonBody } from '../remote/call'
import { storedAccount } from '../store/account'
import type { Database } from '../store/database'
import { readStoredNote } from '../store/notes'
import { storedPreferences } from '../store/person'
import { sessionsBetween } from '../store/queries'
import { currentDay } from '../time/today'

const usualRange = 30
const longestRange = 366
/** Maximum number of bars, of days or of projects. */
const mostBars = 31
const mostProjects = 8

const rangeOf = (context: Context) => {
  const typed = optionText(context, 'range')
  if (typed === undefined) return usualRange
  const days = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
  if (days < 1 || days > longestRange)
    throw new Failure('usage', `--range needs a number of days from 1 to ${longestRange}.`)
  return days
}

type Bar = { label: string; seconds: number }

/** Bars of one scale: label, bar, then time. */
const bars = ({ terminal }: Context, rows: Bar[]) => {
  const labels = Math.min(24, Math.max(0, ...rows.map(({ label }) => widthOf(label))))
  const times = Math.max(0, ...rows.map(({ seconds }) => duration(seconds).length))
  const room = Math.max(4, Math.min(48, terminal.width - labels - times - 4))
  const most = Math.max(1, ...rows.map(({ seconds }) => seconds))
  return rows.map(({ label, seconds }) => {
    const name = padRight(truncateToWidth(label, labels), labels)
    const time = padLeft(seconds > 0 ? duration(seconds) : '', times)
    return `${name}  ${time}  ${terminal.paint('cyan', bar(seconds / most, room))}`.trimEnd()
  })
}

/** Bars of single days, or of seven days each if there are more than `mostBars`. */
const shownSeries = (series: Figures['series'], today: string): Bar[] => {
  const size = series.length > mostBars ? 7 : 1
  const start = series.length % size
  const groups: Figures['series'][] = start > 0 ? [series.slice(0, start)] : []
  for (let at = start; at < series.length; at += size) groups.push(series.slice(at, at + size))
  return groups.map((days) => ({
    label: shortDate(days[0]?.date ?? today, today),
    seconds: days.reduce((sum, { total_seconds }) => sum + total_seconds, 0),
  }))
}

const lines = (context: Context, figures: Figures, today: string) => {
  const { paint } = context.terminal
  const { total_seconds, session_count, active_days, current_streak, longest_streak, best_day, projects } = figures
  const best = best_day ? [`best day ${shortDate(best_day.date, today)} with ${duration(best_day.seconds)}`] : []
  const source = figures.source === 'device' ? [paint('dim', 'Counted from the sessions on this device.')] : []
  return [
    `${paint('bold', duration(total_seconds))} in ${plural(session_count, 'session')} on ${plural(active_days, 'day')}, ${rangeText(figures.from, figures.to, today)}`,
    [`streak ${plural(current_streak, 'day')}, longest ${plural(longest_streak, 'day')}`, ...best].join(' · '),
    ...source,
    '',
    ...bars(context, shownSeries(figures.series, today)),
    ...(projects.length > 0 ? ['', paint('bold', 'Projects')] : []),
    ...bars(
      context,
      projects
        .slice(0, mostProjects)
        .map(({ label, total_seconds: seconds }) => ({ label: sanitizeLine(label), seconds })),
    ),
  ]
}

const patienceMs = 3_000

type Stats = Omit<Figures, 'projects' | 'source'>
type Breakdown = { items: { label: string; total_seconds: number }[] }

/** Reads figures from the server; null if it is unreachable or nobody is signed in. */
const figuresFromServer = async (context: Context, from: string, to: string): Promise<Figures | null> => {
  const account = storedAccount(context.store().db)
  if (!account?.token) return null
  const { server, token } = account
  const read = async <Body>(path: string) =>
    parseJsonBody<Body>(await callOrFail(context, { server, token, path, timeoutMs: patienceMs }), server)
  try {
    const [stats, breakdown] = await Promise.all([
      read<Stats>(`/api/v1/stats?from=${from}&to=${to}&group=day`),
      read<Breakdown>(`/api/v1/stats/breakdown?from=${from}&to=${to}&by=project`),
    ])
    return { ...stats, projects: breakdown.items, source: 'server' }
  } catch (error) {
    if (error instanceof Failure && error.kind === 'offline') return null
    throw error
  }
}

const add = (sums: Map<string, number>, key: string, seconds: number) => sums.set(key, (sums.get(key) ?? 0) + seconds)

/** Counts the sessions stored on this device. Days off are unknown here. */
const figuresFromDevice = (
  db: Database,
  { from, to, today }: { from: string; to: string; today: string },
  preferences: Preferences,
): Figures => {
  const sessions = sessionsBetween(db, dayStart(from, preferences), dayStart(addDays(to, 1), preferences))
  const names = new Map((readStoredNote(db, 'projects') ?? []).map(({ id, name }) => [id, name]))
  const [byDay, byProject] = [new Map<string, number>(), new Map<string, number>()]
  let session_count = 0
  for (const { data } of sessions) {
    const days = splitDays(data.start_time, data.duration_seconds ?? 0, preferences)
    const within = days.filter(([date]) => date >= from && date <= to)
    if (within.length === 0) continue
    if (within[0] === days[0]) session_count += 1
    for (const [date, seconds] of within) add(byDay, date, seconds)
    const label = data.project_id === null ? 'No project' : (names.get(data.project_id) ?? 'Another project')
    add(
      byProject,
      label,
      within.reduce((sum, [, seconds]) => sum + seconds, 0),
    )
  }
  const active = [...byDay].filter(([, seconds]) => seconds > 0)
  const [best] = active.toSorted((a, b) => b[1] - a[1] || b[0].localeCompare(a[0]))
  const numbers = active.map(([date]) => dayNumber(date)).toSorted((a, b) => a - b)
  const streak = streaks(numbers, { from, to, today, restDays: preferences.rest_days, daysOff: new Set() })
  return {
    from,
    to,
    total_seconds: [...byDay.values()].reduce((sum, seconds) => sum + seconds, 0),
    session_count,
    active_days: active.length,
    current_streak: streak.current,
    longest_streak: streak.longest,
    best_day: best ? { date: best[0], seconds: best[1] } : null,
    series: datesBetween(from, to).map((date) => ({ date, total_seconds: byDay.get(date) ?? 0 })),
    projects: [...byProject]
      .map(([label, total_seconds]) => ({ label, total_seconds }))
      .toSorted((a, b) => b.total_seconds - a.total_seconds),
    source: 'device',
  }
}

/** Prints figures of the last days, from the server or, if it is unreachable, from this device. */
export const stats: Run = async (context) => {
  const { db } = context.store()
  const preferences = storedPreferences(db)
  const days = rangeOf(context)
  const { date: today } = currentDay(preferences, context.now())
  const from = addDays(today, 1 - days)
  const figures =
    (await figuresFromServer(context, from, today)) ?? figuresFromDevice(db, { from, to: today, today }, preferences)
  return { json: figures, text: lines(context, figures, today) }
}
