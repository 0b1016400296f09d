import type { Page } from '@playwright/test'
import { answered, expect, expectAccessible, skipTime, test } from './fixtures'

/** Reports app usage that has just ended, as this person's phone. */
const report = async (page: Page, uses: [app: string, minutes: number][]) => {
  const now = Date.now()
  const Origin = test.info().project.use.baseURL ?? ''
  const events = uses.map(([package_name, minutes]) => ({
    id: crypto.randomUUID(),
    package_name,
    started_at: new Date(now - minutes * 60_000).toISOString(),
    ended_at: new Date(now).toISOString(),
  }))
  const answer = await page.context().request.post('/api/v1/usage', { data: { events }, headers: { Origin } })
  expect(await answer.json()).toMatchObject({ accepted: uses.length, rejected: [] })
}

/** Moves the clock half a minute on and waits for the poll. */
const poll = async (page: Page) => {
  await answered(page)
  const polled = page.waitForResponse((answer) => answer.url().includes('/stats/live?v='))
  await skipTime(page, 30_000)
  await (await polled).finished()
}

test('a reported use shows on the open dashboard and in the open statistics within one interval', async ({
  page,
  person,
}) => {
  expect(person).not.toBe('')
  await page.clock.install()
  await page.goto('/')
  const today = page.locator('#today')
  await expect(today).not.toContainText('Apps today')
  await report(page, [['org.example.reader', 3]])
  await poll(page)
  await expect(today).toContainText('Apps today')
  await expect(page.locator('#nav-apps')).toHaveText('1 new')
  await expectAccessible(page)

  await page.goto('/stats')
  const apps = page.locator('#apps')
  await apps.locator('canvas').scrollIntoViewIfNeeded()
  await expect(apps.locator('canvas')).toHaveAttribute('width', /\d/)
  await report(page, [['org.example.map', 2]])
  await poll(page)
  await expect(apps).toContainText('org.example.map')
  await expect(page.locator('#nav-apps')).toHaveText('2 new')
  await apps.getByText('Show 30 days').focus()
  await page.keyboard.press('Enter')
  await expect(apps.locator('#apps-days tr').nth(1)).toBeVisible()
  await expect(apps).toContainText('last report just now')
  await skipTime(page, 125_000)
  await expect(apps).toContainText('last report 2 min ago')
  await expectAccessible(page)
})
