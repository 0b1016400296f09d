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
  await page.getByRole('link', { name: 'Timeline of Tuesday, 3 March' }).click()
  await expect(page).toHaveURL(`/day/${date}`)
  await expectAccessible(page, true)

  await page.keyboard.press('ArrowLeft')
  await expect(page).toHaveURL('/day/2026-03-02')
  await expect(page.getByText('Nothing tracked on this day')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('ArrowRight')
  await expect(page).toHaveURL(`/day/${date}`)

  const list = page.locator('#day-list')
  await expect(list.getByText('Gap 40m, 15:20–16:00')).toBeVisible()
  await list.getByRole('link', { name: 'Log the gap, 15:20–16:00' }).click()
  const form = page.getByRole('form', { name: 'Add session' })
  await expect(form.getByLabel('Title')).toBeFocused()
  await page.keyboard.type('Between')
  // In a field, an arrow key moves the caret.
  await page.keyboard.press('ArrowLeft')
  await expect(form.getByLabel('Started')).toHaveValue('15:20')
  await expect(form.getByLabel('Ended')).toHaveValue('16:00')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('link', { name: 'Between', exact: true })).toBeVisible()
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

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('a gap is filled and an overlap trimmed by plain forms', async ({ page, person, baseURL }) => {
    expect(person).toContain('@')
    await log(page, baseURL, 'Early', '9:00', '10:00')
    await log(page, baseURL, 'Late', '11:00', '12:00')
    await page.goto(`/day/${date}`)
    await page.getByRole('link', { name: 'Log the gap, 10:00–11:00' }).click()
    await page.getByLabel('Title', { exact: true }).fill('Longer')
    await page.getByLabel('Ended').fill('11:30')
    await page.getByRole('button', { name: 'Add session' }).click()
    await expect(page).toHaveURL(`/day/${date}`)
    await page.getByRole('button', { name: 'Trim' }).click()
    await expect(page).toHaveURL(`/day/${date}`)
    await expect(page.getByText('Trimmed “Longer” to 10:00–11:00')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Overlap 30m')).toBeVisible()
    await page.getByRole('link', { name: 'Wed 4 Mar' }).click()
    await expect(page).toHaveURL('/day/2026-03-04')
  })
})
