import { expect, holdFirst, reportUse, test } from './fixtures'

test('a switch turns at once, and back where it was refused', async ({ page }) => {
  await reportUse(page, 'org.example.chess', 3)
  await page.goto('/whitelists')
  await page.getByRole('button', { name: 'Allow org.example.chess' }).click()
  const control = page.locator('tr', { hasText: 'org.example.chess' }).getByRole('switch')
  await expect(control).toBeChecked()
  const { answer } = await holdFirst(page, /./, 'POST', 429)
  await control.click()
  await expect(control).not.toBeChecked()
  await expect(page.locator('html')).toHaveAttribute('data-busy')
  answer()
  await expect(control).toBeChecked()
  await expect(page.locator('html')).not.toHaveAttribute('data-busy')
  await expect(page.locator('[data-toast]').last()).toContainText('Nothing was changed')
})

test('a bar shows while a page is on its way, and moves nothing', { tag: '@all' }, async ({ page }) => {
  await page.goto('/goals')
  // No route holds what the browser asks for ahead of the worker.
  await page.evaluate(() => navigator.serviceWorker.ready.then((worker) => worker.navigationPreload.disable()))
  const { answer } = await holdFirst(page, /\/learnings$/, 'GET')
  const seen = page.waitForEvent('console', (message) => message.text().startsWith('bar'))
  await page.evaluate(() => {
    let shift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shift += 'value' in entry ? Number(entry.value) : 0
    }).observe({ type: 'layout-shift' })
    // The page answers no questions of the test while it is being left.
    const look = () => {
      const { content, height } = getComputedStyle(document.documentElement, '::before')
      if (content === '""') console.info(`bar ${height} ${shift}`)
      else requestAnimationFrame(look)
    }
    look()
    document.body.insertAdjacentHTML('beforeend', '<a id="away" href="/learnings"></a>')
    document.getElementById('away')?.click()
  })
  expect((await seen).text()).toBe('bar 2px 0')
  answer()
  await expect(page.getByRole('heading', { level: 1, name: 'Learnings' })).toBeVisible()
  await expect(page.locator('html')).not.toHaveAttribute('data-busy')
})

test.describe('without a service worker', () => {
  // Private windows have none, and offline nothing takes the place of the banner.
  test.use({ serviceWorkers: 'block' })

  test('one banner says that there is no network, until there is', { tag: '@all' }, async ({ page, context }) => {
    await page.goto('/capture')
    const banner = page.getByText('You are offline. Changes can’t be saved.')
    await expect(banner).toHaveCount(0)
    await context.setOffline(true)
    await expect(banner).toBeVisible()
    await page.setViewportSize({ width: 390, height: 844 })
    await expect(banner).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Capture' })).toBeVisible()
    await context.setOffline(false)
    await expect(banner).toHaveCount(0)
  })
})
