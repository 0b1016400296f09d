import { memoize } from '../../../functions/lib/time/days'

/** A recurrence rule as RFC 5545 (3.3.10) has it. */
export type NaiveRule = {
  FREQ: 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY' | 'HOURLY' | 'MINUTELY' | 'SECONDLY'
  INTERVAL?: number
  COUNT?: number
  /** As if clocks were in UTC, epoch ms. */
  UNTIL?: number
  WKST?: string
  BYDAY?: string[]
} & Partial<
  Record<
    'BYMONTH' | 'BYWEEKNO' | 'BYYEARDAY' | 'BYMONTHDAY' | 'BYHOUR' | 'BYMINUTE' | 'BYSECOND' | 'BYSETPOS',
    number[]
  >
>

const DAY = 86_400_000
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

const factsOf = memoize(100_000, (day: number) => {
  const date = new Date(day * DAY)
  const [year, month, monthDay] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  const yearStart = Date.UTC(year, 0, 1) / DAY
  return {
    year,
    month,
    monthDay,
    weekday: date.getUTCDay(),
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    yearDay: day - yearStart + 1,
    daysInYear: Date.UTC(year + 1, 0, 1) / DAY - yearStart,
  }
})

/** First day of week 1 of a year: the first week with four days of it. */
const firstWeek = (year: number, wkst: number) => {
  const fourth = Date.UTC(year, 0, 4) / DAY
  return fourth - ((factsOf(fourth).weekday - wkst + 7) % 7)
}

const isWeek = (day: number, wanted: number[], wkst: number) => {
  const { year } = factsOf(day)
  const own = [year + 1, year, year - 1].find((one) => day >= firstWeek(one, wkst)) ?? year
  const start = firstWeek(own, wkst)
  const count = (firstWeek(own + 1, wkst) - start) / 7
  const week = Math.floor((day - start) / 7) + 1
  return wanted.includes(week) || wanted.includes(week - count - 1)
}

/** True when the day is one that the rule names, apart from its interval. */
const isDay = (day: number, rule: NaiveRule, start: number) => {
  const at = factsOf(day)
  const first = factsOf(Math.floor(start / DAY))
  const wkst = weekdays.indexOf(rule.WKST ?? 'MO')
  const { FREQ, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY } = rule
  if (BYMONTH && !BYMONTH.includes(at.month)) return false
  if (BYWEEKNO && !isWeek(day, BYWEEKNO, wkst)) return false
  if (BYYEARDAY && !BYYEARDAY.includes(at.yearDay) && !BYYEARDAY.includes(at.yearDay - at.daysInYear - 1)) return false
  if (BYMONTHDAY && !BYMONTHDAY.includes(at.monthDay) && !BYMONTHDAY.includes(at.monthDay - at.daysInMonth - 1))
    return false
  if (BYDAY) {
    const inYear = FREQ === 'YEARLY' && !BYMONTH
    const [n, of] = inYear ? [at.yearDay, at.daysInYear] : [at.monthDay, at.daysInMonth]
    const named = BYDAY.some((text) => {
      const ordinal = Number(text.slice(0, -2))
      if (text.slice(-2) !== weekdays[at.weekday]) return false
      return ordinal === 0 || ordinal === Math.ceil(n / 7) || ordinal === -Math.ceil((of - n + 1) / 7)
    })
    if (!named) return false
  }
  if (FREQ === 'WEEKLY' && !BYDAY) return at.weekday === first.weekday
  if (FREQ === 'MONTHLY' && !BYDAY && !BYMONTHDAY) return at.monthDay === first.monthDay
  if (FREQ === 'YEARLY' && !BYDAY && !BYMONTHDAY && !BYYEARDAY) {
    if (BYWEEKNO) return at.weekday === first.weekday
    return at.monthDay === first.monthDay && (BYMONTH !== undefined || at.month === first.month)
  }
  return true
}

const periodDays: Record<string, number> = { YEARLY: 366, MONTHLY: 31, WEEKLY: 7 }

const unit = { HOURLY: 3_600_000, MINUTELY: 60_000, SECONDLY: 1000 }

/** Number of the period of the rule's frequency in which a time lies. */
const periodOf = (time: number, rule: NaiveRule) => {
  const day = Math.floor(time / DAY)
  const { year, month, weekday } = factsOf(day)
  if (rule.FREQ === 'YEARLY') return year
  if (rule.FREQ === 'MONTHLY') return year * 12 + month
  if (rule.FREQ === 'WEEKLY') return (day - ((weekday - weekdays.indexOf(rule.WKST ?? 'MO') + 7) % 7) + 700_003) / 7
  if (rule.FREQ === 'DAILY') return day
  return Math.floor(time / unit[rule.FREQ])
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

/** The times of a day that the rule names: parts of the frequency's size and larger limit, others are the start's. */
const timesOf = (rule: NaiveRule, start: number) => {
  const rank = ['SECONDLY', 'MINUTELY', 'HOURLY'].indexOf(rule.FREQ)
  const of = new Date(start)
  const hours = rule.BYHOUR ?? (rank >= 0 ? upTo(24) : [of.getUTCHours()])
  const minutes = rule.BYMINUTE ?? (rank === 0 || rank === 1 ? upTo(60) : [of.getUTCMinutes()])
  const seconds = rule.BYSECOND ?? (rank === 0 ? upTo(60) : [of.getUTCSeconds()])
  const times = hours.flatMap((h) => minutes.flatMap((m) => seconds.map((s) => ((h * 60 + m) * 60 + s) * 1000)))
  return [...new Set(times)].sort((a, b) => a - b)
}

/** All times of a rule up to one, by walking each day from its start and asking each part. */
export const naiveTimes = (rule: NaiveRule, start: number, to: number) => {
  const times = timesOf(rule, start)
  const first = periodOf(start, rule)
  const found: number[] = []
  let period = Number.NaN
  let set: number[] = []
  let isDone = false
  const flush = () => {
    const chosen = rule.BYSETPOS
      ? set.filter((_, i) => rule.BYSETPOS?.includes(i + 1) || rule.BYSETPOS?.includes(i - set.length))
      : set
    for (const time of chosen) {
      if (time < start) continue
      if ((rule.UNTIL !== undefined && time > rule.UNTIL) || (rule.COUNT !== undefined && found.length >= rule.COUNT)) {
        isDone = true
        break
      }
      found.push(time)
    }
    set = []
  }
  const firstDay = Math.floor(start / DAY)
  // A day further, as a period may begin before the start and end after the last time.
  const margin = periodDays[rule.FREQ] ?? 1
  for (let day = firstDay - margin; day <= Math.floor(to / DAY) + margin && !isDone; day += 1) {
    if (!isDay(day, rule, start)) continue
    for (const time of times) {
      const own = periodOf(day * DAY + time, rule)
      if (own < first || (own - first) % (rule.INTERVAL ?? 1) !== 0) continue
      if (own !== period) {
        flush()
        period = own
      }
      set.push(day * DAY + time)
    }
  }
  flush()
  return found.filter((time) => time <= to)
}

export const ruleText = (rule: NaiveRule) =>
  Object.entries(rule)
    .map(
      ([name, value]) =>
        `${name}=${name === 'UNTIL' ? `${new Date(Number(value)).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z` : value}`,
    )
    .join(';')
