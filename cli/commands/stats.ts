import { addDays } from '../../functions/lib/days'
import { duration, plural } from '../../functions/lib/duration'
import { rangeText, shortDate } from '../../functions/lib/format'
import { type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import type { Figures } from '../figures/figures'
import { figuresFromDevice } from '../figures/from-device'
import { figuresFromServer } from '../figures/from-server'
import { bar } from '../output/table'
import { fitted, padded, paddedStart, safeLine, widthOf } from '../output/text'
import { preferencesIn } from '../store/person'
import { todayIn } from '../time/today'

const usualRange = 30
const longestRange = 366
/** Days or projects that are drawn. */
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

/** Bars of equal scale, with their label before and their time behind them. */
const bars = ({ terminal }: Context, rows: Bar[]) => {
  const labels = Math.min(24, Math.max(0, ...rows.map(({ label }) => widthOf(label))))
  const times = Math.max(0, ...rows.map(({ seconds }) => duration(seconds).length))
  const room = Math.max(4, Math.min(48, terminal.width - labels - times - 4))
  const most = Math.max(1, ...rows.map(({ seconds }) => seconds))
  return rows.map(({ label, seconds }) => {
    const name = padded(fitted(label, labels), labels)
    const time = paddedStart(seconds > 0 ? duration(seconds) : '', times)
    return `${name}  ${time}  ${terminal.paint('cyan', bar(seconds / most, room))}`.trimEnd()
  })
}

/** Days, or weeks of seven days where there are many. */
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
      projects.slice(0, mostProjects).map(({ label, total_seconds: seconds }) => ({ label: safeLine(label), seconds })),
    ),
  ]
}

/** Shows figures of the last days, from the server or, without it, from this device. */
export const stats: Run = async (context) => {
  const { db } = context.store()
  const preferences = preferencesIn(db)
  const days = rangeOf(context)
  const { date: today } = await todayIn(db, preferences, context.now())
  const from = addDays(today, 1 - days)
  const figures =
    (await figuresFromServer(context, from, today)) ?? figuresFromDevice(db, { from, to: today, today }, preferences)
  return { json: figures, text: lines(context, figures, today) }
}
