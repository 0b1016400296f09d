import { demoTest, expect, phoneScreen } from './fixtures'
import { findFaults } from './look'

const pages = [
  ...['/', '/plan', '/day', '/sessions', '/week', '/week?view=grid', '/goals', '/tasks', '/cards', '/stats', '/report'],
  ...['/report/document', '/meetings', '/whitelists', '/settings', '/welcome'],
]

demoTest.describe('on a phone', () => {
  demoTest.use(phoneScreen)

  demoTest('every main page looks right at 390 px', async ({ page }) => {
    for (const path of pages) {
      await page.goto(path)
      expect.soft(await page.evaluate(findFaults, true), path).toEqual([])
    }
  })
})

demoTest('every main page looks right at 900 and 1280 px', async ({ page }) => {
  for (const path of pages) {
    await page.goto(path)
    for (const width of [900, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      expect.soft(await page.evaluate(findFaults, false), `${path} at ${width}`).toEqual([])
    }
  }
})

demoTest('selected rows are as wide as the bar of their actions', async ({ page }) => {
  await page.goto('/sessions?select=session')
  await page.locator('.pick input').first().check({ force: true })
  const edges = await page.evaluate(() => {
    const row = document.querySelector('.rows > li:has(:checked)')
    const bar = document.querySelector('.picks-bar')?.getBoundingClientRect()
    if (!row || !bar) return null
    const { left, right } = row.getBoundingClientRect()
    const wash = getComputedStyle(row, '::after')
    return [bar.left - left - Number.parseFloat(wash.left), bar.right - right + Number.parseFloat(wash.right)]
  })
  expect(edges).toEqual([0, 0])
})

demoTest('a print of sessions says nothing of this week', async ({ page }) => {
  await page.goto('/sessions?from=2026-01-01&to=2026-01-31')
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.page-head')).not.toContainText('this week', { useInnerText: true })
})
