import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { addDays, dayLengthSeconds, dayOf, dayStart, type Zone } from '../../lib/time/days'
import type { ListedSession } from '../../time/sessions/schema'
import { listedSession } from '../../time/sessions/testing'
import { timelineOf } from './timeline'

const zoneOf = (time_zone: string, day_start_minute = 0): Zone => ({ time_zone, day_start_minute })
const [lisbon, newYork, lordHowe] = [zoneOf('Europe/Lisbon'), zoneOf('America/New_York'), zoneOf('Australia/Lord_Howe')]
const [tokyo, honolulu, apia] = [zoneOf('Asia/Tokyo'), zoneOf('Pacific/Honolulu'), zoneOf('Pacific/Apia')]

const session = (start: string | number, minutes: number, zone: Zone, idleMinutes = 0) =>
  listedSession(zone, new Date(start).getTime(), minutes * 60, idleMinutes * 60_000)

const later = Date.parse('2027-01-01')
const at = (date: string, zone: Zone, sessions: ListedSession[] = [], now = later) =>
  timelineOf({ sessions, planned: [], running: null, date, zone, isToday: dayOf(now, zone) === date, now })
const iso = (instant: number) => new Date(instant).toISOString().slice(0, 16)
const spans = (gaps: { from: number; to: number }[]) => gaps.map(({ from, to }) => `${iso(from)} ${iso(to)}`)

describe('a day is drawn as long as it was', () => {
  test.each([
    ['2026-03-29', lisbon, 23],
    ['2026-10-25', lisbon, 25],
    ['2026-03-08', newYork, 23],
    ['2026-11-01', newYork, 25],
    ['2026-10-04', lordHowe, 23.5],
    ['2026-04-05', lordHowe, 24.5],
    ['2026-11-20', lisbon, 24],
    ['2011-12-30', apia, 0],
    ['2026-03-28', zoneOf('Europe/Lisbon', 240), 23],
    ['2026-03-29', zoneOf('Europe/Lisbon', 240), 24],
  ])('%s in %o has %d hours', (date, zone, hours) => {
    const day = at(date, zone)
    expect(day.seconds / 3600).toBe(hours)
    expect(day.seconds).toBe(dayLengthSeconds(date, zone))
  })

  test('today reaches from its first session to the end of the date in the present zone', () => {
    const morning = session('2026-11-20T00:00Z', 60, tokyo)
    const now = Date.parse('2026-11-21T03:00Z')
    const day = at('2026-11-20', honolulu, [morning], now)
    expect([day.seconds / 3600, day.now]).toEqual([43, now])
    expect(day.clockChanges).toEqual([{ at: dayStart('2026-11-21', tokyo), time_zone: 'Pacific/Honolulu' }])
    expect(day.gaps.map(({ zone }) => zone)).toEqual([tokyo, honolulu])
  })

  test('a later start of the day makes the date longer on which it was set', () => {
    const [before, since] = [session('2026-11-20T09:00Z', 60, lisbon), zoneOf('Europe/Lisbon', 240)]
    const day = at('2026-11-20', lisbon, [before, session('2026-11-21T01:00Z', 60, since)])
    expect([day.seconds / 3600, day.clockChanges]).toEqual([28, []])
    expect(spans(day.gaps)).toEqual(['2026-11-20T10:00 2026-11-21T00:00', '2026-11-21T00:00 2026-11-21T01:00'])
    expect(day.gaps.map(({ zone }) => zone.day_start_minute)).toEqual([0, 240])
  })
})

describe('gaps', () => {
  test('lie between sessions and their idle time, from a minute on', () => {
    const day = at('2026-11-20', lisbon, [
      session('2026-11-20T09:00Z', 60, lisbon, 5),
      session('2026-11-20T10:30Z', 50, lisbon),
      session(Date.parse('2026-11-20T11:20Z') + 59_000, 10, lisbon),
    ])
    expect(spans(day.gaps)).toEqual(['2026-11-20T10:05 2026-11-20T10:30'])
  })

  test('reach up to now today, unless a timer runs', () => {
    const sessions = [session('2026-11-20T09:00Z', 60, lisbon)]
    const now = Date.parse('2026-11-20T12:00Z')
    expect(spans(at('2026-11-20', lisbon, sessions, now).gaps)).toEqual(['2026-11-20T10:00 2026-11-20T12:00'])
    const running = { started_at: Date.parse('2026-11-20T11:00Z'), ...lisbon }
    const day = timelineOf({ sessions, planned: [], running, date: '2026-11-20', zone: lisbon, isToday: true, now })
    expect(spans(day.gaps)).toEqual(['2026-11-20T10:00 2026-11-20T11:00'])
    expect(day.run).toEqual({ from: running.started_at, to: now })
    expect(at('2026-11-20', lisbon, [], now).gaps).toEqual([])
  })

  test('and parts of the day cover it from its first to its last activity, and the form reads a gap as it is', () => {
    const dates = fc.constantFrom('2026-03-29', '2026-10-25', '2026-11-01', '2026-04-05', '2026-10-04', '2026-11-20')
    const zone = fc
      .tuple(fc.constantFrom('Europe/Lisbon', 'America/New_York', 'Australia/Lord_Howe'), fc.constantFrom(0, 240))
      .map(([name, minute]) => zoneOf(name, minute))
    const some = fc.array(fc.tuple(fc.nat({ max: 86_400_000 }), fc.nat({ max: 300 }), fc.nat({ max: 30 })), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(dates, zone, some, (date, where, drawn) => {
        const first = dayStart(date, where)
        const sessions = drawn
          .map(([offset, minutes, idle]) => session(first + offset, minutes, where, idle))
          .filter(({ days }) => days[0]?.[0] === date)
        const day = at(date, where, sessions, dayStart(addDays(date, 1), where) + 1)
        expect(day.parts.length).toBe(sessions.length)
        const covered = (instant: number) =>
          day.parts.some(({ from, idle_to }) => from <= instant && instant < idle_to) ||
          day.gaps.some(({ from, to }) => from <= instant && instant < to)
        for (const gap of day.gaps) {
          expect(gap.to - gap.from).toBeGreaterThanOrEqual(120_000)
          expect([gap.from % 60_000, gap.to % 60_000]).toEqual([0, 0])
          for (const { from, idle_to } of day.parts) expect(from >= gap.to || idle_to <= gap.from).toBe(true)
        }
        const last = Math.max(...day.parts.map(({ idle_to }) => idle_to), 0)
        for (let instant = day.parts[0]?.from ?? last; instant < last - 60_000; instant += 600_000) {
          const near = [0, 1000, 30_000, 59_999, 60_000].some((ms) => covered(instant + ms))
          expect(near).toBe(true)
        }
      }),
      { numRuns: runs(300) },
    )
  })
})

test('a session over midnight is marked at both ends', () => {
  const night = session('2026-11-19T23:00Z', 120, lisbon, 10)
  const [one, other] = [at('2026-11-19', lisbon, [night]), at('2026-11-20', lisbon, [night])]
  expect(one.parts).toMatchObject([{ carried: false, goes_on: true }])
  expect(other.parts).toMatchObject([{ carried: true, goes_on: false }])
  const midnight = dayStart('2026-11-20', lisbon)
  expect([one.parts[0]?.to, other.parts[0]?.from]).toEqual([midnight, midnight])
  expect(other.parts[0]?.idle_to).toBe(night.ended_at)
})

test('what is planned is drawn beside the rest, and no gap reaches into it', () => {
  const now = Date.parse('2026-11-20T12:00Z')
  const done = session('2026-11-20T08:00Z', 60, lisbon)
  const planned = [session('2026-11-20T11:00Z', 120, lisbon), session('2026-11-20T12:30Z', 600, lisbon)]
  const today = { date: '2026-11-20', zone: lisbon, isToday: true, running: null, now }
  const day = timelineOf({ sessions: [done], planned, ...today })
  expect(day.parts.map(({ session: { id }, isPlanned }) => [id, isPlanned])).toEqual([
    [done.id, false],
    [planned[0]?.id, true],
    [planned[1]?.id, true],
  ])
  expect(spans(day.gaps)).toEqual(['2026-11-20T09:00 2026-11-20T11:00'])
})
