import { afterEach, expect, test, vi } from 'vitest'
import { signedIn } from '../../../test/client'

afterEach(() => vi.useRealTimers())

test('on the first day of a week its review is of the week that ended, and leads to the new one', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 23, 12) })
  const { get } = await signedIn()
  const page = await (await get('/review/week')).text()
  const newWeek = await get(/href="([^"]+)">This week</.exec(page)?.[1] ?? '')
  const shown = [page, await newWeek.text()].map((html) => /<h1>(.*?)</.exec(html)?.[1])
  expect(shown).toEqual(['16–22 November', '23–29 November'])
})
