import { expect, test } from 'vitest'
import { differences } from './conflict'

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
