import { duration } from '../../lib/text/format'
import { truncateText } from '../../lib/text/text'
import { minuteMs } from '../../lib/time/units'
import { type EpochRange, subtractSpans } from './zones'

/** An app in use. Instants in epoch ms. */
export type AppInterval = { app: string; start: number; end: number }

/** Seconds of each app, longest first. */
type Split = { app: string; seconds: number }[]

/** A stretch of use, with its apps, and all uses of the day. */
export type Stretch = { name: string; start: number; end: number; apps: Split; uses: AppInterval[] }

/** A shorter pause does not end a stretch. */
const pauseMs = 10 * minuteMs

/** Length of the parts that each get their most used app. Half an hour is high enough to touch. */
const partMs = 30 * minuteMs

/** Shorter stretches are not drawn. */
const leastMs = 20 * minuteMs

/** Periods of device use between pauses. @param uses sorted by start */
const periodsOf = (uses: AppInterval[]) => {
  const periods: { start: number; end: number }[] = []
  for (const { start, end } of uses) {
    const last = periods.at(-1)
    if (last && start - last.end < pauseMs) last.end = Math.max(last.end, end)
    else periods.push({ start, end })
  }
  return periods
}

/** Seconds of each app between two instants. */
const appsIn = (uses: AppInterval[], from: number, to: number): Split => {
  const seconds = new Map<string, number>()
  for (const { app, start, end } of uses) {
    const length = Math.min(end, to) - Math.max(start, from)
    if (length > 0) seconds.set(app, (seconds.get(app) ?? 0) + length / 1000)
  }
  return [...seconds]
    .map(([app, seconds]) => ({ app, seconds: Math.round(seconds) }))
    .sort((a, b) => b.seconds - a.seconds || (a.app < b.app ? -1 : 1))
}

/** Names the first app if it has more than half of the time, else two that do, else the first and how many more. */
export const appNames = (apps: Split) => {
  const half = apps.reduce((sum, { seconds }) => sum + seconds, 0) / 2
  const [first = { app: '', seconds: 0 }, second = first] = apps
  if (first.seconds > half) return first.app
  return first.seconds + second.seconds > half
    ? `${first.app}, ${second.app}`
    : `${first.app} and ${apps.length - 1} more`
}

/** Maximum number of apps named in a text, and maximum length of a name. */
const [namedApps, longestName] = [3, 40]

/** `Code 30m, Firefox 28m, Mail 10m, 2 more 3m` */
export const splitWords = (apps: Split) => {
  const named = apps
    .slice(0, namedApps)
    .map(({ app, seconds }) => `${truncateText(app, longestName)} ${duration(seconds)}`)
  const others = apps.slice(namedApps)
  const rest = others.reduce((sum, { seconds }) => sum + seconds, 0)
  return [...named, ...(others.length > 0 ? [`${others.length} more ${duration(rest)}`] : [])].join(', ')
}

/** The apps of a part of a stretch. */
export const splitOf = ({ uses }: Pick<Stretch, 'uses'>, { from, to }: EpochRange) => appsIn(uses, from, to)

/** Stretches of a day in whole minutes. Consecutive parts with the same most used app form one stretch. */
export const stretchesOf = (all: AppInterval[], day: { from: number; to: number }): Stretch[] => {
  const uses = all
    .map(({ app, start, end }) => ({ app, start: Math.max(start, day.from), end: Math.min(end, day.to) }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start)
  const spans = periodsOf(uses).flatMap(({ start, end }) => {
    const parts: AppInterval[] = []
    for (let from = start; from < end; ) {
      const next = Math.ceil((from + partMs) / partMs) * partMs
      // The last part extends to the end, so that none is shorter than half an hour.
      const to = end - next < partMs ? end : next
      const app = appsIn(uses, from, to)[0]?.app ?? ''
      const last = parts.at(-1)
      if (last?.app === app) last.end = to
      else parts.push({ app, start: from, end: to })
      from = to
    }
    return parts
  })
  return spans
    .filter(({ start, end }) => end - start >= leastMs)
    .map(({ start, end }) => {
      const whole = (at: number) => Math.round(at / minuteMs) * minuteMs
      const apps = appsIn(uses, start, end)
      return { name: appNames(apps), start: whole(start), end: whole(end), apps, uses }
    })
}

/** A tracked interval, with the page of its session or timer. */
type Tracked = EpochRange & { href: string }

/** A stretch with its longest untracked part, else the page of the session that covers most of it. */
export type OfferedStretch<S> = S & ({ free: EpochRange; logged: null } | { free: null; logged: string })

const lengthOf = ({ from, to }: EpochRange) => to - from

const longest = <S extends EpochRange>(spans: S[]) => spans.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0]

const common = (one: EpochRange, other: EpochRange) => ({
  from: Math.max(one.from, other.from),
  to: Math.min(one.to, other.to),
})

export const offerStretch = <S extends Stretch>(stretch: S, tracked: Tracked[]): OfferedStretch<S> => {
  const whole = { from: stretch.start, to: stretch.end }
  const free = longest(subtractSpans(whole, tracked)) ?? whole
  const most = longest(tracked.map((one) => ({ ...one, ...common(whole, one) })))
  return !most || lengthOf(free) >= leastMs
    ? { ...stretch, free, logged: null }
    : { ...stretch, free: null, logged: most.href }
}

/** The longest app use in a gap that can be logged, with its apps. */
export const loggableUse = (gap: EpochRange, stretches: OfferedStretch<Stretch>[]) => {
  const found = longest(
    stretches
      .flatMap(({ uses, free }) => (free ? [{ uses, ...common(gap, free) }] : []))
      .filter((one) => lengthOf(one) >= leastMs),
  )
  return found && { from: found.from, to: found.to, apps: splitOf(found, found) }
}
