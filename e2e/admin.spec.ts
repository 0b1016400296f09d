import type { Browser } from '@playwright/test'
import { expect, expectAccessible, follow, openFilter, signIn, visitorTest as test } from './fixtures'

/** Another person's browser, signed in to a new account. */
const somebody = async (browser: Browser, baseURL: string) => {
  const context = await browser.newContext({ baseURL })
  return { email: await signIn(context, baseURL), page: await context.newPage(), close: () => context.close() }
}

/** An address of ADMIN_EMAILS in development. */
const adminEmail = 'admin@example.com'

test('an admin finds somebody, suspends and restores them, and reads it in the log', async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  const url = baseURL ?? ''
  test.setTimeout(90_000)
  await signIn(context, url, adminEmail)
  const other = await somebody(browser, url)
  await other.page.goto('/goals')

  await page.goto('/')
  await follow(page.getByRole('link', { name: 'Admin' }).first())
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Users')
  await page.getByLabel('Search users').fill(other.email.toUpperCase().slice(0, 30))
  await expect(page.locator('li[id^="person-"]')).toHaveCount(1)
  await expect(page).toHaveURL(/q=/)

  const name = other.email.split('@')[0] ?? ''
  await page.getByLabel(`More for ${name}`).click()
  await page.getByRole('link', { name: 'Suspend' }).click()
  const ask = page.getByRole('form', { name: `Suspend ${name}` })
  await expect(ask.getByRole('link', { name: 'Cancel' })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(ask).toHaveCount(0)
  await page.getByLabel(`More for ${name}`).press('Enter')
  await page.getByRole('link', { name: 'Suspend' }).press('Enter')
  await ask.getByRole('button', { name: 'Suspend' }).press('Enter')
  await expect(page.locator('li[id^="person-"]')).toContainText('suspended')
  await expect(page.getByRole('status').filter({ hasText: `${name} is suspended` })).toBeVisible()
  await other.page.goto('/goals')
  await expect(other.page).toHaveURL(/sign-in/)

  await page.getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Admin activity' })).toBeVisible()
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(page.locator('#audit-list li')).toContainText([`admin suspended ${name}`])
  await openFilter(page)
  await page.getByLabel('Action', { exact: true }).selectOption('restore')
  await expect(page.getByText('No matching entries')).toBeVisible()
  await page.getByLabel('Action', { exact: true }).selectOption('suspend')
  await expect(page.locator('#audit-list li')).toHaveCount(1)
  await expectAccessible(page)
  await other.close()
})
