import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { lisbon } from '../../../../test/support/times'
import { addDays, dayStart, splitDays, wallTime, type Zone } from '../../../lib/time/days'
import { coveredSeconds, intervalEnd, overlapSeconds } from '../../../lib/time/hours'
import { listedSession } from '../../../time/sessions/testing'
import { freeSpans } from '../../dashboard/work'
import { type Cell, type CellSettings, countCellChanges, planCell, planWords, secondsOn } from './cell'

const date = '2026-11-25'
const at = (time: string, zone: Zone = lisbon) => wallTime(date, time, zone)
const typist = (more: Partial<CellSettings> = {}): CellSettings => ({
  zone: lisbon,
  start: 540,
  clock: 24,
  now: at('23:59') + 86_400_000,
  ...more,
})
const session = (from: string, minutes: number, zone: Zone = lisbon) =>
  listedSession(zone, at(from, zone), minutes * 60)
const busy = (from: string, to: string) => ({ start: at(from), end: at(to) })

type Has = Partial<Cell>
const plan = (typed: string, { own = [], others = [], isRunning = false, ...more }: Has = {}, of = typist()) =>
  planCell({ date, own, others, isRunning, ...more }, typed, of)

const words = (...given: Parameters<typeof plan>) => {
  const planned = plan(...given)
  return planned && ('refused' in planned ? planned.refused : planWords(planned, 24))
}

describe('a cell', () => {
  test.each([
    ['1:30', '1h 30m, 09:00–10:30'],
    ['1.5', '1h 30m, 09:00–10:30'],
    ['1,5', '1h 30m, 09:00–10:30'],
    ['90m', '1h 30m, 09:00–10:30'],
    ['2', '2h, 09:00–11:00'],
    ['1h 30m', '1h 30m, 09:00–10:30'],
    ['+15m', '15m, 09:00–09:15'],
    ['', null],
    ['0', null],
    ['-15m', 'There is no time to subtract from.'],
    ['130', '1h 30m, 09:00–10:30'],
    ['0130', '1h 30m, 09:00–10:30'],
    ['+130', '1h 30m, 09:00–10:30'],
    ['175', 'Enter 175m for minutes, or hours up to 24.'],
    ['26', 'Enter 26m for minutes, or hours up to 24.'],
    ['+15', 'Enter +15m or +15h.'],
    ['+1', '1h, 09:00–10:00'],
    ['soon', 'Enter time as 1:30, 1.5, 90m or +15m; 0 deletes.'],
  ])('that is empty takes %s', (typed, said) => {
    expect(words(typed)).toBe(said)
  })

  test('takes three or four digits as hours and minutes', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.nat(59), fc.constantFrom('', '+', '-'), (hours, minutes, sign) => {
        const [short, clock] = [`${hours}`, `${hours}:${String(minutes).padStart(2, '0')}`]
        const own = [session('09:00', 30)]
        for (const typed of [clock.replace(':', ''), `${short.padStart(2, '0')}${clock.slice(-2)}`])
          expect(plan(`${sign}${typed}`, { own })).toEqual(plan(`${sign}${clock}`, { own }))
      }),
      { numRuns: runs(100) },
    )
  })

  test('takes the first free time that is long enough, and gaps where none is, but for short ones', () => {
    const others = [busy('09:35', '11:35'), busy('11:40', '12:00')]
    expect(words('1:30', { others })).toBe('1h 30m, 12:00–13:30')
    expect(words('0:30', { others })).toBe('30m, 09:00–09:30')
    expect(words('1:30', { others: [...others, busy('13:00', '22:00')] })).toBe('1h 30m, 09:00–09:35 and 12:00–12:55')
  })

  test('gets more behind its last session, and the rest in the next free time', () => {
    const own = [session('09:00', 30), session('10:00', 30)]
    expect(words('1:15', { own })).toBe('1h 15m, the one from 10:00 ends at 10:45')
    expect(words('+1h', { own, others: [busy('10:45', '12:00')] })).toBe(
      '2h, the one from 10:00 ends at 10:45 and 12:00–12:45',
    )
    expect(words('+1h', { own, others: [busy('10:30', '22:00')] })).toBe(
      '2h, 08:30–09:00 and 09:30–10:00; starts before your usual 09:00',
    )
    expect(words('1:00', { own })).toBeNull()
  })

  test('that is emptied deletes its sessions', () => {
    const own = [session('09:00', 30), session('10:00', 30)]
    expect(words(' ', { own })).toBe('Those from 09:00 and 10:00 are deleted')
  })

  test('loses time from the end, its last sessions first; 0 deletes them', () => {
    const own = [session('09:00', 60), session('11:00', 30)]
    expect(words('1:15', { own })).toBe('1h 15m, the one from 11:00 ends at 11:15')
    expect(words('0:45', { own })).toBe('45m, the one from 11:00 is deleted and the one from 09:00 ends at 09:45')
    expect(words('0', { own })).toBe('Those from 09:00 and 11:00 are deleted')
    expect(words('0', { own: own.slice(1) })).toBe('The one from 11:00 is deleted')
    expect(words('-1', { own })).toBe('30m, the one from 11:00 is deleted and the one from 09:00 ends at 09:30')
  })

  test('says in plain words that a day is full, and takes its evening before that', () => {
    expect(words('1:00', { others: [busy('00:00', '21:30')] })).toBe('1h, 21:30–22:30')
    expect(words('1:00', { others: [busy('00:00', '23:59')] })).toBe('No time is free on this day.')
    expect(words('3:00', { others: [busy('00:00', '22:00')] })).toBe(
      'At most 2h fit here. Other time takes the rest of this day.',
    )
    expect(words('15:00', {}, typist({ now: at('14:07') }))).toBe('At most 14h 07m fit until now (14:07).')
    expect(words('0:30', {}, typist({ now: at('00:00') }))).toBe('No time is free until now (00:00).')
    expect(words('25h')).toBe('This day only has 24h.')
    expect(words('25h', { own: [session('09:00', 60)] })).toBe('This day only has 24h.')
    expect(words('24h')).toBe('24h, 00:00–00:00; starts before your usual 09:00')
  })

  test('goes before the usual start where there is no room after it, and says so', () => {
    expect(words('15:00')).toBe('15h, 07:00–22:00; starts before your usual 09:00')
    expect(words('13:00')).toBe('13h, 09:00–22:00')
    expect(words('1:30', {}, typist({ now: at('08:30') }))).toBe('1h 30m, 07:00–08:30; starts before your usual 09:00')
    expect(words('1:30', {}, typist({ now: at('10:00') }))).toBe('1h 30m, 08:30–10:00; starts before your usual 09:00')
    expect(words('1:30', {}, typist({ now: at('10:30') }))).toBe('1h 30m, 09:00–10:30')
    expect(words('1:30', {}, typist({ now: at('13:00') }))).toBe('1h 30m, 09:00–10:30')
  })

  test('changes only its day of a session over midnight', () => {
    const before = listedSession(lisbon, at('00:00') - 3600_000, 2 * 3600)
    expect(plan('0', { own: [before] })).toMatchObject({ edits: [{ ended_at: at('00:00'), duration_seconds: 3600 }] })
    expect(words('1:30', { own: [before] })).toBe('1h 30m, the one from 23:00 ends at 01:30')
    const after = session('23:00', 120)
    expect(words('0:30', { own: [after] })).toBe('The session from 23:00 ends after midnight. Edit it instead.')
    expect(plan('0:30', { own: [after] })).toMatchObject({ href: `/sessions/${after.id}/edit` })
    expect(words('2:00', { own: [after] })).toBe('2h, 09:00–10:00')
    expect(words('14:30', { own: [after] })).toBe('14h 30m, 08:30–22:00; starts before your usual 09:00')
  })

  test('of a day ahead plans, with the whole of that day to choose from', () => {
    const ahead = typist({ now: at('12:00') - 86_400_000 })
    const own = [session('09:00', 90)]
    expect(words('1:30', {}, ahead)).toBe('1h 30m planned, 09:00–10:30')
    expect(words('1', { others: [busy('08:00', '09:15')] }, ahead)).toBe('1h planned, 09:15–10:15')
    expect(words('0:30', { own }, ahead)).toBe('30m planned, the one from 09:00 ends at 09:30')
    expect(words('0', { own }, ahead)).toBe('The one from 09:00 is deleted')
    expect(words('20', { others: [busy('00:00', '09:00')] }, ahead)).toMatch('At most 15h fit here.')
  })

  test('is locked while the timer runs, and where its sessions are in another zone', () => {
    const azores = { time_zone: 'Atlantic/Azores', day_start_minute: 0 }
    expect(words('1:00', { isRunning: true })).toMatch('The timer is running here')
    expect(words('1:00', { own: [session('09:00', 30, azores)] })).toBe(
      'Tracked in Atlantic/Azores. Edit its sessions instead.',
    )
    expect(
      words('2:00', { own: [session('09:00', 30), session('11:00', 30, { ...lisbon, day_start_minute: 240 })] }),
    ).toMatch('several day starts')
  })
})

const anyZone = fc.constantFrom<Zone>(
  lisbon,
  { time_zone: 'Europe/Berlin', day_start_minute: 240 },
  { time_zone: 'America/St_Johns', day_start_minute: 330 },
)
const anyDate = fc.constantFrom('2026-11-25', '2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01')

const anyDay = fc
  .tuple(
    anyZone,
    anyDate,
    fc.array(
      fc.record({
        at: fc.integer({ min: -7200, max: 88_000 }),
        fraction: fc.constantFrom(0, 0, 0, 370),
        seconds: fc.oneof(
          fc.integer({ min: 0, max: 240 }).map((m) => m * 60),
          fc.integer({ min: 0, max: 9000 }),
        ),
        idle: fc.constantFrom(0, 0, 0, 600_000),
        isOwn: fc.boolean(),
      }),
      { maxLength: 9 },
    ),
  )
  .map(([zone, on, placed]) => {
    const from = dayStart(on, zone)
    const all = placed.map((one) => ({
      ...one,
      session: listedSession(zone, from + one.at * 1000 + one.fraction, one.seconds, one.idle),
    }))
    const [own, others] = [true, false].map((isOwn) =>
      all.filter((one) => one.isOwn === isOwn).map((one) => one.session),
    )
    const mine = own?.filter(({ days }) => days.some(([day]) => day === on)) ?? []
    return { zone, date: on, own: mine, others: others ?? [] }
  })

test('a cell holds to the second what was typed, other days keep theirs, and nothing overlaps more than before', () => {
  fc.assert(
    fc.property(
      anyDay,
      fc.oneof(
        fc.integer({ min: 0, max: 1440 }).map((m) => m * 60),
        fc.integer({ min: 0, max: 40_000 }),
      ),
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: -40_000, max: 200_000 }),
      (day, typed, start, nowAt) => {
        const now = Math.max(dayStart(day.date, day.zone), dayStart(day.date, day.zone) + nowAt * 1000)
        const others = day.others.map((one) => ({ start: one.started_at, end: intervalEnd(one) }))
        const planned = planCell({ ...day, others, isRunning: false }, typed, { zone: day.zone, start, clock: 24, now })
        if (planned === null || 'refused' in planned) return
        expect(countCellChanges(planned)).toBeGreaterThan(0)
        const edits = new Map(planned.edits.map((edit) => [edit.session.id, edit]))
        const gone = new Set(planned.deletes.map(({ id }) => id))
        const kept = day.own.filter(({ id }) => !gone.has(id)).map((one) => ({ ...one, ...edits.get(one.id) }))
        const after = [...kept, ...planned.adds]
        const days = (those: { started_at: number; duration_seconds: number }[]) =>
          those.map((one) => ({ days: splitDays(one.started_at, one.duration_seconds, day.zone) }))
        expect(secondsOn(day.date, days(after))).toBe(typed)
        for (const beside of [addDays(day.date, -1), addDays(day.date, 1)])
          expect(secondsOn(beside, days(after))).toBe(secondsOn(beside, day.own))
        for (const one of [...planned.adds, ...kept.filter(({ id }) => edits.has(id))])
          expect([one.duration_seconds > 0, one.ended_at >= intervalEnd(one)]).toEqual([true, true])
        for (const { ended_at } of planned.adds) expect(ended_at).toBeLessThanOrEqual(now)
        const overlapping = (those: { started_at: number; duration_seconds: number }[]) =>
          overlapSeconds([...those, ...day.others]).reduce((sum, seconds) => sum + seconds, 0)
        expect(overlapping(after)).toBeLessThanOrEqual(overlapping(day.own) + after.length)
        expect(coveredSeconds(planned.adds)).toBe(planned.adds.reduce((sum, one) => sum + one.duration_seconds, 0))
      },
    ),
    { numRuns: runs(4000) },
  )
})

/** Days with free times of whole minutes, of which the person works on one that is empty as yet. */
const anyEmpty = fc.record({
  others: fc.array(
    fc.tuple(fc.nat(1430), fc.integer({ min: 1, max: 200 })).map(([from, length]) => {
      const start = dayStart(date, lisbon) + from * 60_000
      return { start, end: start + length * 60_000 }
    }),
    { maxLength: 9 },
  ),
  minutes: fc.integer({ min: 1, max: 700 }),
  start: fc.integer({ min: 300, max: 720 }),
  nowMinute: fc.integer({ min: 60, max: 1600 }),
})

test('an empty day takes one free time where one is long enough, else whole ones, with no hole in any', () => {
  fc.assert(
    fc.property(anyEmpty, ({ others, minutes, start, nowMinute }) => {
      const now = dayStart(date, lisbon) + nowMinute * 60_000
      const of = typist({ start, now })
      const planned = plan(`${minutes}m`, { others }, of)
      if (!planned || 'refused' in planned) return
      const usual = dayStart(date, lisbon) + start * 60_000
      const end = Math.min(now, dayStart(addDays(date, 1), lisbon))
      const after = (limit: number) => freeSpans({ start: usual, end: limit }, others)
      const holds = after(Math.min(end, at('22:00'))).find((span) => span.end - span.start >= minutes * 60_000)
      if (holds) expect(planned.adds).toEqual([expect.objectContaining({ started_at: holds.start })])
      // Each but one fills its free time, which the usual start may begin; no free time is taken twice.
      const spans = [...new Set([end, Math.min(end, at('22:00'))])].flatMap((limit) =>
        freeSpans({ start: dayStart(date, lisbon), end: limit }, others),
      )
      const partly = planned.adds.filter(
        ({ started_at, ended_at }) =>
          !spans.some((span) => [span.start, usual].includes(started_at) && span.end === ended_at),
      )
      expect(partly.length).toBeLessThanOrEqual(1)
      for (const [index, one] of planned.adds.entries())
        expect(spans.filter((span) => span.start < one.ended_at && span.end > one.started_at)[0]).toSatisfy(
          (span) =>
            !planned.adds.slice(0, index).some((other) => span.start < other.ended_at && span.end > other.started_at),
        )
      if (planned.start === undefined) expect(planned.adds.every(({ started_at }) => started_at >= usual)).toBe(true)
      expect(
        planned.adds.every(
          ({ duration_seconds }) => duration_seconds >= Math.min(15, minutes) * 60 || planned.adds.length > 1,
        ),
      ).toBe(true)
    }),
    { numRuns: runs(3000) },
  )
})

test('a minute later an empty cell takes what it took, or that minute', () => {
  fc.assert(
    fc.property(anyEmpty, ({ others, minutes, start, nowMinute }) => {
      const [early, later] = [0, 1].map((more) =>
        plan(`${minutes}m`, { others }, typist({ start, now: dayStart(date, lisbon) + (nowMinute + more) * 60_000 })),
      )
      if (!early || 'refused' in early || !later || 'refused' in later) return
      if (early.start === undefined && early.adds.length === 1) expect(later.adds).toEqual(early.adds)
      // Where the day has no room after its usual start, it takes the latest minutes that there are.
      if (early.start === undefined || later.start === undefined) return
      const minutesOf = ({ adds }: typeof early) =>
        new Set(
          adds.flatMap((one) =>
            Array.from({ length: one.duration_seconds / 60 }, (_, index) => one.started_at + index * 60_000),
          ),
        )
      expect([...minutesOf(later)].filter((one) => !minutesOf(early).has(one)).length).toBeLessThanOrEqual(15)
    }),
    { numRuns: runs(3000) },
  )
})
