import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { addDays, dayStart, splitDays, wallTime, type Zone } from '../../../lib/time/days'
import { coveredSeconds, endOf, overlapSeconds } from '../../../lib/time/hours'
import { listedSession } from '../../../time/sessions/testing'
import { type Cell, changesOf, planCell, planWords, secondsOn, type Typist } from './cell'

const lisbon = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }
const date = '2026-11-25'
const at = (time: string, zone: Zone = lisbon) => wallTime(date, time, zone)
const typist = (more: Partial<Typist> = {}): Typist => ({
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
    ['-15m', null],
    ['130', '1h 30m, 09:00–10:30'],
    ['0130', '1h 30m, 09:00–10:30'],
    ['+130', '1h 30m, 09:00–10:30'],
    ['175', 'Write 175m for minutes, or hours up to 24.'],
    ['26', 'Write 26m for minutes, or hours up to 24.'],
    ['+15', 'Write +15m or +15h.'],
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
    expect(words('+1h', { own, others: [busy('10:30', '22:00')] })).toBe('2h, 08:30–09:00 and 09:30–10:00')
    expect(words('1:00', { own })).toBeNull()
  })

  test('that is emptied deletes its sessions', () => {
    const own = [session('09:00', 30), session('10:00', 30)]
    expect(words(' ', { own })).toBe('Those from 09:00 and 10:00 are deleted')
  })

  test('loses time from the end, its last sessions first; 0 deletes them', () => {
    const own = [session('09:00', 60), session('11:00', 30)]
    expect(words('1:15', { own })).toBe('1h 15m, the one from 11:00 ends at 11:15')
    expect(words('0:45', { own })).toBe('45m, the one from 09:00 ends at 09:45 and the one from 11:00 is deleted')
    expect(words('0', { own })).toBe('Those from 09:00 and 11:00 are deleted')
    expect(words('0', { own: own.slice(1) })).toBe('The one from 11:00 is deleted')
  })

  test('says where a day is full', () => {
    expect(words('1:00', { others: [busy('00:00', '22:00')] })).toBe('No free time before 22:00.')
    expect(words('1:00', { others: [busy('00:00', '21:30')] })).toBe('Only 30m fit between 00:00 and 22:00.')
    expect(words('15:00', {}, typist({ now: at('14:07') }))).toBe('Only 14h 07m fit between 00:00 and 14:07.')
  })

  test('of today ends by now, also before the usual start', () => {
    expect(words('1:30', {}, typist({ now: at('08:30') }))).toBe('1h 30m, 07:00–08:30')
    expect(words('1:30', {}, typist({ now: at('10:00') }))).toBe('1h 30m, 08:30–10:00')
  })

  test('changes only its day of a session over midnight', () => {
    const before = listedSession(lisbon, at('00:00') - 3600_000, 2 * 3600)
    expect(plan('0', { own: [before] })).toMatchObject({ edits: [{ ended_at: at('00:00'), duration_seconds: 3600 }] })
    expect(words('1:30', { own: [before] })).toBe('1h 30m, the one from 23:00 ends at 01:30')
    const after = session('23:00', 120)
    expect(words('0:30', { own: [after] })).toBe('The session from 23:00 goes past midnight. Change it on its page.')
    expect(words('2:00', { own: [after] })).toBe('2h, 09:00–10:00')
    expect(words('14:30', { own: [after] })).toBe('14h 30m, 08:30–22:00')
  })

  test('is locked while the timer runs, ahead, and where its sessions are in another zone', () => {
    const azores = { time_zone: 'Atlantic/Azores', day_start_minute: 0 }
    expect(words('1:00', { isRunning: true })).toMatch('The timer runs here')
    expect(words('1:00', {}, typist({ now: at('12:00') - 86_400_000 }))).toBe('This day is in the future.')
    expect(words('1:00', { own: [session('09:00', 30, azores)] })).toBe(
      'Tracked in Atlantic/Azores. Change its sessions.',
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
        const others = day.others.map((one) => ({ start: one.started_at, end: endOf(one) }))
        const planned = planCell({ ...day, others, isRunning: false }, typed, { zone: day.zone, start, clock: 24, now })
        if (planned === null || 'refused' in planned) return
        expect(changesOf(planned)).toBeGreaterThan(0)
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
          expect([one.duration_seconds > 0, one.ended_at >= endOf(one)]).toEqual([true, true])
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
