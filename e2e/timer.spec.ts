import type { Page } from '@playwright/test'
import { elsewhere, expect, passTime, setHidden, skipTime, test } from './fixtures'

const bar = (page: Page) => page.locator('#timer')

/** The seconds that the bar shows, and those by the page's own clock, which the server's does not follow. */
const seconds = (page: Page) =>
  page.evaluate(() => {
    const timer = document.getElementById('timer')
    const text = timer?.querySelector('[role=timer]')?.textContent ?? ''
    const part = (unit: string) => Number(new RegExp(`(\\d+)${unit}`).exec(text)?.[1] ?? 0)
    const { loaded } = window as Window & { loaded?: number }
    const { startedAt, now } = timer?.dataset ?? {}
    return {
      shown: part('h') * 3600 + part('m') * 60 + part('s'),
      passed: Math.floor((Number(now) - Number(startedAt) + performance.now() - (loaded ?? 0)) / 1000),
    }
  })

const shown = async (page: Page) => (await seconds(page)).shown

const expectRight = async (page: Page) => {
  const { shown, passed } = await seconds(page)
  expect(Math.abs(shown - passed)).toBeLessThanOrEqual(1)
}

test('a running timer is right to the second for a day: hidden, asleep, over a clock change', async ({
  page,
  context,
}) => {
  await elsewhere(context, '/timer/start', { title: 'All day' })
  // Lisbon puts its clocks back at 02:00 on 25 October 2026; the server knows nothing of this browser's date.
  await page.clock.install({ time: new Date('2026-10-24T14:00:00Z') })
  await page.goto('/goals')
  await page.evaluate(() => Object.assign(window, { loaded: performance.now() }))
  await page
    .context()
    .route(/\/timer\/live/, (route) => route.fulfill({ status: 204, headers: { 'X-App': 'Daymark' } }))
  await expectRight(page)
  for (let hour = 0; hour < 24; hour += 4) {
    if (hour === 8) await setHidden(page, true)
    // A poll in flight would time out when hours pass.
    const polled = page.waitForResponse(/\/timer\/live/)
    await skipTime(page, 4 * 3_600_000)
    if (hour === 16) await setHidden(page, false)
    if (hour === 8 || hour === 12) polled.catch(() => null)
    else {
      await (await polled).finished()
      await expectRight(page)
    }
  }
  expect(await shown(page)).toBeGreaterThanOrEqual(24 * 3600)
  await expect(page).toHaveTitle(/^24h( \d+m)? All day · Goals · Daymark$/)
  expect(await shown(page)).toBeLessThan(24 * 3600 + 120)
})

test('after its clock is set, a page asks the server for the time', { tag: '@all' }, async ({ page, context }) => {
  await elsewhere(context, '/timer/start', { title: 'Reset' })
  await page.clock.install()
  await page.goto('/')
  await passTime(page, 3_000)
  const asked = page.waitForResponse((answer) => answer.url().includes('/timer/live'))
  await page.clock.setSystemTime(Date.now() + 5 * 3_600_000)
  await passTime(page, 2_000)
  expect((await asked).status()).toBe(200)
  await expect.poll(() => shown(page)).toBeLessThan(120)
  // With the clock right again, the bar shows all of the time.
  await page.clock.setSystemTime(Date.now() - 5 * 3_600_000)
  await passTime(page, 2_000)
  await expect.poll(() => shown(page)).toBeLessThan(120)
})

test('start, switch, stop and discard, each with Undo, and the list follows', async ({ page }) => {
  await page.goto('/sessions')
  await expect(bar(page)).toBeHidden()
  await page.getByLabel('Log or start').focus()
  await page.keyboard.type('Untitled session')
  await page.keyboard.press('Enter')
  const row = page.locator('#session-list .now')
  await expect(row).toContainText('Untitled session')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'Start the timer' })
  await dialog.getByLabel('What are you working on?').fill('Reading #deep')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(bar(page)).toContainText('Reading')
  await expect(page.locator('#session-list')).toContainText('Untitled session')
  await page.keyboard.press('t')
  await expect(dialog).toContainText('This stops “Reading”.')
  await expect(dialog.getByLabel('What are you working on?')).toHaveValue('')
  await page.keyboard.press('Escape')

  await expect(page).toHaveTitle('0m Reading · Sessions · Daymark')

  await page.keyboard.press('s')
  await expect(bar(page)).toHaveClass(/idle/)
  await expect(page).toHaveTitle('Sessions · Daymark')
  await expect(page.locator('#session-list')).toContainText('Reading')
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().click()
  await expect(bar(page)).toContainText('Reading')
  await expect(row).toContainText('Reading')

  await row.hover()
  await row.locator('summary').click()
  await row.getByRole('button', { name: 'Discard' }).click()
  await expect(bar(page)).toHaveClass(/idle/)
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().click()
  await expect(bar(page)).toContainText('Reading')
})

test('a second page follows within one poll, and a tap on a stopped timer changes nothing', { tag: '@all' }, async ({
  page,
  context,
}) => {
  // The page has no socket, so that it learns of the next timer by its poll.
  await page.routeWebSocket(/\/live$/, () => {})
  await page.clock.install()
  await page.goto('/')
  await elsewhere(context, '/timer/start', { title: 'On the phone' })
  await skipTime(page, 30_000)
  await expect(bar(page)).toContainText('On the phone')
  await expect(page.locator('#today')).toContainText('running')
  await elsewhere(context, '/timer/start', { title: 'Next' })
  await bar(page).getByRole('button', { name: 'Stop' }).click()
  await expect(page.locator('#toasts')).toContainText('no longer running')
  await expect(bar(page)).toContainText('Next')
})
