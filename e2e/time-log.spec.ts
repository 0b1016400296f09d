import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { expect, expectAccessible, follow, test } from './fixtures'

const log = resolve(import.meta.dirname, '../test/data/toggl-2017-08.csv')

/** The month of a real person: 217 sessions, 672,994 seconds. */
const total = 'PT186H56M34S'

test('sign in, import a real time log, see August 2017, open a day, correct an entry, see the figures follow', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const email = `${randomUUID()}@example.com`

  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in\?next=%2F$/)
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email')
  await follow(page.getByRole('link', { name: 'outbox' }))
  await expectAccessible(page)
  await page.getByRole('link', { name: /\/auth\/verify\?token=/ }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page).toHaveURL(/\/$/)

  await page.goto('/sessions/import')
  await page.getByLabel('File', { exact: true }).setInputFiles(log)
  await page.getByLabel('Time zone of the file').selectOption('America/New_York')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.locator('main')).toContainText('217')
  await expect(page.locator(`time[datetime="${total}"]`).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Import/ }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Imported 217 sessions' })).toBeVisible()
  await expectAccessible(page)

  await page.goto('/stats')
  await page.getByText('Dates', { exact: true }).click()
  await page.getByLabel('From').fill('2017-08-01')
  await page.getByLabel('To', { exact: true }).fill('2017-08-31')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/from=2017-08-01/)
  await expect(page.locator(`#total time[datetime="${total}"]`)).toBeVisible()
  await expect(page.locator('canvas')).toBeVisible()
  await expectAccessible(page)
  const byProject = page.locator('section', { has: page.getByRole('heading', { name: 'By project' }) })
  await expect(byProject.locator('tfoot')).toContainText('186h 56m')

  await page.getByText('Day by day').click()
  await page
    .locator('#days')
    .getByRole('link', { name: /Thu 31 Aug/ })
    .click()
  await expect(page).toHaveURL(/\/sessions\?.*from=2017-08-31/)
  await expectAccessible(page)
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

  await page.goto('/sessions/import')
  await page.getByLabel('File', { exact: true }).setInputFiles(log)
  await page.getByLabel('Time zone of the file').selectOption('Asia/Kolkata')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('button', { name: 'Preview' })).toHaveCount(0)
  await expect(page.locator('main')).toContainText('217')
  await expect(page.getByRole('button', { name: /^Import 217/ })).toHaveCount(0)
  await expectAccessible(page)
})
