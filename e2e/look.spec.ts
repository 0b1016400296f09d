import type { Page } from '@playwright/test'
import { demoTest, expect, test } from './fixtures'

const pages = ['/', '/plan', '/sessions', '/week', '/goals', '/tasks', '/stats', '/report', '/meetings', '/whitelists']

/** Controls with something else on top of their centre, scrolled into view. */
const coveredControls = (page: Page) =>
  page.evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>('main :is(a[href], button, input, select, summary)')]
    const isPressed = (control: HTMLElement) => {
      control.scrollIntoView({ block: 'center' })
      // A link that wraps has a box on each line.
      const box = [...control.getClientRects()].find(({ width }) => width > 1)
      const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      const labels = 'labels' in control ? [...(control.labels as NodeListOf<HTMLElement>)] : []
      return !top || [control, ...labels].some((one) => one.contains(top))
    }
    return controls
      .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((one) => !one.closest('.unseen, table') && getComputedStyle(one).pointerEvents !== 'none')
      .filter((one) => !isPressed(one))
      .map((one) => one.outerHTML.slice(0, 120))
  })

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  demoTest('nothing covers a control', async ({ page }) => {
    for (const path of pages) {
      await page.goto(path)
      expect(await coveredControls(page), path).toEqual([])
    }
  })
})

demoTest('the hours of a week are drawn, and its columns stand under their heads', async ({ page }) => {
  for (const [width, columns] of [
    [390, 1],
    [900, 3],
    [1280, 7],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto('/week')
    await expect(page.locator('.clock > .hours')).toBeVisible()
    const boxes = async (selector: string) => {
      const visible = page.locator(selector).filter({ visible: true })
      return visible.evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect()).map(({ x, width }) => [x, width]),
      )
    }
    const [lanes, heads] = [await boxes('.clock > .lane'), await boxes('.week-head > .day-head')]
    expect(lanes, `${width}`).toHaveLength(columns)
    // A phone has all seven heads, to choose from.
    if (columns === 1) expect(lanes[0]?.[1]).toBeGreaterThan(300)
    else
      for (const [n, [x = 0]] of lanes.entries()) expect(Math.abs(x - (heads[n]?.[0] ?? 0)), `${width}`).toBeLessThan(8)
  }
})

demoTest(
  'bars of goals begin on one line, and selected rows are as wide as the bar of what they can do',
  async ({ page }) => {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto('/goals')
      const starts = await page
        .locator('.measure > svg')
        .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().x))
      expect([starts.length > 5, new Set(starts).size], `${width}`).toEqual([true, 1])
    }
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
  },
)

demoTest('a print of sessions says nothing of this week', async ({ page }) => {
  await page.goto('/sessions?from=2026-01-01&to=2026-01-31')
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.page-head')).not.toContainText('this week', { useInnerText: true })
})
