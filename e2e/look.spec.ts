import type { Page } from '@playwright/test'
import { expect, signInToDemo, test } from './fixtures'

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

  test('nothing covers a control', async ({ page, context, baseURL }) => {
    await signInToDemo(context, baseURL ?? '')
    for (const path of pages) {
      await page.goto(path)
      expect(await coveredControls(page), path).toEqual([])
    }
  })
})

test('the hours of a week are drawn, and its columns stand under their heads', async ({ page, context, baseURL }) => {
  await signInToDemo(context, baseURL ?? '')
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
