import { expect, expectAccessible, signIn, test, visitorTest } from './fixtures'

const base = () => test.info().project.use.baseURL ?? ''

test('devices are listed and signed out, with the keyboard', { tag: '@all' }, async ({
  page,
  context,
  playwright,
  person,
}) => {
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const other = await playwright.request.newContext({ baseURL: base(), userAgent })
  await signIn({ request: other }, base(), person)
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Sign-in and devices' }).click()
  const rows = page.locator('#devices li')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('This browser')

  expect((await other.get('/api/v1/me')).status()).toBe(200)
  await page.getByRole('button', { name: /^Sign out Firefox on Linux/ }).focus()
  await page.keyboard.press('Enter')
  await expect(rows).toHaveCount(1)
  await expect(page.locator('#toasts')).toContainText('Signed out Firefox on Linux')
  await expect(page.locator('#devices').locator(':focus')).toHaveCount(1)
  expect((await other.get('/api/v1/me')).status()).toBe(401)
  await other.dispose()

  await page.getByRole('button', { name: 'Sign out of this browser' }).first().click()
  await expect(page).toHaveURL(/\/sign-in$/)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect((await context.request.get('/api/v1/me')).status()).toBe(401)
})

for (const javaScriptEnabled of [true, false]) {
  visitorTest(
    `an account is deleted after typing its address (JavaScript: ${javaScriptEnabled})`,
    {
      tag: javaScriptEnabled ? [] : '@all',
    },
    async ({ browser }) => {
      const context = await browser.newContext({ javaScriptEnabled, baseURL: base() })
      const email = await signIn(context, base())
      const page = await context.newPage()
      await page.goto('/settings')
      await page.getByRole('link', { name: 'Delete account' }).click()
      await expect(page.getByRole('link', { name: 'Export everything as JSON' })).toBeVisible()
      const field = page.getByLabel(`Type ${email} to confirm`)
      await field.fill('somebody@example.com')
      await page.getByRole('button', { name: 'Delete account' }).click()
      await expect(page.getByText('That isn’t the email address of this account')).toBeVisible()
      await expect(field).toHaveValue('somebody@example.com')
      if (javaScriptEnabled) await expect(field).toBeFocused()
      if (javaScriptEnabled) await expectAccessible(page)
      await field.fill(email)
      await page.getByRole('button', { name: 'Delete account' }).click()
      await expect(page).toHaveURL(/\/sign-in$/)
      await expect(page.getByRole('status')).toContainText('Your account and all its data are deleted')
      expect((await context.request.get('/api/v1/me')).status()).toBe(401)
      await context.close()
    },
  )
}
