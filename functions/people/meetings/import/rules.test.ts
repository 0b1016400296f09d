import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type NaiveRule, naiveTimes, ruleText } from '../../../../test/support/models/naive-rule'
import { runs } from '../../../../test/support/runs'
import { resetSteps, UnreadableError, withStepLimit } from './ical'
import { readCalendar } from './read'
import { ruleOf, timesOf } from './rules'
import { calendarOf } from './testing'

const dayMs = 86_400_000

/** Days in which dates of a rule are compared. */
const spans = { YEARLY: 7 * 366, MONTHLY: 3 * 366, WEEKLY: 500, DAILY: 400, HOURLY: 9, MINUTELY: 1.5, SECONDLY: 0.03 }
type Frequency = keyof typeof spans
const frequencies: Frequency[] = ['YEARLY', 'YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY']
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

const either = (most: number) => fc.integer({ min: -most, max: most }).map((n) => n || 1)
const someOf = <T>(arbitrary: fc.Arbitrary<T>, most = 4) => fc.uniqueArray(arbitrary, { minLength: 1, maxLength: most })
const upTo = (max: number) => fc.integer({ min: 0, max })

const ruleOfFrequency = (FREQ: Frequency): fc.Arbitrary<NaiveRule> => {
  const isShort = /^(HOUR|MINUTE|SECOND)LY$/.test(FREQ)
  /** Left out in `percent` percent. */
  const maybe = <T>(isAllowed: boolean, percent: number, value: fc.Arbitrary<T>) =>
    isAllowed ? fc.tuple(upTo(99), value).map(([n, one]) => (n < percent ? undefined : one)) : fc.constant(undefined)
  const hasOrdinals = FREQ === 'YEARLY' || FREQ === 'MONTHLY'
  const weekday = fc.constantFrom(...days)
  const ordinal = fc.tuple(either(FREQ === 'YEARLY' ? 53 : 5), weekday).map(([n, day]) => `${n}${day}`)
  return fc
    .record({
      FREQ: fc.constant(FREQ),
      INTERVAL: maybe(true, 60, fc.integer({ min: 1, max: /^(MINUTE|SECOND)LY$/.test(FREQ) ? 100 : 4 })),
      BYMONTH: maybe(true, 65, someOf(fc.integer({ min: 1, max: 12 }))),
      BYWEEKNO: maybe(FREQ === 'YEARLY', 70, someOf(either(53))),
      BYYEARDAY: maybe(FREQ === 'YEARLY' || isShort, 80, someOf(either(366), 12)),
      BYMONTHDAY: maybe(FREQ !== 'WEEKLY', 70, someOf(either(31), 8)),
      BYDAY: maybe(true, 60, someOf(hasOrdinals ? fc.oneof(ordinal, weekday) : weekday)),
      BYHOUR: maybe(true, isShort ? 60 : 80, someOf(upTo(23))),
      BYMINUTE: maybe(true, isShort ? 60 : 80, someOf(upTo(59))),
      BYSECOND: maybe(true, FREQ === 'SECONDLY' ? 50 : 90, someOf(upTo(59))),
      BYSETPOS: maybe(true, 70, someOf(either(4))),
      WKST: maybe(true, 60, weekday),
    })
    .map(({ BYDAY, ...rule }) => {
      const plain = rule.BYWEEKNO ? BYDAY?.map((day) => day.slice(-2)) : BYDAY
      const all = { ...rule, BYDAY: plain }
      const { BYSETPOS: _, ...without } = all
      const isAlone = !Object.entries(without).some(([name, value]) => name.startsWith('BY') && value !== undefined)
      const said = Object.entries(isAlone ? without : all).filter(([, value]) => value !== undefined)
      return { FREQ, ...Object.fromEntries(said) }
    })
}

const chosen = fc.record({
  rule: fc.constantFrom(...frequencies).chain(ruleOfFrequency),
  base: fc
    .integer({ min: Date.UTC(2020, 0), max: Date.UTC(2027, 0) })
    .map((time) => Math.floor(time / 900_000) * 900_000),
  which: upTo(3),
  count: fc.option(fc.integer({ min: 1, max: 15 }), { freq: 2 }),
  until: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 2 }),
  after: fc.double({ min: 0, max: 1, noNaN: true }),
  zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
})

const whole = (time: number) => Math.floor(time / 1000) * 1000

/** A rule with a start that it names itself, and its times by the definition; null for one that names none soon. */
const caseOf = ({
  rule,
  base,
  which,
  count,
  until,
  after,
  zone,
}: typeof chosen extends fc.Arbitrary<infer T> ? T : never) => {
  const span = spans[rule.FREQ] * dayMs
  const start = naiveTimes(rule, base, base + span)[which]
  if (start === undefined) return null
  const said: NaiveRule = { ...rule }
  if (count !== null) said.COUNT = count
  else if (until !== null) said.UNTIL = whole(start + until * span)
  const [from, to] = [whole(start + after * span), start + span]
  const wanted = naiveTimes(said, start, to)
  return wanted[0] === start ? { said, start, from, to, wanted, zone } : null
}

const iso = (time: number) => new Date(time).toISOString().slice(0, 19)

test('a rule has the dates that each of its parts names, and begins to look where it is asked to', () => {
  let compared = 0
  fc.assert(
    fc.property(chosen, (one) => {
      const found = caseOf(one)
      if (!found) return
      const { said, start, from, to, wanted } = found
      resetSteps(Number.POSITIVE_INFINITY)
      const rule = ruleOf(ruleText(said), (what) => expect.fail(what))
      if (!rule) return expect.fail('a rule was left out')
      const read = (since: number) => [...timesOf(rule, start, since, Math.min(to, said.UNTIL ?? to))]
      try {
        expect(withStepLimit(() => read(start)).map(iso)).toEqual(wanted.map(iso))
        expect(withStepLimit(() => read(from)).map(iso)).toEqual(wanted.filter((time) => time >= from).map(iso))
        compared += 1
      } catch (error) {
        if (!(error instanceof UnreadableError && wanted.length > 400)) throw error
      }
    }),
    { numRuns: runs(4_500) },
  )
  expect(compared).toBeGreaterThanOrEqual(runs(2_000))
})

test('the meetings of a series are at its times in its zone, across clock changes', () => {
  fc.assert(
    fc.property(chosen, (one) => {
      const found = caseOf(one)
      if (!found || found.wanted.length > 400) return
      const { said, start, wanted, zone } = found
      const basic = (time: number) => iso(time).replace(/[-:]/g, '')
      const at = (time: number) => Temporal.PlainDateTime.from(iso(time)).toZonedDateTime(zone)
      const { UNTIL, ...rule } = said
      const until = UNTIL === undefined ? '' : `;UNTIL=${basic(at(UNTIL).epochMilliseconds)}Z`
      const lines = ['UID:a', `DTSTART;TZID=${zone}:${basic(start)}`, `RRULE:${ruleText(rule)}${until}`, 'SUMMARY:A']
      const [from, to] = [iso(start).slice(0, 10), iso(start + 500 * dayMs).slice(0, 10)]
      const read = readCalendar(calendarOf(lines), { from, to, time_zone: zone, own: [] })
      if ('problem' in read || read.refused.length > 0) return
      const shown = wanted.map((time) => {
        const local = at(time)
        return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`
      })
      const listed = read.meetings.map(({ date, time }) => `${date} ${time}`)
      const last = iso(start + spans[rule.FREQ] * dayMs).slice(0, 10)
      const isCompared = (when: string) => when.slice(0, 10) <= to && when.slice(0, 10) < last
      expect([...new Set(listed)].filter(isCompared)).toEqual([...new Set(shown.toSorted())].filter(isCompared))
    }),
    { numRuns: runs(1_500) },
  )
})

test.each([
  ['each day since 1970', '19700101T090000Z', 'FREQ=DAILY', 61],
  ['each day since 1970, counted', '19700101T090000Z', 'FREQ=DAILY;COUNT=30000', 61],
  ['each second since 1970', '19700101T090000Z', 'FREQ=SECONDLY', 'refused'],
  ['each second of a day that never comes', '19700101T090000Z', 'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30', 'refused'],
  ['one second a day', '19700101T090000Z', 'FREQ=SECONDLY;BYHOUR=9;BYMINUTE=0;BYSECOND=0', 61],
  ['1,440 minutes apart', '19700101T090000Z', 'FREQ=MINUTELY;INTERVAL=1440', 61],
  ['each second of a year', '20000101T000000Z', `FREQ=YEARLY;BYHOUR=${list(24)};BYMINUTE=${list(60)};BYSETPOS=-1`, 0],
  ['each second, counted', '19700101T000000Z', 'FREQ=SECONDLY;COUNT=2000000000', 'refused'],
])('%s takes few steps', (_, start, rule, wanted) => {
  const event = [`DTSTART:${start}`, `RRULE:${rule}`, 'SUMMARY:A']
  const read = readCalendar(calendarOf(event), { from: '2026-11-01', to: '2026-12-31', time_zone: 'UTC', own: [] })
  if ('problem' in read) throw new Error(read.problem)
  expect(read.refused.length > 0 ? 'refused' : read.meetings.length).toBe(wanted)
})

function list(count: number) {
  return Array.from({ length: count }, (_, n) => n).join(',')
}
