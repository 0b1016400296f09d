import { expect, test } from 'vitest'
import { laneItems } from './things'

test('a timer that runs in the last hour of a day of 25 hours stands on that day', () => {
  const zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }
  const started_at = Date.parse('2026-10-25T23:10Z')
  const running = {
    id: 'timer',
    title: 'Late',
    focus_ends_at: null,
    seq: 1,
    project: null,
    started_at,
    time_zone: zone.time_zone,
  }
  const of = { sessions: [], planned: [], names: new Map(), meetings: [], tasks: [], zone, now: started_at + 1_800_000 }
  expect(laneItems('2026-10-25', { ...of, running })).toMatchObject([{ kind: 'running', seconds: 1800 }])
  expect(laneItems('2026-10-26', { ...of, running })).toEqual([])
})
