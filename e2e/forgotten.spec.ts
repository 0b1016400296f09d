import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

const hour = 3_600_000

/** Starts a timer and moves its start some hours back. */
const startedBefore = async (page: Page, hours: number, title: string) => {
  await page.goto('/timer')
  await page.getByLabel('Log or start').fill(title)
  await page.getByLabel('Log or start').press('Enter')
  await expect(page.locator('#timer')).toContainText(title)
  await page.goto('/timer')
  await page.getByText('Edit details').click()
  const form = page.locator('main form').filter({ has: page.getByLabel('Started') })
  await form.getByLabel('Started').fill(new Date(Date.now() - hours * hour).toISOString())
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('#toasts')).toContainText('Saved')
  // Moving the start counts as a check-in; this removes it.
  const [id, seq] = [await form.locator('[name="id"]').inputValue(), await form.locator('[name="seq"]').inputValue()]
  const headers = { Origin: new URL(page.url()).origin }
  await page.request.post(`/changes/timer.forgotten~${id}~${seq}~active/undo`, { headers })
  await page.goto('/timer')
  await expect(page.locator('#timer')).toContainText('Still working?')
}

test('a forgotten timer asks, keeps running on request, and ends at the chosen time', async ({ page }) => {
  test.setTimeout(90_000)
  await startedBefore(page, 5, 'Methods')
  const bar = page.locator('#timer')
  await expectAccessible(page, { everyView: true })

  await page.goto('/goals')
  await bar.getByRole('button', { name: 'Yes' }).focus()
  await page.keyboard.press('Enter')
  await expect(bar).not.toContainText('Still working?')
  await page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
  await expect(bar).toContainText('Still working?')

  await bar.getByRole('link', { name: 'Another time' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Methods')
  const end = page.getByRole('form', { name: 'Another time' })
  await end.getByLabel('Ended').fill(new Date(Date.now() + hour).toISOString())
  await end.getByRole('button', { name: 'Save end' }).click()
  await expect(end).toContainText('That is in the future.')
  await expectAccessible(page)
  await end.getByLabel('Ended').fill(new Date(Date.now() - 2 * hour).toISOString())
  await end.getByRole('button', { name: 'Save end' }).click()

  await expect(page.locator('#toasts')).toContainText('Ended “Methods”')
  await expect(bar).toBeHidden()
  await expect(page.locator('#session-days')).toContainText('3h')
  await page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
  await expect(bar).toContainText('Still working?')
})
