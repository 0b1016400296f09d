import fc from 'fast-check'
import { isWhole } from '../../../../test/support/runs'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
/** Days of a month, 12 in `npm test`: a week and a clock change. */
export const length = isWhole ? 31 : 12

const zones = ['Europe/Lisbon', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Auckland']
/** Months in which clocks change somewhere, in UTC. */
const starts = ['2026-03-05', '2026-10-14', '2026-07-01']

export const padded = (n: number) => String(n).padStart(2, '0')
export const clock = (at: number) => `${padded(Math.floor(at / 60))}:${padded(at % 60)}`
export const hours = (minutes: number) => {
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60]
  return whole === 0 ? `${rest}m` : rest === 0 ? `${whole}h` : `${whole}h ${padded(rest)}m`
}
export const later = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10)
export const weekday = (date: string) => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1

/** Reads clocks of a zone minute by minute, by Intl alone: they change by quarters of an hour at most. */
export const clocksOf = (zone: string, first: number, last: number) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  })
  const shown: { date: string; minute: number }[] = []
  const firsts = new Map<string, number>()
  for (let quarter = first; quarter <= last; quarter += 15 * minute) {
    const part = Object.fromEntries(format.formatToParts(quarter).map(({ type, value }) => [type, value]))
    for (let more = 0; more < 15; more += 1) {
      const one = {
        date: `${part.year}-${part.month}-${part.day}`,
        minute: Number(part.hour) * 60 + Number(part.minute) + more,
      }
      const key = `${one.date} ${one.minute}`
      shown.push(one)
      if (!firsts.has(key)) firsts.set(key, quarter + more * minute)
    }
  }
  return {
    at: (instant: number) => shown[Math.floor((instant - first) / minute)] ?? { date: '', minute: 0 },
    /** The first instant at which clocks show that. */
    instant: (date: string, at: number) => firsts.get(`${date} ${at}`) ?? Number.POSITIVE_INFINITY,
  }
}

const dayTime = fc.integer({ min: 5 * 12, max: 23 * 12 }).map((n) => n * 5)
const offset = fc.integer({ min: 0, max: (length * day) / minute - 1 }).map((n) => n * minute)
const weekdays = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 })
const onDay = fc.integer({ min: 1, max: 7 })
const many = <T>(one: fc.Arbitrary<T>, maxLength = 10) => fc.array(one, { maxLength })
const quiet = fc.option(
  fc.record({ from: fc.integer({ min: 20 * 60, max: 23 * 60 }), to: fc.integer({ min: 5 * 60, max: 9 * 60 }) }),
)
const patternLength = fc.integer({ min: 1, max: 40 }).map((minutes) => minutes * 60)
const pattern = fc.record({
  ...{ work: patternLength, short_break: patternLength, long_break: patternLength },
  rounds: fc.integer({ min: 0, max: 3 }),
})

export const kinds = [
  ...(['focus', 'timer_runs', 'no_timer', 'planned_begins', 'meeting_begins', 'plan_day', 'close_day'] as const),
  ...(['task_time', 'cards_due', 'review_week', 'goal_behind', 'app_earned', 'budget_used', 'week_mail'] as const),
]
export type Kind = (typeof kinds)[number]

/** Timer presses; a block of presses follows each other within hours. */
const press = fc.oneof(
  fc.record({ is: fc.constant('start' as const), pattern: fc.option(pattern), project: fc.boolean() }),
  fc.record({ is: fc.constantFrom('stop', 'break', 'more', 'next', 'endBreak', 'goOn', 'pause', 'resume') }),
)

export const life = fc.record({
  zone: fc.constantFrom(...zones),
  start: fc.constantFrom(...starts),
  dayStart: fc.constantFrom(0, 240),
  weekStart: fc.constantFrom(1, 7),
  restDays: fc.subarray([1, 6, 7]),
  daysOff: fc.uniqueArray(fc.integer({ min: 0, max: length }), { maxLength: 6 }),
  quiet,
  quietDaysOff: fc.boolean(),
  together: fc.boolean(),
  device: fc.constantFrom('all', 'a', 'b'),
  mails: fc.subarray([...kinds], { maxLength: 3 }),
  choices: fc.record({ stops: fc.boolean(), starts: fc.boolean() }),
  values: fc.record({
    timer_runs: fc.record({ minutes: fc.integer({ min: 10, max: 400 }) }),
    no_timer: fc.record({
      minutes: fc.integer({ min: 10, max: 120 }),
      from: fc.integer({ min: 7 * 60, max: 11 * 60 }),
      to: fc.integer({ min: 13 * 60, max: 19 * 60 }),
      days: weekdays,
    }),
    plan_day: fc.record({ at: dayTime, days: weekdays }),
    close_day: fc.record({ at: dayTime, days: weekdays }),
    cards_due: fc.record({ at: dayTime }),
    task_time: fc.record({ at: dayTime }),
    meeting_begins: fc.record({
      minutes: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }) }, fc.constant(24 * 60)),
    }),
    planned_begins: fc.record({ minutes: fc.integer({ min: 1, max: 60 }) }),
    review_week: fc.record({ day: onDay, at: dayTime }),
    week_mail: fc.record({ day: onDay, at: dayTime }),
    goal_behind: fc.record({ day: onDay, at: dayTime }),
  }),
  budget: fc.record({ minutes: fc.integer({ min: 60, max: 3000 }), period: fc.constantFrom('month', 'all') }),
  apps: fc.record({ day: fc.integer({ min: 1, max: 300 }), week: fc.integer({ min: 1, max: 900 }) }),
  presses: many(
    fc.record({
      at: offset,
      steps: fc.array(fc.tuple(press, fc.integer({ min: 1, max: 90 })), { minLength: 1, maxLength: 6 }),
    }),
    8,
  ),
  logged: many(fc.record({ at: offset, minutes: fc.integer({ min: 1, max: 200 }), project: fc.boolean() }), 6),
  blocks: many(
    fc.record({
      made: offset,
      ahead: fc.integer({ min: 1, max: 3000 }),
      minutes: fc.integer({ min: 5, max: 200 }),
      project: fc.boolean(),
      moved: fc.option(fc.record({ at: offset, ahead: fc.integer({ min: 1, max: 3000 }) })),
      gone: fc.option(offset),
    }),
    8,
  ),
  tasks: many(
    fc.record({
      made: offset,
      inDays: fc.integer({ min: 0, max: 5 }),
      time: fc.option(dayTime),
      due: fc.option(fc.integer({ min: 0, max: 6 })),
      moved: fc.option(fc.record({ at: offset, inDays: fc.integer({ min: 0, max: 4 }), time: dayTime })),
      done: fc.option(offset),
    }),
  ),
  meetings: many(
    fc.record({
      made: offset,
      inDays: fc.integer({ min: 0, max: 4 }),
      time: dayTime,
      length: fc.integer({ min: 10, max: 180 }),
      moved: fc.option(fc.record({ at: offset, inDays: fc.integer({ min: 0, max: 4 }), time: dayTime })),
      gone: fc.option(offset),
    }),
  ),
  series: many(
    fc.record({
      made: offset,
      inDays: fc.integer({ min: 0, max: 4 }),
      time: dayTime,
      length: fc.integer({ min: 10, max: 180 }),
      repeat: fc.constantFrom('daily', 'weekdays', 'weekly', 'fortnightly'),
      changes: many(
        fc.record({
          at: offset,
          is: fc.constantFrom('move', 'move', 'track', 'skip', 'skip', 'stop', 'delete'),
          inDays: fc.integer({ min: 0, max: 4 }),
          time: dayTime,
        }),
        4,
      ),
    }),
    3,
  ),
  /** When a page is opened that shows meetings. */
  opened: many(offset, 20),
  goals: many(
    fc.record({
      start: fc.integer({ min: -40, max: length }),
      days: fc.integer({ min: 1, max: 90 }),
      done: fc.option(offset),
    }),
    2,
  ),
  planned: many(offset, 12),
  closed: many(offset, 12),
  cards: many(fc.record({ at: offset, days: fc.integer({ min: 1, max: 4 }) })),
  reviewed: many(offset, 4),
  settings: many(
    fc.tuple(
      offset,
      fc.oneof(
        fc.record({ is: fc.constant('zone' as const), zone: fc.constantFrom(...zones) }),
        fc.record({ is: fc.constant('dayStart' as const), dayStart: fc.constantFrom(0, 240) }),
        fc.record({ is: fc.constant('quiet' as const), quiet, quietDaysOff: fc.boolean() }),
        fc.record({ is: fc.constant('dayOff' as const), inDays: fc.integer({ min: 0, max: 3 }) }),
        fc.record({ is: fc.constant('switch' as const), kind: fc.constantFrom(...kinds) }),
        fc.record({
          is: fc.constant('device' as const),
          device: fc.constantFrom('a', 'b'),
          status: fc.constantFrom(201, 201, 410, 429, 500),
        }),
        fc.record({ is: fc.constant('snooze' as const), back: fc.integer({ min: 0, max: 2 }) }),
      ),
    ),
    16,
  ),
  /** Minutes by which an alarm rings late, in turn. */
  lates: fc.array(fc.constantFrom(0, 0, 0, 1, 3), { minLength: 1, maxLength: 7 }),
})
export type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

export type Span = {
  id: string
  title: string
  made: number
  start: number
  minutes: number
  project: boolean
  zone: string
  dayStart: number
}
export type Task = { id: string; title: string; made: number; time: [string, number] | null; due: string | null }
export type Meeting = { id: string; title: string; zone: string; made: number; when: [string, number]; length: number }

/** It waits for no focus that ends after `begins`. */
export type Candidate = { key: string; kind: Kind; at: number; until: number; begins?: number; line: string }
export type Sent = Candidate & { tries: number; next: number; isDone: boolean; snoozed: boolean; device?: string }
/** `waited` while it was quiet; `isAhead` where what it is about has not begun. */
export type Told = Sent & { waited: boolean; isAhead: boolean }

/** True for what nobody may find among other reminders. */
export const comesAlone = ({ kind, begins, waited, isAhead }: Told) =>
  waited ? isAhead : begins !== undefined || ['focus', 'timer_runs', 'no_timer'].includes(kind)
