import { expect, expectAccessible, signIn, test } from './fixtures'

test('one field starts and logs by keyboard, previews the action and undoes it', async ({ page, person }) => {
  test.setTimeout(120_000)
  expect(person).toContain('@')
  const entry = page.getByLabel('Log or start')
  const bar = page.locator('#timer')
  for (const path of ['/', '/sessions']) {
    await page.goto(path)
    await page.keyboard.press('n')
    await expect(entry).toBeFocused()
  }
  const button = page.locator('.entry-line button')
  await expect(button).toHaveText('Start', { useInnerText: true })
  await page.keyboard.type('writing report @Acme #deep')
  await expect(page.locator('#entry-understood')).toContainText('new project Acme')
  await page.keyboard.press('Enter')
  await expect(bar).toContainText('writing report')
  await expect(entry).toHaveValue('')
  await expect(entry).toBeFocused()

  await page.keyboard.type('Methods')
  await expect(button).toHaveText('Start, and stop writing report')
  await page.keyboard.type(' 25m')
  await expect(button).toHaveText(/^Log 25m, \d\d:\d\d–\d\d:\d\d$/)
  await page.keyboard.type(' !Nothing')
  await expect(page.locator('#entry-understood')).toContainText('No open goal is called')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(entry).toHaveAttribute('aria-invalid', 'true')
  await expect(entry).toHaveValue('Methods 25m !Nothing')
  await expect(page.locator('.entry').getByText('No open goal is called').first()).toBeVisible()
  await entry.fill('Methods 25m')
  await expect(entry).not.toHaveAttribute('aria-invalid')
  await expect(page.locator('.entry').getByText('No open goal is called')).toHaveCount(0)
  await expect(entry).toHaveValue('Methods 25m')
  await expect(entry).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Methods', exact: true })).toBeVisible()
  await expect(bar).toContainText('writing report')

  await page.getByRole('button', { name: 'Start again: Methods' }).click()
  await expect(bar).toContainText('Methods')
  const toast = page.getByRole('status').filter({ hasText: 'Started “Methods”, stopped “writing report”' })
  await toast.getByRole('button', { name: 'Undo' }).last().click()
  await expect(bar).toContainText('writing report')
  await expectAccessible(page)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('an entry starts a timer, a session is started again, and Undo reverses it', async ({
    page,
    context,
    baseURL,
  }) => {
    await signIn(context, baseURL ?? '')
    await page.goto('/sessions')
    const entry = page.getByLabel('Log or start')
    await entry.fill('1h 30m weeding')
    await entry.press('Enter')
    await page.getByRole('button', { name: 'Start again: weeding' }).click()
    await expect(page).toHaveURL(/\/sessions$/)
    await expect(page.locator('#timer')).toContainText('weeding')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.locator('#timer')).toContainText('Nothing running')
    await entry.fill('digging since 0:00 !Nothing')
    await page.getByRole('button', { name: 'Start or log' }).click()
    await expect(entry).toHaveValue('digging since 0:00 !Nothing')
    await expect(page.getByText('No open goal is called').first()).toBeVisible()
  })
})
