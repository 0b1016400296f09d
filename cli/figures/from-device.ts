import { streaks } from '../../functions/ledger/streaks'
import { addDays, datesBetween, dayNumber, dayStart, splitDays } from '../../functions/lib/days'
import type { Preferences } from '../../functions/lib/preferences'
import type { Database } from '../store/database'
import { noteIn } from '../store/notes'
import { sessionsBetween } from '../store/queries'
import type { Figures } from './figures'

const longestMs = 72 * 3_600_000

const add = (sums: Map<string, number>, key: string, seconds: number) => sums.set(key, (sums.get(key) ?? 0) + seconds)

/** Counts the sessions of this device. Days off are not known here. */
export const figuresFromDevice = (
  db: Database,
  { from, to, today }: { from: string; to: string; today: string },
  preferences: Preferences,
): Figures => {
  const sessions = sessionsBetween(db, dayStart(from, preferences) - longestMs, dayStart(addDays(to, 1), preferences))
  const names = new Map((noteIn(db, 'projects') ?? []).map(({ id, name }) => [id, name]))
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
