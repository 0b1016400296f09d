import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { iso } from '../../lib/api/values'
import { dayOf, dayStart, splitDays, type Zone } from '../../lib/time/days'
import { groupByDay } from '../../time/sessions/list/days'
import type { ListedSession } from '../../time/sessions/schema'
import { listedSession } from '../../time/sessions/testing'
import { resolveTyped } from '../../time/sessions/times/resolve'
import { clockChanges, lengthInWords, marksOf } from '../lanes/zones'
import { timelineOf } from './timeline'

const DAY = 86_400_000

const anyZone: fc.Arbitrary<Zone> = fc.record({
  time_zone: fc.constantFrom(
    ...['Europe/Lisbon', 'America/New_York', 'Asia/Tokyo', 'Asia/Kolkata', 'Australia/Lord_Howe'],
    ...['Pacific/Honolulu', 'Pacific/Kiritimati', 'Pacific/Midway', 'Pacific/Apia'],
  ),
  day_start_minute: fc.constantFrom(0, 0, 240, 810, 1439),
})

/** Days around clock changes, and around the date that Samoa left out. */
const anyStart = fc.constantFrom(
  ...['2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31', '2011-12-28'],
)

/** Sessions one after another, sometimes over the one before, in the zone of their time: it changes now and then. */
const anyHistory = fc
  .tuple(
    anyStart,
    fc.array(
      fc.record({
        zone: fc.option(anyZone, { freq: 3 }),
        /** minutes after the end of the one before, and of the session, and seconds besides */
        wait: fc.oneof(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 0, max: 1_500 })),
        minutes: fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: 3_000 })),
        seconds: fc.nat({ max: 59 }),
        idle: fc.oneof(fc.constant(0), fc.nat({ max: 100 })),
      }),
      { minLength: 1, maxLength: 10 },
    ),
    anyZone,
  )
  .map(([start, steps, home]) => {
    let [at, zone] = [Date.parse(`${start}T09:00:00Z`), home]
    return steps.map((step) => {
      zone = step.zone ?? zone
      const session = listedSession(zone, at + step.wait * 60_000, step.minutes * 60 + step.seconds, step.idle * 60_000)
      at = session.ended_at
      return session
    })
  })

const ledgerOf = (sessions: ListedSession[], date: string) =>
  sessions.flatMap((session) =>
    session.days.flatMap(([day, seconds]) => (day === date ? [{ id: session.id, seconds }] : [])),
  )

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1)

const datesOf = (sessions: ListedSession[]) => [...new Set(sessions.flatMap(({ days }) => days.map(([date]) => date)))]

const dayOn = (sessions: ListedSession[], date: string, zone: Zone, now: number) =>
  timelineOf({
    sessions: sessions.filter(({ days }) => days.some(([day]) => day === date)),
    planned: [],
    running: null,
    date,
    zone,
    isToday: false,
    now,
  })

test('a past day stays as it was drawn, whatever the zone and the start of the day become', () => {
  fc.assert(
    fc.property(anyHistory, anyZone, anyZone, fc.nat({ max: 400 }), (sessions, one, other, days) => {
      const end = Math.max(...sessions.map(({ ended_at }) => ended_at)) + 3 * DAY
      for (const date of datesOf(sessions)) {
        expect(dayOn(sessions, date, one, end)).toEqual(dayOn(sessions, date, other, end + days * DAY))
      }
    }),
    { numRuns: runs(500) },
  )
})

test('a day draws what the ledger counts on it, within its bounds, and sums to the same', () => {
  fc.assert(
    fc.property(anyHistory, anyZone, (sessions, zone) => {
      const now = Math.max(...sessions.map(({ ended_at }) => ended_at)) + DAY
      for (const date of datesOf(sessions)) {
        const day = dayOn(sessions, date, zone, now)
        const drawn = day.parts.map(({ session, from, to }) => ({ id: session.id, seconds: (to - from) / 1000 }))
        const counted = ledgerOf(sessions, date)
        expect(drawn.toSorted(byId)).toEqual(counted.toSorted(byId))
        for (const { from, to, idle_to } of day.parts) {
          expect(day.from <= from && from <= to && to <= idle_to && idle_to <= day.to).toBe(true)
        }
        const listed = sessions.map((session) => ({ ...session, date, starts: 1 as const }))
        const [sums] = groupByDay(listed, [], [date])
        expect(sums?.tracked_seconds).toBe(counted.reduce((sum, { seconds }) => sum + seconds, 0))
      }
    }),
    { numRuns: runs(500) },
  )
})

test('the zones of a day follow each other from its beginning to its end', () => {
  fc.assert(
    fc.property(anyHistory, anyZone, (sessions, zone) => {
      for (const date of datesOf(sessions)) {
        const day = dayOn(sessions, date, zone, Number.MAX_SAFE_INTEGER)
        expect(day.zones.map(({ from }) => from)).toEqual([day.from, ...day.zones.slice(0, -1).map(({ to }) => to)])
        expect(day.zones.at(-1)?.to).toBe(day.to)
        const [first] = day.parts
        if (first) expect(day.from).toBe(Math.min(first.from, dayStart(date, first.session)))
        for (const { at, time_zone } of day.clockChanges) {
          expect(day.zones.find(({ from }) => from === at)?.zone.time_zone).toBe(time_zone)
        }
      }
    }),
    { numRuns: runs(300) },
  )
})

test('a gap lies between sessions, and a session that fills it counts on its date alone', () => {
  fc.assert(
    fc.property(anyHistory, anyZone, (sessions, zone) => {
      const now = Math.max(...sessions.map(({ ended_at }) => ended_at)) + DAY
      for (const date of datesOf(sessions)) {
        const day = dayOn(sessions, date, zone, now)
        const zones = new Set(day.parts.map(({ session }) => `${session.time_zone} ${session.day_start_minute}`))
        for (const gap of day.gaps) {
          for (const { from, idle_to } of day.parts) expect(idle_to <= gap.from || gap.to <= from).toBe(true)
          expect(zones.has(`${gap.zone.time_zone} ${gap.zone.day_start_minute}`)).toBe(true)
          const block = { started_at: iso(gap.from), ended_at: iso(gap.to) }
          const read = resolveTyped(block, { now, zone: gap.zone })
          expect(read).toMatchObject({ started_at: gap.from, ended_at: gap.to })
          const seconds = (gap.to - gap.from) / 1000
          expect(splitDays(gap.from, seconds, gap.zone)).toEqual([[date, seconds]])
          expect(dayOf(gap.from, gap.zone)).toBe(date)
        }
      }
    }),
    { numRuns: runs(500) },
  )
})

test('a gap has the zone before it while the date lasts there', () => {
  fc.assert(
    fc.property(anyZone, anyZone, fc.nat({ max: 2_000 }), (before, after, wait) => {
      const started_at = dayStart('2026-11-20', before) + 3_600_000
      const next = started_at + (60 + wait) * 60_000
      if (dayOf(next, after) !== '2026-11-20') return
      const sessions = [listedSession(before, started_at, 3_600), listedSession(after, next, 3_600)]
      const day = dayOn(sessions, '2026-11-20', before, next + DAY)
      const ends = dayStart('2026-11-21', before)
      const gaps = [
        { from: started_at + 3_600_000, to: Math.min(next, ends), zone: before },
        { from: Math.max(ends, dayStart('2026-11-20', after)), to: next, zone: after },
      ]
      expect(day.gaps).toEqual(gaps.filter(({ from, to }) => to - from >= 120_000))
    }),
    { numRuns: runs(500) },
  )
})

test('a day says how long it was, and how far the clocks of a flight moved', () => {
  const [lisbon, azores] = ['Europe/Lisbon', 'Atlantic/Azores'].map((time_zone) => ({ time_zone, day_start_minute: 0 }))
  const [from, at, to] = ['00:00', '13:25', '23:59'].map((time) => Date.parse(`2026-11-24T${time}Z`))
  const zones = [
    { from, to: at, zone: lisbon },
    { from: at, to, zone: azores },
  ] as Parameters<typeof clockChanges>[0]
  expect(marksOf('2026-11-24', clockChanges(zones), 'Europe/Lisbon')).toEqual([
    { minutes: 745, zone: 'Atlantic/Azores', words: 'Azores time, −1h' },
  ])
  const long = (seconds: number) => lengthInWords('2026-11-24', { seconds, zones: zones.slice(0, 1) }, 'Europe/Lisbon')
  expect([long(25 * 3600), long(95_700)]).toEqual(['25-hour day', '26h 35m day'])
})
