import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import type { User } from '../../lib/env'
import { readPreferences } from '../../lib/preferences'
import { startTimer, stopTimer } from '../../time/timer/actions'
import { runReminders } from './run'
import { bindings, pushService, remind, subscribed } from './testing'

const service = pushService()

const step = 30_000
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Days of a month, and of the days before and after it. */
const length = 31

const zones = ['Europe/Lisbon', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Auckland']
/** Months in which clocks change somewhere, in UTC. */
const starts = ['2026-03-05', '2026-10-14', '2026-07-01']

const padded = (n: number) => String(n).padStart(2, '0')
const clock = (at: number) => `${padded(Math.floor(at / 60))}:${padded(at % 60)}`

/** Reads clocks at each step, by Intl alone. */
const clocksOf = (zone: string, first: number, last: number) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  })
  const shown: { date: string; minute: number }[] = []
  const firsts = new Map<string, number>()
  for (let at = first; at <= last; at += minute) {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const date = `${part.year}-${part.month}-${part.day}`
    const one = { date, minute: Number(part.hour) * 60 + Number(part.minute) }
    shown.push(one)
    const key = `${date} ${one.minute}`
    if (!firsts.has(key)) firsts.set(key, at)
  }
  return {
    at: (instant: number) => shown[Math.floor((instant - first) / minute)] ?? { date: '', minute: 0 },
    /** The first instant at which clocks show that. */
    instant: (date: string, at: number) => firsts.get(`${date} ${at}`) ?? Number.POSITIVE_INFINITY,
    dates: [...new Set(shown.map(({ date }) => date))],
  }
}

const weekday = (date: string) => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1

const dayTime = fc.integer({ min: 5 * 12, max: 23 * 12 }).map((n) => n * 5)
const offset = fc.integer({ min: 0, max: (length * day) / step - 1 }).map((n) => n * step)
const weekdays = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 })

const life = fc.record({
  zone: fc.constantFrom(...zones),
  start: fc.constantFrom(...starts),
  dayStart: fc.constantFrom(0, 240),
  restDays: fc.subarray([1, 6, 7]),
  daysOff: fc.uniqueArray(fc.integer({ min: 0, max: length }), { maxLength: 8 }),
  quiet: fc.option(
    fc.record({ from: fc.integer({ min: 20 * 60, max: 23 * 60 }), to: fc.integer({ min: 5 * 60, max: 9 * 60 }) }),
  ),
  quietDaysOff: fc.boolean(),
  together: fc.boolean(),
  longTimer: fc.integer({ min: 10, max: 400 }),
  noTimer: fc.record({
    minutes: fc.integer({ min: 10, max: 120 }),
    from: fc.integer({ min: 7 * 60, max: 11 * 60 }),
    to: fc.integer({ min: 13 * 60, max: 19 * 60 }),
    days: weekdays,
  }),
  plan: fc.record({ at: dayTime, days: weekdays }),
  close: fc.record({ at: dayTime, days: weekdays }),
  cards: dayTime,
  morning: dayTime,
  before: fc.integer({ min: 1, max: 60 }),
  timers: fc.array(fc.record({ at: offset, minutes: fc.integer({ min: 1, max: 700 }) }), { maxLength: 12 }),
  tasks: fc.array(
    fc.record({
      made: offset,
      inDays: fc.integer({ min: 0, max: 5 }),
      time: fc.option(dayTime),
      due: fc.option(fc.integer({ min: 0, max: 6 })),
      done: fc.option(offset),
    }),
    { maxLength: 12 },
  ),
  meetings: fc.array(
    fc.record({
      made: offset,
      inDays: fc.integer({ min: 0, max: 4 }),
      time: dayTime,
      length: fc.integer({ min: 10, max: 180 }),
      gone: fc.option(offset),
    }),
    { maxLength: 12 },
  ),
  planned: fc.array(offset, { maxLength: 12 }),
  closed: fc.array(offset, { maxLength: 12 }),
  reviewed: fc.array(fc.record({ at: offset, days: fc.integer({ min: 1, max: 4 }) }), { maxLength: 10 }),
})
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

const later = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10)

/** The person's date: that of the clock, but before the start of their day. */
const dateAt = (clocks: ReturnType<typeof clocksOf>, { dayStart }: Life, at: number) => {
  const { date, minute: now } = clocks.at(at)
  return now < dayStart ? later(date, -1) : date
}

type World = {
  timers: { id: string; title: string; from: number; to: number }[]
  tasks: { id: string; title: string; made: number; time: [string, number] | null; due: string | null; done: number }[]
  meetings: { id: string; title: string; made: number; when: [string, number]; length: number; gone: number }[]
}

/** The life of a person, from what was drawn: timers follow each other. */
const worldOf = (one: Life, clocks: ReturnType<typeof clocksOf>, first: number): World => {
  let free = 0
  const timers = one.timers
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ at, minutes }, n) => {
      if (at < free) return []
      free = at + minutes * minute + step
      return [{ id: `timer-${n}`, title: `Timer ${n}`, from: first + at, to: first + at + minutes * minute }]
    })
  const dateOf = (at: number, days: number) => later(dateAt(clocks, one, first + at), days)
  const ever = Number.POSITIVE_INFINITY
  return {
    timers,
    tasks: one.tasks.map(({ made, inDays, time, due, done }, n) => ({
      ...{ id: `task-${n}`, title: `Task ${n}`, made: first + made },
      time: time === null ? null : [dateOf(made, inDays), time],
      due: due === null ? null : dateOf(made, due),
      done: done !== null && done > made ? first + done : ever,
    })),
    meetings: one.meetings.map(({ made, inDays, time, length: minutes, gone }, n) => ({
      ...{ id: `meeting-${n}`, title: `Meeting ${n}`, made: first + made, length: minutes },
      when: [later(clocks.at(first + made).date, inDays), time],
      gone: gone !== null && gone > made ? first + gone : ever,
    })),
  }
}

type Wanted = { id: string; at: number; until: number; line: string; holds: (now: number) => boolean }

/** All that could be said in the month, each with when it is worth saying. */
const wantedOf = (one: Life, world: World, clocks: ReturnType<typeof clocksOf>, first: number): Wanted[] => {
  const always = () => true
  const endOfDay = (date: string) => clocks.instant(later(date, 1), one.dayStart)
  const hours = (minutes: number) => {
    const [whole, rest] = [Math.floor(minutes / 60), minutes % 60]
    return whole === 0 ? `${rest}m` : rest === 0 ? `${whole}h` : `${whole}h ${padded(rest)}m`
  }
  const doneOn = (events: number[], date: string) => (now: number) =>
    !events.some((at) => first + at <= now && dateAt(clocks, one, first + at) >= date)
  /** The card is due from its first day on, and each review puts it off. */
  const isCardDue = (date: string) => (now: number) => {
    const last = one.reviewed
      .filter(({ at }) => first + at <= now)
      .sort((a, b) => a.at - b.at)
      .at(-1)
    const due = last ? later(dateAt(clocks, one, first + last.at), last.days) : (clocks.dates[0] ?? '')
    return dateAt(clocks, one, now) === date && due <= date
  }
  return [
    ...world.timers.map(
      ({ id, title, from, to }): Wanted => ({
        ...{ id, at: from + one.longTimer * minute, until: from + one.longTimer * minute + day },
        line: `A timer has run for ${hours(one.longTimer)}: ${title}`,
        holds: (now) => now < to,
      }),
    ),
    ...world.tasks.flatMap(({ id, title, made, time, due, done }): Wanted[] => {
      const task = (at: number, line: string): Wanted => ({
        id: `${id} ${at}`,
        at,
        until: at + 60 * day,
        line: `${line}: ${title}`,
        holds: (now) => now >= made && now < done,
      })
      const times = [
        ...(time ? [task(clocks.instant(...time), 'A task’s time has come')] : []),
        ...(due ? [task(clocks.instant(due, one.morning), 'A task has its deadline')] : []),
      ]
      return times.filter(({ at }) => at >= made)
    }),
    ...world.meetings.flatMap(({ id, title, made, when, length: minutes, gone }): Wanted[] => {
      const begins = clocks.instant(...when)
      const at = begins - one.before * minute
      return at < made
        ? []
        : [
            {
              id,
              at,
              until: begins + minutes * minute,
              line: `Meeting at ${clock(when[1])}: ${title}`,
              holds: (now) => now < gone,
            },
          ]
    }),
    ...clocks.dates.flatMap((date): Wanted[] => {
      const times = [
        { name: 'plan', at: one.plan.at, days: one.plan.days, line: 'Plan your day', holds: doneOn(one.planned, date) },
        {
          name: 'close',
          at: one.close.at,
          days: one.close.days,
          line: 'Close the day',
          holds: doneOn(one.closed, date),
        },
        { name: 'cards', at: one.cards, days: [1, 2, 3, 4, 5, 6, 7], line: '1 card to review', holds: isCardDue(date) },
      ]
      return times
        .filter(({ days }) => days.includes(weekday(date)))
        .map(({ name, at, line, holds }) => ({
          id: `${name} ${date}`,
          at: clocks.instant(date, at),
          until: endOfDay(date),
          line,
          holds,
        }))
    }),
    ...clocks.dates
      .filter((date) => one.noTimer.days.includes(weekday(date)))
      .flatMap((date): Wanted[] => {
        const [from, to] = [clocks.instant(date, one.noTimer.from), clocks.instant(date, one.noTimer.to)]
        const ends = world.timers.flatMap(({ to: end }) => (end > from && end < to ? [end] : []))
        return [from, ...ends].flatMap((since): Wanted[] => {
          const at = since + one.noTimer.minutes * minute
          const next = Math.min(...world.timers.flatMap(({ from: begun }) => (begun > since ? [begun] : [])))
          const isRunning = world.timers.some((timer) => timer.from <= since && since < timer.to)
          const { minute: shown } = clocks.at(since)
          const line = since === from ? 'No timer runs yet' : `Nothing runs since ${clock(shown)}`
          // A window that begins while one runs has its gap from the end of that.
          return isRunning || at >= to
            ? []
            : [{ id: `none ${date} ${at}`, at, until: to, line, holds: (now) => now < next }]
        })
      }),
  ].map((wanted) => ({ ...{ holds: always }, ...wanted }))
}

/** Says what comes when, step by step through the month. */
const expected = (one: Life, world: World, clocks: ReturnType<typeof clocksOf>, first: number) => {
  const off = new Set(one.daysOff.map((n) => later(clocks.dates[1] ?? '', n)))
  const isQuiet = (at: number) => {
    const { minute: now } = clocks.at(at)
    if (one.quiet && (now >= one.quiet.from || now < one.quiet.to)) return true
    const date = dateAt(clocks, one, at)
    return one.quietDaysOff && (off.has(date) || one.restDays.includes(weekday(date)))
  }
  let waiting = wantedOf(one, world, clocks, first)
  const said: string[] = []
  for (let at = first; at < first + length * day; at += step) {
    waiting = waiting.filter(({ until }) => until > at)
    if (isQuiet(at)) continue
    const due = waiting.filter((wanted) => wanted.at <= at && wanted.at >= first && wanted.holds(at))
    said.push(...due.map(({ line }) => `${new Date(at).toISOString()} ${line}`))
    waiting = waiting.filter((wanted) => !due.includes(wanted))
  }
  return said.sort()
}

type Act = { at: number; does: () => Promise<unknown> }

test('in a month each reminder comes once, none in quiet hours, and none after what it spoke of was done', async () => {
  const property = fc.asyncProperty(life, async (one) => {
    const first = Date.parse(`${one.start}T00:00:00Z`)
    const clocks = clocksOf(one.zone, first - 2 * day, first + (length + 12) * day)
    const world = worldOf(one, clocks, first)
    const preferences = { time_zone: one.zone, day_start_minute: one.dayStart, rest_days: one.restDays }
    const client = await signedIn(preferences)
    service.pushed.length = 0
    await subscribed(client, service, client.userId)
    const how = {
      ...{ quiet_hours: one.quiet !== null, quiet_from: one.quiet?.from ?? 0, quiet_to: one.quiet?.to ?? 0 },
      ...{ quiet_days_off: one.quietDaysOff, together: one.together },
    }
    const kinds = {
      ...{ timer_runs: { minutes: one.longTimer }, no_timer: one.noTimer, plan_day: one.plan, close_day: one.close },
      ...{ cards_due: { at: one.cards }, task_time: { at: one.morning }, meeting_begins: { minutes: one.before } },
    }
    const since = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, { ...kind, since: first }]))
    await remind(client, since, how)
    const { userId } = client
    const user: Pick<User, 'id' | 'preferences'> = {
      id: userId,
      preferences: readPreferences(JSON.stringify(preferences)),
    }
    const set = (statement: string, ...values: (string | number | null)[]) =>
      env.DB.prepare(statement)
        .bind(...values, userId)
        .run()
    const setDay = (name: string, at: number) => () =>
      set(
        `UPDATE users SET preferences = json_set(preferences, '$.${name}', max(?, coalesce(preferences ->> '$.${name}', ''))) WHERE id = ?`,
        dateAt(clocks, one, first + at),
      )
    await env.DB.batch(
      one.daysOff
        .map((n) =>
          env.DB.prepare('INSERT INTO days_off (user_id, date, seq) VALUES (?, ?, 1)').bind(
            userId,
            later(clocks.dates[1] ?? '', n),
          ),
        )
        .concat(
          env.DB.prepare(
            `INSERT INTO cards (user_id, id, question, answer, sm2_next, fsrs_next, next_review, is_new, seq, created_at, updated_at)
           VALUES (?1, 'card', 'Q', 'A', ?2, ?2, ?2, 0, 1, 1, 1)`,
          ).bind(userId, clocks.dates[0] ?? ''),
        ),
    )
    const acts: Act[] = [
      ...world.timers.flatMap(({ title, from, to }): Act[] => [
        { at: from, does: () => startTimer(env.DB, user, { title }, from) },
        { at: to, does: () => stopTimer(env.DB, user, {}, to) },
      ]),
      ...world.tasks.flatMap(({ id, title, made, time, due, done }): Act[] => [
        {
          at: made,
          does: () =>
            set(
              `INSERT INTO tasks (id, title, date, at, due_date, seq, created_at, updated_at, user_id) VALUES (?, ?, ?, ?, ?, 1, ?, 1, ?)`,
              ...[id, title, time?.[0] ?? null, time ? clock(time[1]) : null, due, made],
            ),
        },
        { at: done, does: () => set("UPDATE tasks SET status = 'done' WHERE id = ? AND user_id = ?", id) },
      ]),
      ...world.meetings.flatMap(({ id, title, made, when: [date, time], length: minutes, gone }): Act[] => [
        {
          at: made,
          does: () =>
            set(
              `INSERT INTO meetings (id, title, date, time, duration_minutes, time_zone, created_at, details_seq, seq, updated_at, user_id)
               VALUES (?, ?, ?, ?, ?, ?, ?, 1, 1, 1, ?)`,
              ...[id, title, date, clock(time), minutes, one.zone, made],
            ),
        },
        { at: gone, does: () => set('UPDATE meetings SET deleted_at = 1 WHERE id = ? AND user_id = ?', id) },
      ]),
      ...one.planned.map((at) => ({ at: first + at, does: setDay('planned_on', at) })),
      ...one.closed.map((at) => ({ at: first + at, does: setDay('closed_on', at) })),
      ...one.reviewed.map(({ at, days }) => ({
        at: first + at,
        does: () =>
          set('UPDATE cards SET next_review = ? WHERE user_id = ?', later(dateAt(clocks, one, first + at), days)),
      })),
    ]
      .filter(({ at }) => at < first + length * day)
      .sort((a, b) => a.at - b.at)

    const said: string[] = []
    const look = async (at: number) => {
      const run = () => runReminders({ ...bindings, LIVE: env.LIVE }, userId, at)
      // An alarm rings at least once.
      const [next] = await Promise.all(at % 3 === 0 ? [run(), run()] : [run()])
      for (const { tag, title, body } of service.pushed.splice(0)) {
        const lines = tag === 'waited' ? body.split('\n') : [body ? `${title}: ${body}` : title]
        said.push(...lines.map((line) => `${new Date(at).toISOString()} ${line}`))
      }
      return next ?? Number.POSITIVE_INFINITY
    }
    let alarm = await look(first)
    for (const { at, does } of [...acts, { at: first + length * day, does: async () => undefined }]) {
      while (alarm < at) alarm = await look(alarm)
      await does()
      if (at < first + length * day) alarm = await look(at)
    }
    expect(said.sort()).toEqual(expected(one, world, clocks, first))
  })
  await fc.assert(property, { numRuns: runs(40, 1), endOnFailure: true })
})
