import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

/** Signs in to a new account as a person does, up to the first question. */
const arrive = async (page: Page) => {
  const email = `${randomUUID()}@example.com`
  await page.goto('/')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Email').press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email')
  const outbox = await page.request.get(`/dev/outbox?to=${email}`, { headers: { Accept: 'application/json' } })
  const [mail] = await outbox.json()
  await page.goto(/^http\S+$/m.exec(mail.text)?.[0] ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Daymark')
}

test('from an empty account to a useful day, on Today: log, add and tick a task, add a goal, use a sign, set the target', async ({
  page,
}) => {
  await arrive(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  const line = page.getByLabel('Add, log or start')
  await expect(line).toBeFocused()

  const steps = page.locator('#first-hour')
  await expect(steps).toContainText('0 of 5 done')
  await expect(page.locator('#today')).toHaveCount(0)
  await expectAccessible(page)
  await steps.getByRole('link', { name: 'Log or start something' }).click()
  await expect(line).toBeFocused()
  await line.fill('Read chapter one 25m')
  await line.press('Enter')
  await expect(steps).toContainText('1 of 5 done')

  await steps.getByRole('link', { name: 'Add a task' }).click()
  await expect(line).toBeFocused()
  await line.fill('Call the bank 15m')
  await page.getByRole('button', { name: 'Add task' }).click()
  await expect(steps.getByRole('link', { name: 'Tick off your task' })).toBeVisible()
  await page.getByRole('button', { name: 'Done: Call the bank' }).click()
  await expect(steps).toContainText('2 of 5 done')

  await steps.getByRole('link', { name: 'Add a goal' }).press('Enter')
  await expect(page.getByLabel('New goal')).toBeFocused()
  await page.keyboard.type('Read 3h a week')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Goal added')).toBeVisible()
  await expect(steps).toContainText('3 of 5 done')

  await steps.getByRole('button', { name: 'Hide' }).click()
  await expect(steps).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(steps).toContainText('3 of 5 done')
  await expectAccessible(page)

  await steps.getByRole('link', { name: 'Add a project, tag or goal' }).click()
  await line.fill('Read chapter two 25m #book')
  await line.press('Enter')
  await expect(steps).toContainText('4 of 5 done')

  await steps.getByRole('link', { name: 'Set your daily target' }).click()
  await expect(page.getByLabel('Daily target')).toBeFocused()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('much')
  await page.keyboard.press('Enter')
  await expect(steps).toContainText('Enter a duration')
  await page.getByLabel('Daily target').fill('4h')
  await page.getByLabel('Daily target').press('Enter')
  await expect(page.getByText('Daily target set')).toBeVisible()
  await expect(page).toHaveURL('/')
  await expect(steps).toHaveCount(0)
  await expect(page.locator('#dashboard')).toContainText('of 4h')
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the first question leads to an import, and the steps are done on Today', async ({ page }) => {
    await arrive(page)
    await page.getByLabel('Import from Clockify').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import sessions')
    await expect(page.getByText('To get it from Clockify')).toBeVisible()
    await page.goto('/')
    const steps = page.locator('#first-hour')
    await page.getByLabel('New goal').fill('Read 3h a week')
    await page.getByRole('button', { name: 'Add goal' }).click()
    await expect(steps).toContainText('1 of 5 done')
    await page.getByLabel('Daily target').fill('much')
    await page.getByRole('button', { name: 'Set target' }).click()
    await expect(steps).toContainText('Enter a duration')
    await expect(page.getByLabel('Daily target')).toHaveValue('much')
    await page.getByLabel('Daily target').fill('4h')
    await page.getByRole('button', { name: 'Set target' }).click()
    await expect(steps).toContainText('2 of 5 done')
  })
})

test('a page of a part that is off works, and turns it on in one press', { tag: '@all' }, async ({ page, person }) => {
  expect(person).toContain('@')
  await page.goto('/settings/uses')
  await page.getByLabel('Learn').uncheck()
  await expect(page.getByText('Settings saved')).toBeVisible()
  const menu = page.getByRole('navigation', { name: 'Main' })
  await expect(menu.getByRole('link', { name: 'Learn' })).toHaveCount(0)
  await page.goto('/cards')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page).toHaveURL(/\/cards$/)
  await expect(menu.getByRole('link', { name: /Learn/ }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Turn on' })).toHaveCount(0)
})
