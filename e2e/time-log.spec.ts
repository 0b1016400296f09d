import { resolve } from 'node:path'
import { expect, expectAccessible, test } from './fixtures'

const log = resolve(import.meta.dirname, '../test/data/toggl-2017-08.csv')

/** The month of a real person: 217 sessions, 672,994 seconds. */
const total = 'PT186H56M34S'

test('import a real time log, see August 2017, open a day, correct an entry, see the figures follow', async ({
  page,
  person,
}) => {
  test.setTimeout(120_000)
  expect(person).toContain('@')
  await page.goto('/sessions/import')
  await page.getByLabel('File', { exact: true }).setInputFiles(log)
  await page.getByLabel('Time zone of the file').selectOption('America/New_York')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.locator('main')).toContainText('217')
  await expect(page.locator(`time[datetime="${total}"]`).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Import/ }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Imported 217 sessions' })).toBeVisible()

  await page.goto('/stats')
  await page.getByText('Dates', { exact: true }).click()
  await page.getByLabel('From').fill('2017-08-01')
  await page.getByLabel('To', { exact: true }).fill('2017-08-31')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/from=2017-08-01/)
  await expect(page.locator(`#total time[datetime="${total}"]`)).toBeVisible()
  await expect(page.locator('canvas')).toBeVisible()
  const byProject = page.locator('section', { has: page.getByRole('heading', { name: 'By project' }) })
  await expect(byProject.locator('tfoot')).toContainText('186h 56m')

  await page.getByText('Day by day').click()
  await page
    .locator('#days')
    .getByRole('link', { name: /Thu 31 Aug/ })
    .click()
  await expect(page).toHaveURL(/\/sessions\?.*from=2017-08-31/)
  const day = page.locator('section', { has: page.getByRole('heading', { name: /Thursday, 31 August/ }) })
  await expect(day.locator('.day-sum')).toHaveText('6h 59m tracked')
  await day.getByLabel(/^More for New survey analysis/).click()
  await day.getByRole('link', { name: /^Edit New survey analysis/ }).click()
  const form = page.getByRole('form', { name: /Edit/ })
  await form.getByLabel('Title').fill('Survey analysis, corrected')
  await form.getByLabel('Duration').fill('2h 10m 8s')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(day.getByText('Survey analysis, corrected')).toBeVisible()
  await expect(day.locator('.day-sum')).toHaveText('5h 59m tracked')

  await page.goto('/stats?from=2017-08-01&to=2017-08-31')
  await expect(page.locator('#total time[datetime="PT185H56M34S"]')).toBeVisible()
})
