import { expect, test } from 'vitest'
import { dueOf } from './labels'
import type { GoalStatus } from './schema'

const due = (target_date: string | null, status: GoalStatus = 'in_progress', completed_on: string | null = null) =>
  dueOf({ target_date, status, completed_on }, { today: '2026-11-20' })

test.each([
  ['2026-11-19', '1 day overdue', 'bad'],
  ['2026-11-13', '7 days overdue', 'bad'],
  ['2026-06-24', '4 months overdue', 'bad'],
  ['2026-11-20', 'due today', 'warning'],
  ['2026-11-21', 'due tomorrow', 'warning'],
  ['2026-11-27', 'due in 7 days', 'warning'],
  ['2026-11-28', 'in 8 days', null],
  ['2027-01-15', 'in 8 weeks', null],
  [null, '', null],
])('an open goal with the target %s is %s', (date, text, tone) => {
  expect(due(date)).toEqual({ date, text, tone })
  expect(due(date, 'not_started')).toEqual({ date, text, tone })
})

test.each([
  [null, 'completed', null],
  ['2026-11-02', '3 days early', 'good'],
  ['2026-10-30', 'on time', 'good'],
  ['2026-10-29', '1 day late', 'neutral'],
])('a completed goal with the target %s was %s', (target, text, tone) => {
  expect(due(target, 'completed', '2026-10-30')).toEqual({ date: '2026-10-30', text, tone })
})

test('a cancelled goal is not overdue', () => {
  expect(due('2026-01-01', 'cancelled')).toEqual({ date: '2026-01-01', text: '', tone: null })
})
