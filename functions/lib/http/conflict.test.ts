import { expect, test } from 'vitest'
import { differences, savedAt } from './conflict'

const described = {
  title: ['Title', (title: string) => title],
  done: ['Progress', (percent: number) => `${percent}%`],
} satisfies Parameters<typeof differences<{ title: string; done: number; seq: number }>>[2]

test('names what differs, in words, and nothing else', () => {
  const mine = { title: 'Write', done: 70, seq: 3 }
  expect(differences(mine, { title: 'Write', done: 80, seq: 4 }, described)).toEqual([
    { label: 'Progress', yours: '70%', saved: '80%' },
  ])
  expect(differences(mine, { title: 'Read', done: 70, seq: 3 }, described)).toEqual([
    { label: 'Title', yours: 'Write', saved: 'Read' },
  ])
})

test('two versions that say the same do not differ', () => {
  expect(differences({ title: 'A', done: 1, seq: 1 }, { title: 'A', done: 1, seq: 9 }, described)).toEqual([])
})

test('the other version was saved at a time, and on a day unless it is today', () => {
  const zone = { time_zone: 'America/New_York', day_start_minute: 0, clock: 12 as const }
  const now = Date.parse('2026-11-20T18:48:00Z')
  expect(savedAt(now - 3_600_000, zone, now)).toBe('12:48 pm')
  expect(savedAt(now - 86_400_000, { ...zone, clock: 24 }, now)).toBe('19 November, 13:48')
})
