import type { Page } from '@playwright/test'
import { answered, elsewhere, expect, expectAccessible, test } from './fixtures'

const week = '2026-03-02'
const log = (page: Page, title: string, date: string, started_at: string, ended_at: string) =>
  elsewhere(page.context(), '/sessions', { title, date, started_at, ended_at })

test('type, paste and undo hours of a week by keys', async ({ page, person }) => {
  test.setTimeout(120_000)
  expect(person).toContain('@')
  await log(page, 'Read', '2026-03-02', '09:00', '10:00')
  await log(page, 'Read', '2026-03-02', '11:00', '12:00')
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  const cell = (day: string) => page.getByRole('textbox', { name: `No project · no goal ${day}` })
  const says = page.locator('.says')
  const sums = page.locator('tfoot tr').first()

  await cell('Tue').focus()
  await page.keyboard.type('1.5')
  await expect(says).toContainText('1h 30m, 09:00–10:30')
  await expectAccessible(page)
  await page.keyboard.press('Tab')
  await expect(cell('Wed')).toBeFocused()
  await expect(cell('Tue')).toHaveValue('1:30')
  await expect(sums).toContainText('1:30')
  await page.keyboard.press('ArrowLeft')
  await expect(cell('Tue')).toBeFocused()
  await page.keyboard.type('later')
  await page.keyboard.press('Escape')
  await expect(cell('Tue')).toHaveValue('1:30')

  // More than one session would change: that is told first.
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.type('0:30')
  await expect(says).toContainText('Changes 2 sessions')
  await page.keyboard.press('Enter')
  await expect(sums).toContainText('0:30')
  const toast = page.getByRole('status').filter({ hasText: 'Undo' })
  await toast.getByRole('button', { name: 'Undo' }).click()
  await expect(cell('Mon')).toHaveValue('2:00')
  await answered(page)
  await page.waitForLoadState()

  await cell('Wed').focus()
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', '45m\tsoon\t+1h')
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  })
  await expect(cell('Fri')).toHaveValue('1:00')
  await expect(cell('Wed')).toHaveValue('0:45')
  await expect(cell('Thu')).toHaveValue('soon')
  await expect(cell('Thu')).toHaveAttribute('aria-invalid', 'true')
  await expect(says).toContainText('Enter time as 1:30')
  await expectAccessible(page)
})

test('a later tab is told, and loses nothing', async ({ page, person }) => {
  expect(person).toContain('@')
  await log(page, 'Read', '2026-03-02', '09:00', '10:00')
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  await elsewhere(page.context(), '/week/cell', { date: week, value: '2h', seen: '3600' })
  const cell = page.getByRole('textbox', { name: 'No project · no goal Mon' })
  await cell.fill('1:30')
  await cell.press('Enter')
  await expect(page.locator('.says')).toContainText('This is 2h now; you saw 1h')
  await expect(cell).toHaveValue('1:30')
  await cell.press('Enter')
  await expect(page.locator('tfoot tr').first()).toContainText('1:30')
})
