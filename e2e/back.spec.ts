import { elsewhere, expect, signIn, test, visitorTest } from './fixtures'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', {
    tag: javaScriptEnabled ? [] : '@all',
  }, () => {
    test.use({ javaScriptEnabled })

    test('Back shows the present page, and nothing of a person who signed out', async ({ page, context }) => {
      await page.goto('/goals')
      await page.goto('/projects')
      await elsewhere(context, '/goals', { title: 'Garden' })
      await page.goBack()
      await expect(page.getByRole('link', { name: 'Garden', exact: true })).toBeVisible()

      await page.goto('/settings')
      await page.getByRole('button', { name: 'Sign out' }).first().click()
      await expect(page).toHaveURL(/\/sign-in$/)
      for (const next of ['%2Fsettings', '%2Fgoals']) {
        await page.goBack()
        await expect(page).toHaveURL(new RegExp(`/sign-in\\?next=${next}$`))
        await expect(page.getByText('Garden')).toHaveCount(0)
      }
    })
  })
}

visitorTest(
  'a page that comes back as it was left is loaded again, but not with unsent text',
  { tag: '@all' },
  async ({ page, context, baseURL }) => {
    const comeBack = () => page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    await signIn(context, baseURL ?? '')
    await page.goto('/goals')
    await elsewhere(context, '/goals', { title: 'Garden' })
    await comeBack()
    await expect(page.getByRole('link', { name: 'Garden', exact: true })).toBeVisible()

    await page.goto('/goals/new')
    const title = page.getByRole('main').getByLabel('Title')
    await title.fill('Cellar')
    await elsewhere(context, '/auth/sign-out')
    await comeBack()
    await expect(page.getByRole('dialog', { name: 'You’re signed out' })).toBeVisible()
    await expect(title).toHaveValue('Cellar')
  },
)
