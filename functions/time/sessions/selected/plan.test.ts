import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { splitDays } from '../../../lib/time/days'
import type { ListedSession } from '../schema'
import { listedSession } from '../testing'
import { type ChangedSession, editSessionBy, planChanges, refileBy } from './routes'
import { ManyEdit, parseShift, RefileForm } from './schema'

const zoneNames = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe'],
  ...['Pacific/Apia', 'Africa/Cairo', 'Asia/Kathmandu', 'America/St_Johns'],
]
const anyZone = fc.constantFrom(...zoneNames)
const anyDayStart = fc.constantFrom(0, 240, 330, 1439)

const changes = [
  '2026-03-08T07:00Z',
  '2026-11-01T06:00Z',
  '2026-03-29T01:00Z',
  '2011-12-30T10:00Z',
  '2018-11-04T03:00Z',
]

/** Around hours that clocks skip and repeat, a day that Samoa skipped, and anywhere. */
const anyStart = fc.oneof(
  fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2090, 0, 1) }),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -100_000, max: 100_000 }))
    .map(([near, seconds]) => Date.parse(near) + seconds * 1000),
)

const fixed = (start: string, duration_seconds: number, time_zone: string) =>
  listedSession({ time_zone, day_start_minute: 0 }, Date.parse(start), duration_seconds)

const anySession = fc
  .record({
    started_at: anyStart,
    duration_seconds: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200_000 })),
    idle: fc.integer({ min: 0, max: 5_000_000 }),
    time_zone: anyZone,
    day_start_minute: anyDayStart,
    project_id: fc.constantFrom(null, 'p', 'q'),
    goal_id: fc.constantFrom(null, 'g'),
    tags: fc.uniqueArray(fc.constantFrom('a', 'B', 'c', 'd'), { maxLength: 4 }),
  })
  .map(
    ({ idle, ...session }): ListedSession => ({
      ...listedSession(session, session.started_at, session.duration_seconds, idle),
      ...session,
    }),
  )
const anySessions = fc.array(anySession, { minLength: 1, maxLength: 6 })

const anyEdit = fc.record({
  project_id: fc.constantFrom('', 'none', 'p', 'r'),
  goal_id: fc.constantFrom('', 'none', 'g'),
  add_tags: fc.constantFrom('', 'A', 'x, y'),
  remove_tags: fc.constantFrom('', 'b', 'c, d'),
  shift: fc.constantFrom('', '+1h', '-30m', '+1d', '-2w', '+3d 5:30', '+20000d'),
})

const anyRefile = fc.record({
  time_zone: fc.oneof(fc.constant(''), anyZone),
  day_start: fc.constantFrom('', '00:00', '04:00', '23:59'),
  keep: fc.constantFrom('moments', 'clock'),
})

const sum = (session: ListedSession) => session.days.reduce((total, [, seconds]) => total + seconds, 0)

/** Law of every batch: no time is gained or lost, and each split is that of its own times. */
const expectWhole = (changed: ChangedSession[]) => {
  for (const { before, after } of changed) {
    expect(after).not.toEqual(before)
    expect([after.id, after.duration_seconds]).toEqual([before.id, before.duration_seconds])
    expect(after.ended_at - after.started_at).toBe(before.ended_at - before.started_at)
    expect(sum(after)).toBe(after.duration_seconds)
    expect(after.days).toEqual(splitDays(after.started_at, after.duration_seconds, after))
  }
}

const clock = ({ started_at, time_zone }: ListedSession) =>
  Temporal.Instant.fromEpochMilliseconds(started_at).toZonedDateTimeISO(time_zone).toPlainDateTime()

describe('refiling', () => {
  test('keeps the moments, or the times of the clock but for hours that it skips', () => {
    fc.assert(
      fc.property(anySessions, anyRefile, (sessions, fields) => {
        const read = RefileForm.safeParse(fields)
        if (!read.success) {
          expect(fields).toMatchObject({ time_zone: '', day_start: '' })
          return
        }
        const changed = planChanges(sessions, refileBy(read.data))
        expectWhole(changed)
        for (const { before, after } of changed) {
          expect(after.time_zone).toBe(read.data.time_zone ?? before.time_zone)
          expect(after.day_start_minute).toBe(read.data.day_start ?? before.day_start_minute)
          if (fields.keep === 'moments') expect(after.started_at).toBe(before.started_at)
          else {
            const wanted = clock(before)
            const isSkipped = !wanted.toZonedDateTime(after.time_zone).toPlainDateTime().equals(wanted)
            if (!isSkipped) expect(clock(after).toString()).toBe(wanted.toString())
            else expect(Temporal.PlainDateTime.compare(clock(after), wanted)).toBe(1)
          }
        }
        // Refiled once, all is as it is to be.
        const refiled = sessions.map((session) => changed.find(({ before }) => before === session)?.after ?? session)
        expect(planChanges(refiled, refileBy(read.data))).toEqual([])
      }),
      { numRuns: runs(400) },
    )
  })

  test('a moment that would leave the years there can be stays', () => {
    const first = fixed('1970-01-01T00:30:00Z', 60, 'UTC')
    expect(planChanges([first], refileBy(RefileForm.parse({ time_zone: 'America/New_York' })))).toEqual([])
  })
})

/** Models the edit of a session. */
const naive = (
  session: ListedSession,
  fields: Record<'project_id' | 'goal_id' | 'add_tags' | 'remove_tags', string>,
) => {
  const list = (typed: string) => typed.split(', ').filter(Boolean)
  const has = (tags: string[], tag: string) => tags.some((other) => other.toLowerCase() === tag.toLowerCase())
  const kept = session.tags.filter((tag) => !has(list(fields.remove_tags), tag))
  const link = (typed: string, own: string | null) => (typed === '' ? own : typed === 'none' ? null : typed)
  return {
    project_id: link(fields.project_id, session.project_id),
    goal_id: link(fields.goal_id, session.goal_id),
    tags: [...kept, ...list(fields.add_tags).filter((tag) => !has(kept, tag))],
  }
}

const planned = (session: ListedSession, fields: object) =>
  planChanges([session], editSessionBy(ManyEdit.parse(fields)))

describe('editing many', () => {
  test('sets what was filled in and leaves the rest, whole', () => {
    fc.assert(
      fc.property(anySessions, anyEdit, (sessions, fields) => {
        const read = ManyEdit.safeParse(fields)
        if (!read.success) {
          expect(Object.values(fields).every((typed) => typed === '')).toBe(true)
          return
        }
        const changed = planChanges(sessions, editSessionBy(read.data))
        expectWhole(changed)
        const { shift } = read.data
        for (const session of sessions) {
          const after = changed.find(({ before }) => before === session)?.after ?? session
          // Out of the years that there can be.
          if (after === session && fields.shift === '+20000d') continue
          expect(after).toMatchObject(naive(session, fields))
          expect([after.time_zone, after.day_start_minute]).toEqual([session.time_zone, session.day_start_minute])
          const moved = Temporal.Instant.fromEpochMilliseconds(session.started_at)
            .toZonedDateTimeISO(session.time_zone)
            .add({ days: shift?.days ?? 0, seconds: shift?.seconds ?? 0 })
          expect(after.started_at).toBe(moved.epochMilliseconds)
        }
      }),
      { numRuns: runs(400) },
    )
  })

  test('more than 20 tags are refused, unless there were more and fewer are left', () => {
    const many = { ...fixed('2026-03-10T01:00:00Z', 60, 'UTC'), tags: Array.from({ length: 20 }, (_, n) => `t${n}`) }
    expect(planned(many, { add_tags: 'new' })).toEqual([])
    expect(planned(many, { add_tags: 'new', remove_tags: 't3' })).toHaveLength(1)
    expect(planned(many, { add_tags: 'T7' })).toEqual([])
  })
})

test.each([
  ['+1h', { days: 0, seconds: 3600 }],
  ['−30m', { days: 0, seconds: -1800 }],
  ['+ 1:30', { days: 0, seconds: 5400 }],
  ['+90', { days: 0, seconds: 5400 }],
  ['-1d', { days: -1, seconds: 0 }],
  ['+2 weeks 1 day 2h', { days: 15, seconds: 7200 }],
  ['＋１ｄ', { days: 1, seconds: 0 }],
])('%s is read as a shift', (typed, shift) => {
  expect(parseShift(typed)).toEqual(shift)
})

test.each(['1h', '+', '-', '+x', '+0m', '+0d', '+99999d', '+1000h', '+1d2d', '+1.5d', '++1h', '+1h -30m', '+1dx'])(
  '%s is no shift',
  (typed) => {
    expect(parseShift(typed)).toEqual({ error: expect.any(String) })
  },
)
