import { expect, test } from 'vitest'
import { secondsLeft } from '../../tasks/tasks/words'
import { loadOf, tasksThatCanWait } from './load'

test('only what is planned beyond the target is more than the day holds', () => {
  expect(loadOf({ tracked: 100, running: 10, planned: 40, capacity: 200 })).toEqual({ total: 150, over: 0, free: 50 })
  expect(loadOf({ tracked: 100, running: 10, planned: 140, capacity: 200 })).toEqual({ total: 250, over: 50, free: 0 })
  expect(loadOf({ tracked: 300, running: 0, planned: 40, capacity: 200 })).toMatchObject({ over: 40, free: 0 })
  expect(loadOf({ tracked: 300, running: 0, planned: 0, capacity: 200 })).toMatchObject({ over: 0 })
  expect(loadOf({ tracked: 300, running: 0, planned: 40, capacity: null })).toMatchObject({ over: 0, free: 0 })
})

test('an estimate that is used up has nothing left', () => {
  expect(secondsLeft({ estimated_minutes: 30, tracked_seconds: 600 }, 60)).toBe(1140)
  expect(secondsLeft({ estimated_minutes: 30, tracked_seconds: 3600 })).toBe(0)
  expect(secondsLeft({ estimated_minutes: null, tracked_seconds: 0 })).toBe(0)
})

test('the last tasks of the day make room, and those that repeat, are due or of high priority stay', () => {
  const planned = {
    estimated_minutes: 30,
    tracked_seconds: 0,
    repeat: 'none' as const,
    due_date: null,
    priority: 'medium' as const,
  }
  const tasks = [
    { ...planned, id: 'first' },
    { ...planned, id: 'second' },
    { ...planned, id: 'open', estimated_minutes: null },
    { ...planned, id: 'daily', repeat: 'daily' as const },
    { ...planned, id: 'high', priority: 'high' as const },
    { ...planned, id: 'due', due_date: '2026-11-26' },
    { ...planned, id: 'last' },
  ]
  const moved = (over: number) => tasksThatCanWait(tasks, over).map(({ id }) => id)
  expect(moved(59)).toEqual([])
  expect(moved(1800)).toEqual(['last'])
  expect(moved(1860)).toEqual(['last', 'second'])
  expect(moved(9000)).toEqual(['last', 'second', 'first'])
})
