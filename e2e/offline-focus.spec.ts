import { type BrowserContext, expect, type Page } from '@playwright/test'
import { loadAxe } from './fixtures'
import { enter, phone, test } from './flaky-network'
import { findViolations, structuralRules } from './violations'

/** Starts a round that began long enough ago to end in some seconds. */
const startRound = async (context: BrowserContext, url: string, seconds: number) => {
  const started_at = new Date(Date.now() - (1500 - seconds) * 1000).toISOString()
  const focus = { work: 1500, short_break: 300, long_break: 900, rounds: 4 }
  const answer = await context.request.post(`${url}/api/v1/timer/start`, {
    data: { title: 'Thesis', started_at, focus },
    headers: { Origin: url },
  })
  expect(answer.status()).toBe(201)
}

const timer = (page: Page) => page.locator('#timer')

for (const weather of ['down', 'hung'] as const)
  test(`a round that ends while the network is ${weather} says so, and leads on once it is back`, {
    tag: '@all',
  }, async ({ browser, baseURL }) => {
    const { page, state, url, end, context } = await phone(browser, baseURL ?? '')
    await startRound(context, url, 8)
    await page.goto(`${url}/`)
    await expect(timer(page)).toContainText(/0m 0\ds left/)
    state.weather = weather
    const over = page.getByRole('alert')
    await expect(over).toContainText('Round 1 is over. It goes on until you choose.', { timeout: 9_000 })
    await expect(page).toHaveTitle(/^\+\d+s Round 1 of 4 · Today/)
    await expect(over).toContainText('needs a connection')
    await expect(timer(page).getByRole('button', { name: 'Pause' })).toBeDisabled()
    await loadAxe(page)
    expect(await page.evaluate(findViolations, structuralRules)).toEqual([])
    await enter(page, 'Call the clinic 15m')
    state.weather = 'up'
    const toast = page.locator('[data-toast]', { hasText: 'Changes sent' })
    await expect(toast).toBeVisible({ timeout: 30_000 })
    const [above, below] = [await toast.boundingBox(), await over.boundingBox()]
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0)
    await timer(page).getByRole('button', { name: 'Take a break, 5m' }).tap()
    await expect(timer(page)).toContainText('Short break')
    await expect(page.getByRole('alert')).toHaveCount(0)
    await end()
  })
