import { expect, test, vi } from 'vitest'
import { signedIn } from '../../../test/support/client'

test('on the first day of a week its review is of the week that ended, and leads to the new one', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 23, 12) })
  const { get } = await signedIn()
  const page = await (await get('/review/week')).text()
  const newWeek = await get(/href="([^"]+)">This week</.exec(page)?.[1] ?? '')
  const shown = [page, await newWeek.text()].map((html) => /<h1>(.*?)</.exec(html)?.[1])
  expect(shown).toEqual(['16–22 November', '23–29 November'])
})

test('a new account has nothing due before its first day, and time without a project is that of none', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 26, 12) })
  const { get, post } = await signedIn({ daily_target_minutes: 120, time_zone: 'UTC' })
  await post('/sessions', { title: 'Read', date: '2026-11-26', started_at: '9:00', duration: '25m' })
  const page = await (await get('/review/week')).text()
  expect(page).toContain('of 2h so far')
  expect(page).toMatch(/25m tracked<.*No project/s)
})
