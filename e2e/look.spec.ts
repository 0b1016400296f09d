import type { Page } from '@playwright/test'
import { demoTest, expect, phoneScreen, visitorTest } from './fixtures'
import { findFaults } from './look'

const pages = [
  ...['/', '/plan', '/day', '/sessions', '/week', '/week?view=grid', '/goals', '/tasks', '/cards', '/stats', '/report'],
  ...['/report/document', '/meetings', '/whitelists', '/settings', '/welcome'],
]

const open = async (page: Page, path: string) => {
  const answer = await page.goto(path)
  expect(answer?.status(), path).toBe(200)
  // A day leads to its date.
  expect(`${new URL(page.url()).pathname}/`).toContain(`${path.split('?')[0]}/`)
}

/** Waits: a chart takes its new width after the page has. */
const expectGoodLook = (page: Page, isTouched: boolean, words: string) =>
  expect
    .configure({ soft: true })
    .poll(() => page.evaluate(findFaults, isTouched), words)
    .toEqual([])

demoTest.describe('on a phone', () => {
  demoTest.use(phoneScreen)

  demoTest('every main page looks right at 390 px', async ({ page }) => {
    for (const path of pages) {
      await open(page, path)
      await expectGoodLook(page, true, path)
    }
  })
})

demoTest('every main page looks right at 900 and 1280 px', async ({ page }) => {
  for (const path of pages) {
    await open(page, path)
    for (const width of [900, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await expectGoodLook(page, false, `${path} at ${width}`)
    }
  }
})

visitorTest('a look finds each kind of fault', async ({ page }) => {
  await page.setContent(`
    <style>button { width: 60px; height: 60px } .clock { display: grid; grid-template-columns: 44px 44px }</style>
    <div style="position: relative"><button>Covered</button><a style="position: absolute; inset: 0" href="/">Above</a></div>
    <button style="width: 20px">Small</button>
    <input type="radio" style="appearance: none; width: 30px; height: 30px">
    <p style="width: 40px; overflow: hidden; white-space: nowrap">Statistics of the year</p>
    <p>Until<b>Fri</b></p><p>1h 33m h</p>
    <div class="clock"><div class="hours"><span>10:00<br>am</span></div><div class="lane" style="height: 20px"></div></div>
    <p style="width: 3000px">Wide</p>`)
  const kinds = (await page.evaluate(findFaults, false)).map((fault) =>
    fault.replace(/ by .*|: .*/, '').replace(/^\d+ × \d+ /, ''),
  )
  expect(new Set(kinds)).toEqual(
    new Set([
      'scrolls sideways',
      'columns leave room',
      'no hours',
      'broken hours',
      'cut',
      'glued to Until',
      'glued',
      'covered',
      'px',
      'not round',
    ]),
  )
})

demoTest('selected rows are as wide as the bar of their actions', { tag: '@all' }, async ({ page }) => {
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

demoTest('a print of sessions says nothing of this week', { tag: '@all' }, async ({ page }) => {
  await page.goto('/sessions?from=2026-01-01&to=2026-01-31')
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.page-head')).not.toContainText('this week', { useInnerText: true })
})
