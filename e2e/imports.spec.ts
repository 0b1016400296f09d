import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

const choose = async (page: Page, name: string, text: string) => {
  await page.goto('/sessions/import')
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Preview' }).press('Enter')
}

const hours = (day: string) =>
  ['When;Spent;For;About', `${day}.03.2026;1,5;Thesis;Outline`, `${day}.03.2026;0:45;Thesis;<b>Reading</b>`].join('\n')

const backup = JSON.stringify({
  data: {
    task: {
      ids: ['t'],
      entities: {
        t: { id: 't', title: 'Write a chapter', projectId: 'p', timeSpentOnDay: { '2026-03-02': 5_400_000 } },
      },
    },
    project: { ids: ['p'], entities: { p: { id: 'p', title: 'Thesis' } } },
    tag: { ids: [], entities: {} },
  },
})

test('a CSV of no known tool is imported by its columns, and the next one without asking; a backup brings tasks', {
  tag: '@all',
}, async ({ page }) => {
  await choose(page, 'hours.txt', hours('02'))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose columns')
  await expect(page.getByRole('region', { name: 'First rows of the file' })).toContainText('<b>Reading</b>')
  await expectAccessible(page)
  await page.getByLabel('Date', { exact: true }).selectOption('When')
  await page.getByRole('button', { name: 'Preview' }).press('Enter')
  await expect(page.getByRole('alert')).toContainText('Choose the column with the duration')
  await expectAccessible(page)
  await page.getByLabel('Duration', { exact: true }).selectOption('Spent')
  await page.getByLabel('Project').selectOption('For')
  await page.getByLabel('Title').selectOption('About')
  await page.getByRole('button', { name: 'Preview' }).press('Enter')
  await expect(page.locator('main')).toContainText('not when')
  await expect(page.locator('time[datetime="PT2H15M"]').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import 2 sessions' }).press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Imported 2 sessions, 2h 15m' })).toBeVisible()

  await choose(page, 'next.csv', hours('03'))
  await expect(page.locator('main')).toContainText('The columns are as you chose them last time.')
  await page.getByRole('link', { name: 'Change columns' }).click()
  await expect(page.getByLabel('Title').locator('option:checked')).toHaveText('About')

  await choose(page, 'backup.csv', backup)
  await expect(page.locator('main')).toContainText('Super Productivity backup')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import 1 session and 1 task' }).press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Imported 1 session, 1h 30m and 1 task' })).toBeVisible()
  await expectAccessible(page)
  await page.goto('/tasks')
  await expect(page.getByRole('link', { name: 'Write a chapter' }).first()).toBeVisible()
  await page.goto('/sessions/import')
  await page.getByRole('link', { name: 'Undo this import' }).first().press('Enter')
  await expect(page.locator('main')).toContainText('1 task')
  await page.getByRole('button', { name: 'Undo import' }).press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Import undone' })).toBeVisible()
  await page.goto('/tasks')
  await expect(page.getByText('Write a chapter')).toHaveCount(0)
})

test('a file over the limit is refused next to its field, and a smaller one goes through', { tag: '@all' }, async ({
  page,
}) => {
  await page.goto('/meetings/import')
  const field = page.getByLabel('Calendar file')
  const chosen = (size: number) => ({ name: 'a.ics', mimeType: 'text/calendar', buffer: Buffer.alloc(size, 'x') })
  const message = () => field.evaluate((input: HTMLInputElement) => input.validationMessage)
  await field.setInputFiles(chosen(5 * 1024 * 1024 + 1))
  expect(await message()).toBe('The file is over 5 MB')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page).toHaveURL(/\/meetings\/import$/)
  await expect(field).toBeFocused()
  await field.setInputFiles(chosen(1))
  expect(await message()).toBe('')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
})
