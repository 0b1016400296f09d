import { expect, expectAccessible, test } from './fixtures'

const asked = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } })

test.describe('a personal token', () => {
  test('is created by keyboard, shown once, copied, used and revoked', async ({
    page,
    context,
    playwright,
    baseURL,
  }) => {
    await context.grantPermissions(['clipboard-write'])
    const program = await playwright.request.newContext({ baseURL })
    await page.goto('/settings/tokens')
    await page.getByLabel('Name').focus()
    await page.keyboard.type('Backup script')
    await page.keyboard.press('Enter')

    const field = page.getByLabel('Token', { exact: true })
    await expect(field).toBeFocused()
    const token = await field.inputValue()
    expect(token).toMatch(/^daymark_pat_[0-9a-f]{64}$/)
    expect(page.url()).not.toContain('daymark_pat_')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Copy' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByText('Token copied')).toBeVisible()
    await page.getByLabel('Name').focus()
    await page.keyboard.press('ControlOrMeta+V')
    await expect(page.getByLabel('Name')).toHaveValue(token)
    await expectAccessible(page)

    expect((await program.get('/api/v1/me', asked(token))).status()).toBe(200)
    await page.reload()
    await expect(page.getByRole('link', { name: 'Revoke Backup script' })).toBeVisible()
    expect(await page.content()).not.toContain(token)

    await page.getByRole('link', { name: 'Revoke Backup script' }).press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Revoke a token')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Revoke token' }).press('Enter')
    await expect(page.getByText('Token revoked')).toBeVisible()
    await expect(page.getByText('No tokens yet')).toBeVisible()
    expect((await program.get('/api/v1/me', asked(token))).status()).toBe(401)
    await program.dispose()
  })

  test('may have a long name without a space', { tag: '@all' }, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('/settings/tokens')
    await page.getByLabel('Name').fill('x'.repeat(100))
    await page.getByRole('button', { name: 'Create token' }).click()
    await expect(page.getByRole('heading', { name: 'Your new token' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  })
})
