import { elsewhere, expect, test } from './fixtures'

test.use({ viewport: { width: 390, height: 500 } })

test('a page that htmx has not taken hold of yet answers the first action as ever', async ({ page, person }) => {
  expect(person).toContain('@')
  await elsewhere(page, '/goals', { title: 'Fold maps' })
  // Time is over after each element, and what should go on later waits.
  await page.addInitScript(() => {
    let now = 0
    performance.now = () => {
      now += 20
      return now
    }
    const { setTimeout } = window
    const held = (work: TimerHandler, ms?: number, ...rest: unknown[]) =>
      ms === undefined && document.querySelector('[data-htmx-powered]') ? 0 : setTimeout(work, ms, ...rest)
    Object.assign(window, { setTimeout: held })
  })
  await page.goto('/goals')
  await expect(page.locator('[data-htmx-powered]')).not.toHaveCount(0)
  const complete = page.getByRole('button', { name: 'Complete' })
  await page.getByLabel('More for Fold maps').evaluate((menu) => menu.closest('details')?.toggleAttribute('open'))
  await expect(complete.locator('xpath=ancestor::form')).not.toHaveAttribute('data-htmx-powered')
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === 'POST'),
    complete.evaluate((button) => button instanceof HTMLButtonElement && button.form?.requestSubmit()),
  ])
  expect(await request.headerValue('HX-Request')).toBe('true')
  await expect(page.locator('#goals-completed')).toContainText('Fold maps')
})

test('a chart comes with its script once a phone scrolls to it', async ({ page, person }) => {
  expect(person).toContain('@')
  await elsewhere(page, '/sessions/entry', { entry: '1h maps' })
  const scripts: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname)
  })
  await page.goto('/stats', { waitUntil: 'networkidle' })
  const chart = page.locator('#chart')
  await expect(chart).not.toHaveAttribute('width')
  expect(scripts.filter((path) => path.includes('chart'))).toEqual([])
  await chart.scrollIntoViewIfNeeded()
  await expect(chart).toHaveAttribute('width', /\d/)
})
