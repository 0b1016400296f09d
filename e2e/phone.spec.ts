import { elsewhere, expect, test } from './fixtures'

test.use({ viewport: { width: 390, height: 240 } })

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
