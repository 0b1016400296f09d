import { describe, expect, test } from 'vitest'
import { addDays, datesBetween, isoWeekday } from '../../../lib/time/days'
import { currentRun, type Outcome, periodOutcome, periodsOf, type SkippedDays } from './periods'
import { type GoalRule, plainRule } from './rule'
import { noon } from './testing'
import { verdictText } from './text'

const nothing: SkippedDays = { restDays: [], daysOff: new Set(), skips: new Map() }

/** Times by their dates. */
type Times = Record<string, number>

const rule = (values: Partial<GoalRule>): GoalRule => ({
  ...plainRule('week', 1),
  ...{ measure: 'times', times_of: 'ticks', target: 1 },
  ...values,
})

/** The periods of a goal that began on Monday, 2 November, as they are on a date. */
const outcomes = (values: Partial<GoalRule>, times: Times, today: string, start = '2026-11-02', free = nothing) =>
  periodsOf([{ from_date: start, week_start: 1, rule: rule(values) }], { start, today, since: '' }).map((period) => {
    const counts = (date: string) => values.on_days?.includes(String(isoWeekday(date))) ?? true
    const sum = Object.entries(times).filter(([date]) => date >= period.from && date <= period.to && counts(date))
    return periodOutcome(
      period,
      sum.reduce((total, [, amount]) => total + amount, 0),
      today,
      free,
    )
  })
const states = (all: Outcome[]) => all.map(({ state }) => state)

describe('a period', () => {
  test('of a week is the calendar’s, whatever days of it were left out', () => {
    const week = { '2026-11-02': 1, '2026-11-03': 1, '2026-11-04': 1, '2026-11-05': 1, '2026-11-08': 1 }
    expect(states(outcomes({ target: 5 }, week, '2026-11-09'))).toEqual(['met', 'open'])
    // Five within seven days of two weeks are in neither.
    const between = { '2026-11-06': 1, '2026-11-07': 1, '2026-11-08': 1, '2026-11-09': 1, '2026-11-10': 1 }
    expect(states(outcomes({ target: 5 }, between, '2026-11-16'))).toEqual(['missed', 'missed', 'open'])
  })

  test('that was missed is not met by what is done later', () => {
    expect(states(outcomes({ target: 2 }, { '2026-11-09': 4 }, '2026-11-16'))).toEqual(['missed', 'met', 'open'])
  })

  test('begun within a week counts when it is met, and is not missed', () => {
    expect(states(outcomes({ target: 3 }, { '2026-11-06': 1 }, '2026-11-09', '2026-11-05'))).toEqual([
      'uncounted',
      'open',
    ])
    expect(states(outcomes({ target: 3 }, { '2026-11-06': 3 }, '2026-11-09', '2026-11-05'))[0]).toBe('met')
  })

  test('of weekdays keeps its run over a weekend', () => {
    const times = { '2026-11-05': 1, '2026-11-06': 1, '2026-11-09': 1 }
    const all = outcomes({ period: 'day', on_days: '12345' }, times, '2026-11-10', '2026-11-05')
    expect([states(all), currentRun(all)]).toEqual([['met', 'met', 'off', 'off', 'met', 'open'], 3])
  })

  test('is off where all weekdays that count are days off', () => {
    const free = { ...nothing, daysOff: new Set(['2026-11-06', '2026-11-10']) }
    const of = (values: Partial<GoalRule>) => states(outcomes(values, {}, '2026-11-16', undefined, free))
    expect(of({ on_days: '5' })).toEqual(['off', 'missed', 'open'])
    expect(of({ on_days: '25' })).toEqual(['missed', 'missed', 'open'])
    expect(of({ on_days: '5', direction: 'at_most' })).toEqual(['off', 'met', 'open'])
    expect(of({})).toEqual(['missed', 'missed', 'open'])
  })

  test.each([
    ['week', 3, 'missed'],
    ['week', 4, 'off'],
    ['month', 15, 'missed'],
    ['month', 16, 'off'],
  ] as const)(
    'of a %s with %d days off is %s: it is off where more than half of its days are',
    (period, count, state) => {
      const free = { ...nothing, daysOff: new Set(datesBetween('2026-11-02', addDays('2026-11-01', count))) }
      expect(states(outcomes({ period }, {}, '2026-12-01', '2026-11-01', free))[period === 'week' ? 1 : 0]).toBe(state)
    },
  )

  test('that is skipped breaks no run, and one that is met all the same counts', () => {
    const skips = new Map([['2026-11-11', 'ill']])
    const skipped = outcomes({ target: 2 }, { '2026-11-03': 2, '2026-11-17': 2 }, '2026-11-23', undefined, {
      ...nothing,
      skips,
    })
    expect([states(skipped), currentRun(skipped)]).toEqual([['met', 'skipped', 'met', 'open'], 2])
    const times = { '2026-11-03': 2, '2026-11-14': 2 }
    expect(states(outcomes({ target: 2 }, times, '2026-11-16', undefined, { ...nothing, skips }))[1]).toBe('met')
  })

  test('that allows at most so much is open until it ends, then met, and missed as soon as it is over', () => {
    const most = { direction: 'at_most', target: 2, period: 'day' } as const
    expect(states(outcomes(most, {}, '2026-11-02'))).toEqual(['open'])
    expect(states(outcomes(most, { '2026-11-02': 2 }, '2026-11-03'))).toEqual(['met', 'open'])
    expect(states(outcomes(most, { '2026-11-02': 3 }, '2026-11-02'))).toEqual(['missed'])
    // A limit says nothing of a day that is off or skipped.
    const free = { ...nothing, daysOff: new Set(['2026-11-03']), skips: new Map([['2026-11-04', 'ill']]) }
    const times = { '2026-11-03': 3 }
    expect(states(outcomes(most, times, '2026-11-06', undefined, free))).toEqual([
      ...['met', 'off', 'skipped', 'met', 'open'],
    ])
    expect(states(outcomes(most, times, '2026-11-03', undefined, free))).toEqual(['met', 'open'])
    // The whole week counts, no single day of it.
    const week = { '2026-11-02': 2, '2026-11-03': 2, '2026-11-04': 2 }
    expect(states(outcomes({ ...most, period: 'week', target: 5 }, week, '2026-11-05'))).toEqual(['missed'])
  })
})

test.each<[string, Partial<GoalRule>, Times, string, string | null]>([
  ['a week that was met', { target: 3 }, { '2026-11-03': 4 }, '2026-11-11', 'Met last week: 4 of 3 km.'],
  ['a week that was missed', { target: 3 }, { '2026-11-03': 1 }, '2026-11-11', 'Missed last week by 2 km.'],
  ['a week that is met', { target: 3 }, { '2026-11-03': 3 }, '2026-11-06', 'Met this week: 3 of 3 km.'],
  [
    'more than was allowed',
    { direction: 'at_most', target: 2 },
    { '2026-11-03': 5 },
    '2026-11-11',
    'Missed last week by 3 km.',
  ],
  [
    'less than was allowed',
    { direction: 'at_most', target: 2 },
    { '2026-11-03': 1 },
    '2026-11-11',
    'Met last week: 1 of at most 2 km.',
  ],
  ['a day', { period: 'day', target: 3 }, { '2026-11-03': 3 }, '2026-11-04', 'Met yesterday: 3 of 3 km.'],
  [
    'time',
    { measure: 'time', times_of: null, target: 36_000 },
    { '2026-11-03': 31_200 },
    '2026-11-11',
    'Missed last week by 1h 20m.',
  ],
  ['a day whose weekday does not count', { period: 'day', on_days: '1' }, {}, '2026-11-04', 'Off yesterday.'],
  ['the first week', { target: 3 }, {}, '2026-11-04', null],
])('%s is said in a sentence', (_, values, times, today, said) => {
  const unit = values.measure === 'time' ? null : 'km'
  expect(verdictText(outcomes(values, times, today), unit, noon(today))).toBe(said)
})
