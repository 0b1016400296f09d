import type { Page } from '@playwright/test'
import { elsewhere, expect, signIn, test } from './fixtures'

/** Bytes that the server sent of the page that is shown, and of its content. */
const transfer = (page: Page) =>
  page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation')
    const { transferSize, encodedBodySize } = entry as PerformanceNavigationTiming
    return { sent: transferSize, content: encodedBodySize }
  })

/** Opens a page; true when the server answered 304. */
const isStored = async (page: Page, path: string) => {
  await page.goto(path)
  const { sent, content } = await transfer(page)
  return sent < content && sent > 0
}

/** The time of the timer bar less the true one, in whole seconds. */
const secondsOff = (page: Page) =>
  page.evaluate(() => {
    const timer = document.getElementById('timer')
    const [, m, s] = /(\d+)m (\d+)s/.exec(timer?.querySelector('time[data-count]')?.textContent ?? '') ?? []
    return Math.abs(Math.floor((Date.now() - Number(timer?.dataset.startedAt)) / 1000) - Number(m) * 60 - Number(s))
  })

test('a second visit is a 304, and Back never shows an old page or another person’s', async ({
  page,
  context,
  browser,
  baseURL,
  person,
}) => {
  await elsewhere(context, '/goals', { title: 'Thesis' })
  await elsewhere(context, '/sessions/entry', { entry: '1h yesterday reading' })
  await page.goto('/goals')
  for (const path of ['/goals', '/sessions', '/stats', '/whitelists']) {
    await page.goto(path)
    expect([path, await isStored(page, path)]).toEqual([path, true])
  }

  // Written in another tab.
  const tab = await context.newPage()
  await tab.goto('/goals')
  await page.goto('/goals')
  await page.goto('/projects')
  await tab.locator('main').getByRole('link', { name: 'New goal' }).first().click()
  const added = tab.getByRole('form', { name: 'New goal' })
  await added.getByLabel('Title').fill('Garden')
  await added.getByRole('button', { name: 'Add goal' }).click()
  await expect(tab.getByRole('link', { name: 'Garden', exact: true }).first()).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('link', { name: 'Garden', exact: true })).toBeVisible()

  // Written by another browser, which moves nothing here.
  const other = await browser.newContext({ baseURL })
  await signIn(other, baseURL ?? '', person)
  await page.goto('/goals')
  await page.goto('/projects')
  await elsewhere(other, '/goals', { title: 'Cellar' })
  await page.goBack()
  await expect(page.getByRole('link', { name: 'Cellar', exact: true })).toBeVisible()
  await page.goto('/projects')
  let pages = 0
  page.on('request', (request) => {
    if (request.isNavigationRequest()) pages += 1
  })
  const checked = page.waitForResponse((answer) => answer.url().includes('/settings/sign-in/check?page='))
  await page.goBack()
  expect((await checked).status()).toBe(204)
  await expect(page.getByRole('link', { name: 'Cellar', exact: true })).toBeVisible()
  expect([pages, (await transfer(page)).sent]).toEqual([1, 0])

  // The timer counts by the server's clock on a stored page too.
  await elsewhere(context, '/timer/start', { title: 'Running' })
  await page.goto('/goals')
  await expect(page.locator('#timer time[data-count]')).toHaveText(/0m 0[3-9]s/)
  await page.goto('/projects')
  expect(await isStored(page, '/goals')).toBe(true)
  await expect.poll(() => secondsOff(page)).toBeLessThanOrEqual(1)
  await page.goto('/projects')
  await page.goBack()
  expect((await transfer(page)).sent).toBe(0)
  await expect.poll(() => secondsOff(page)).toBeLessThanOrEqual(1)

  // Signed out by another browser, then here.
  await page.goto('/projects')
  await elsewhere(other, '/settings/sign-in/devices/end-others', {})
  await page.goBack()
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fgoals/)
  await signIn(context, baseURL ?? '', person)
  await page.goto('/goals')
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goBack()
  await page.goBack()
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(page.getByText('Thesis')).toHaveCount(0)

  // Somebody else signs in.
  await signIn(context, baseURL ?? '')
  await page.goto('/goals')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Goals')
  await expect(page.getByText('Thesis')).toHaveCount(0)
  await other.close()
})

test('a page that comes back as it was left is hidden until its person is known', async ({
  page,
  context,
  baseURL,
}) => {
  const comeBack = () =>
    page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
      return document.documentElement.hidden
    })
  await signIn(context, baseURL ?? '')
  await elsewhere(context, '/goals', { title: 'Thesis' })
  await page.goto('/goals')
  await page.reload()
  expect(await comeBack()).toBe(false)
  await expect(page.getByText('Thesis').first()).toBeVisible()

  // Typed text stays, though the page is older by now.
  await page.getByRole('searchbox').first().fill('the')
  await elsewhere(context, '/goals', { title: 'Garden' })
  expect(await comeBack()).toBe(true)
  await expect(page.getByRole('searchbox').first()).toHaveValue('the')
  await expect(page.locator('html')).toBeVisible()

  await page.goto('/goals')
  await elsewhere(context, '/auth/sign-out', {})
  expect(await comeBack()).toBe(true)
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fgoals/)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('Back shows the newest page', async ({ page, context, person }) => {
    expect(person).toContain('@')
    await page.goto('/goals')
    await page.goto('/projects')
    await elsewhere(context, '/goals', { title: 'Garden' })
    await page.goBack()
    await expect(page.getByRole('link', { name: 'Garden', exact: true })).toBeVisible()
  })
})
