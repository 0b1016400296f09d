import { type BrowserContext, expect, type Page } from '@playwright/test'
import { loadAxe } from './fixtures'
import { enter, phone, strip, test } from './flaky-network'
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
    await expect(over).toContainText('needs the network')
    await expect(timer(page).getByRole('button', { name: 'Pause' })).toBeDisabled()
    await loadAxe(page)
    expect(await page.evaluate(findViolations, structuralRules)).toEqual([])
    await enter(page, 'Call the clinic 15m')
    state.weather = 'up'
    const toast = page.locator('[data-toast]', { hasText: '1 line sent' })
    await expect(toast).toBeVisible({ timeout: 30_000 })
    const [above, below] = [await toast.boundingBox(), await over.boundingBox()]
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0)
    await timer(page).getByRole('button', { name: 'Take a break, 5m' }).tap()
    await expect(timer(page)).toContainText('Short break')
    await expect(page.getByRole('alert')).toHaveCount(0)
    await end()
  })

const running = async (context: BrowserContext, url: string) => {
  const { session, phase_ends_at } = await (await context.request.get(`${url}/api/v1/timer`)).json()
  return { title: session?.title, ends: Date.parse(phase_ends_at) }
}

test('a focus that waits counts down from its line, or from the button of Today, and keeps its end', async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  state.weather = 'down'
  const before = Date.now()
  await enter(page, '50m focus Essay')
  await expect(timer(page)).toContainText(/Essay until \d\d:\d\d, not sent yet/)
  await expect(timer(page)).toContainText(/49m 5\ds left/)
  await expect(page).toHaveTitle(/^49m 5\ds Focus · Today/)
  await page.reload()
  await expect(timer(page)).toContainText(/49m \d\ds left/)
  await timer(page).getByRole('button', { name: 'Stop' }).tap()
  await expect(timer(page)).toBeHidden()
  await expect(page).toHaveTitle(/^Today/)
  const until = await page.evaluate(() => new Date(Date.now() + 3_000_000).toTimeString().slice(0, 5))
  await enter(page, `Mail focus until ${until}`)
  await expect(timer(page)).toContainText(`Mail until ${until}, not sent yet`)
  await expect(timer(page)).toContainText(/4[89]m \d\ds left/)
  await timer(page).getByRole('button', { name: 'Stop' }).tap()
  await expect(timer(page)).toBeHidden()
  await page.getByLabel('Add, log or start').fill('Letters')
  await page.getByLabel('Add, log or start').blur()
  await page.getByRole('button', { name: 'Focus' }).tap()
  await expect(page.getByLabel('Add, log or start')).toHaveValue('')
  await expect(timer(page)).toContainText('Letters')
  await expect(timer(page)).toContainText(/24m 5\ds left/)
  await expect(page).toHaveTitle(/^24m 5\ds Round 1 of 4 · Today/)
  await loadAxe(page)
  expect(await page.evaluate(findViolations, structuralRules)).toEqual([])
  const after = Date.now()
  state.weather = 'up'
  await expect(strip(page)).toHaveCount(0, { timeout: 20_000 })
  await expect(timer(page)).not.toContainText('not sent yet')
  await expect(timer(page)).toContainText(/24m \d\ds left/)
  const { title, ends } = await running(context, url)
  expect(title).toBe('Letters')
  const planned = ends - 1500 * 1000
  expect(planned).toBeGreaterThanOrEqual(before - 1000)
  expect(planned).toBeLessThanOrEqual(after)
})

test('a stop that waits takes the countdown out of the title', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  await startRound(context, url, 600)
  await page.goto(`${url}/`)
  await expect(page).toHaveTitle(/Round 1 of 4 · Today/)
  state.weather = 'down'
  await timer(page).getByRole('button', { name: 'Stop' }).tap()
  await expect(timer(page)).toBeHidden()
  await expect(page).toHaveTitle(/^Today/)
})
