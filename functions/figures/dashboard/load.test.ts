import { expect, test } from 'vitest'
import { secondsLeft } from '../../tasks/tasks/words'
import { compareLoad, tasksThatCanWait } from './load'

test('what is beyond the target is more than the day holds while something is planned', () => {
  expect(compareLoad({ tracked: 100, running: 10, planned: 40, capacity: 200 })).toMatchObject({
    total: 150,
    over: 0,
    free: 50,
  })
  expect(compareLoad({ tracked: 100, running: 10, planned: 140, capacity: 200 })).toMatchObject({
    total: 250,
    over: 50,
    free: 0,
  })
  expect(compareLoad({ tracked: 300, running: 0, planned: 40, capacity: 200 })).toMatchObject({ over: 140, free: 0 })
  expect(compareLoad({ tracked: 300, running: 0, planned: 0, capacity: 200 })).toMatchObject({ over: 0 })
  expect(compareLoad({ tracked: 300, running: 0, planned: 40, capacity: null })).toMatchObject({ over: 0, free: 0 })
})

test('the parts that the day holds end at the target', () => {
  const within = (tracked: number, running: number, planned: number) =>
    Object.values(compareLoad({ tracked, running, planned, capacity: 200 }).within)
  expect(within(100, 10, 140)).toEqual([100, 10, 90])
  expect(within(190, 30, 40)).toEqual([190, 10, 0])
  expect(within(300, 30, 40)).toEqual([200, 0, 0])
  expect(within(300, 30, 0)).toEqual([300, 30, 0])
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
