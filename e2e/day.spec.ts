import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

const date = '2026-03-03'

const log = (page: Page, baseURL: string | undefined, title: string, started_at: string, ended_at: string) =>
  page.request.post('/sessions', { form: { title, date, started_at, ended_at }, headers: { Origin: baseURL ?? '' } })

test('walk through days by keys, fill a gap, settle overlaps and undo it', async ({ page, person, baseURL }) => {
  test.setTimeout(120_000)
  expect(person).toContain('@')
  await log(page, baseURL, 'Typeset chapters', '14:00', '15:05')
  await log(page, baseURL, 'Call', '14:55', '15:20')
  await log(page, baseURL, 'Deep work', '16:00', '18:00')
  await log(page, baseURL, 'Chat', '16:30', '16:50')

  await page.goto(`/sessions?from=${date}&to=${date}`)
  await page.getByRole('link', { name: 'Tuesday, 3 March', exact: true }).click()
  await expect(page).toHaveURL(`/day/${date}`)

  await page.keyboard.press('ArrowLeft')
  await expect(page).toHaveURL('/day/2026-03-02')
  await expect(page.getByText('Nothing tracked on this day')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page).toHaveURL(`/day/${date}`)

  const list = page.locator('#day-list')
  await expect(list.getByText('Gap 40m, 15:20–16:00')).toBeVisible()
  const logLink = list.getByRole('link', { name: 'Log the gap, 15:20–16:00' })
  await logLink.press('Enter')
  const form = list.getByRole('form', { name: 'Log 15:20–16:00' })
  await expect(form.getByLabel('Title')).toBeFocused()
  await expectAccessible(page)
  await form.getByRole('link', { name: 'Cancel' }).press('Enter')
  await expect(logLink).toBeFocused()
  await logLink.press('Enter')
  await expect(form.getByLabel('Title')).toBeFocused()
  await page.keyboard.type('Between')
  await form.getByLabel('Ended').fill('then')
  await form.getByLabel('Ended').press('Enter')
  await expect(form.getByText('Enter a time as 9:30')).toBeVisible()
  await expect(form.getByLabel('Ended')).toBeFocused()
  await expect(form.getByLabel('Title')).toHaveValue('Between')
  await form.getByLabel('Ended').fill('16:00')
  // Changes elsewhere draw the day again around the form.
  const drawn = page.waitForResponse(/log=/)
  await page.evaluate(() => document.body.dispatchEvent(new Event('sessions-changed')))
  await (await drawn).finished()
  await expect(form.getByLabel('Title')).toHaveValue('Between')
  await form.getByLabel('Title').focus()
  // In a field, an arrow key moves the caret.
  await page.keyboard.press('ArrowLeft')
  await expect(form.getByLabel('Started')).toHaveValue('15:20')
  await expect(form.getByLabel('Ended')).toHaveValue('16:00')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('link', { name: 'Between', exact: true })).toBeFocused()
  await expect(page.locator('.toast', { hasText: 'Logged “Between”, 40m' })).toBeVisible()
  await expect(list.getByText(/^Gap/)).toHaveCount(0)
  await expect(form).toHaveCount(0)
  await expect(page).toHaveURL(`/day/${date}`)

  await expect(page.getByText('2 overlaps to review')).toBeVisible()
  const trim = list.getByRole('button', { name: 'Trim', exact: true })
  await expect(trim).toHaveAccessibleDescription('“Typeset chapters” becomes 14:00–14:55, 10m less')
  await trim.press('Enter')
  await expect(page.getByText('1 overlap to review')).toBeVisible()
  await expect(page.locator('#timeline-head span')).toBeFocused()
  await list.getByRole('button', { name: 'Split' }).click()
  await expect(page.getByText(/to review/)).toHaveCount(0)
  await expect(list.getByRole('link', { name: 'Deep work', exact: true })).toHaveCount(2)
  await page
    .locator('.toast', { hasText: 'Split “Deep work” to 16:00–16:30 and 16:50–18:00' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(list.getByRole('link', { name: 'Deep work', exact: true })).toHaveCount(1)
  await expect(page).toHaveURL(`/day/${date}`)
  await list.getByRole('button', { name: 'Keep both' }).click()
  await expect(page.getByText(/20m counted twice:/)).toBeVisible()
  await expectAccessible(page)
  await list.getByRole('button', { name: 'Review again' }).click()
  await expect(list.getByRole('button', { name: 'Keep both' })).toBeVisible()
  await list.getByRole('button', { name: 'Keep both' }).click()
  await page.locator('.toast', { hasText: 'Kept both' }).last().getByRole('button', { name: 'Undo' }).click()
  await expect(list.getByRole('button', { name: 'Keep both' })).toBeVisible()
  await expect(page.locator('#toasts').getByText('Timeline')).toHaveCount(0)

  // Text at twice its size moves the whole scale.
  const height = () => page.locator('.day-drawing').evaluate((drawing) => drawing.getBoundingClientRect().height)
  const before = await height()
  await page.evaluate(() => {
    document.documentElement.style.setProperty('font-size', '200%')
  })
  expect(await height()).toBeGreaterThan(before * 1.8)
})
