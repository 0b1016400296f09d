import { expect, expectAccessible, signInToDemo, test } from './fixtures'

test('a session of a pull request leads to GitHub and to what was done in its repository', async ({
  page,
  context,
  baseURL,
}) => {
  await signInToDemo(context, baseURL ?? '')
  await page.goto('/stats/repos/Harbour-Clinic/booking?range=all')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('harbour-clinic/booking')
  await expect(page.getByRole('link', { name: /^#\d+$/ }).first()).toHaveAttribute(
    'href',
    /\/harbour-clinic\/booking\/pull\/\d+$/,
  )
  await expectAccessible(page)

  // By keyboard: from the figure to its sessions, and from a session back to the repository.
  await page.locator('#figures a').first().focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/stats\/explain\?subject=repo:harbour-clinic%2Fbooking/)
  const row = page.locator('a[href^="/sessions/"]').first()
  await row.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'harbour-clinic/booking' }).click()
  await expect(page.getByRole('link', { name: '90 days' })).toHaveAttribute('aria-current', 'true')
})
