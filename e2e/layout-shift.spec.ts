import type { Page } from '@playwright/test'
import { expect, demoTest as test } from './fixtures'

/** The score of all layout shifts since the page began to load. */
const shiftOf = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const sum = (entries: PerformanceEntry[]) => entries.reduce((all, entry) => all + entry.toJSON().value, 0)
        const observer = new PerformanceObserver((list) => resolve(sum(list.getEntries())))
        observer.observe({ type: 'layout-shift', buffered: true })
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)))
      }),
  )

const isPainted = () => performance.getEntriesByName('first-contentful-paint').length > 0

const pages = ['/', '/tasks', '/sessions', '/goals', '/stats', '/cards', '/meetings', '/settings/sign-in']

test('no page moves once it is painted, while its scripts still load', { tag: '@all' }, async ({ page }) => {
  let painted = Promise.withResolvers<void>()
  await page.context().route('**/assets/*.js', async (route) => {
    await painted.promise
    await route.continue()
  })
  const load = async (path: string) => {
    painted = Promise.withResolvers()
    await page.goto(path, { waitUntil: 'commit' })
    await page.waitForFunction(isPainted)
    painted.resolve()
    await page.waitForLoadState('load')
    expect([path, await shiftOf(page)]).toEqual([path, 0])
  }
  // A busy browser may paint before it has read all of a page, but not each time.
  const expectStill = (path: string) => expect(() => load(path)).toPass({ timeout: 15_000 })
  const viewports = [
    { width: 390, height: 844 },
    { width: 1280, height: 800 },
  ]
  for (const viewport of viewports) {
    await page.setViewportSize(viewport)
    await expectStill('/sign-in')
  }
  for (const viewport of viewports) {
    await page.setViewportSize(viewport)
    for (const path of pages) await expectStill(path)
  }
})
