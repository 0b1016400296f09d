import type { Page } from '@playwright/test'
import {
  dateDaysAgo,
  elsewhere,
  expect,
  passTime,
  polled,
  requestsKnown,
  setHidden,
  test,
  withoutMessages,
} from './fixtures'

/** Logs a minute that ends now. */
const log = (page: Page, title: string) => elsewhere(page, '/sessions/entry', { entry: `1m ${title}` })

/** Logs an hour on each of the last days before today. */
const logDays = async (page: Page, days: number) => {
  for (let ago = 1; ago <= days; ago += 1) {
    await elsewhere(page, '/sessions', {
      title: `Day ${ago}`,
      date: dateDaysAgo(ago),
      started_at: '09:00',
      duration: '1h',
    })
  }
}

test.beforeEach(({ page }) => withoutMessages(page))

const isPoll = (url: string) => url.includes('/stats/live?v=')

const poll = (page: Page) => polled(page, '/stats/live?v=')

/** Counts all changes within <main>, and those to elements that must stay. */
const watch = (page: Page, untouched: string) =>
  page.evaluate((selector) => {
    const seen = { all: 0, untouched: [] as string[] }
    const observer = new MutationObserver((records) => {
      for (const { target, type, attributeName } of records) {
        const element = target instanceof Element ? target : target.parentElement
        // htmx marks the elements that it has processed, as in a new row.
        if (!element || element.matches('main > div, [hx-trigger]') || attributeName === 'data-htmx-powered') continue
        // The line at the present goes on by itself, and a script adds to date fields again what HTML without it has not.
        if (element.closest('.now-line, .hours, .with-icon:has(> [data-date])')) continue
        seen.all += 1
        const left = element.closest(selector)
        if (left) seen.untouched.push(`${attributeName ?? type} of ${element.outerHTML} in ${left.textContent}`)
      }
    })
    const main = document.getElementById('main')
    if (main) observer.observe(main, { subtree: true, childList: true, attributes: true, characterData: true })
    Object.assign(window, { seen })
  }, untouched)
const changes = (page: Page): Promise<{ all: number; untouched: string[] }> => page.evaluate('window.seen')
const none = { all: 0, untouched: [] }

test('the dashboard follows sessions logged elsewhere, and keeps everything else', { tag: '@all' }, async ({
  page,
}) => {
  await logDays(page, 6)
  await log(page, 'first')
  await page.clock.install()
  await page.setViewportSize({ width: 1280, height: 500 })
  await page.goto('/')

  const entry = page.getByLabel('Log or start')
  await entry.fill('25m half a thought')
  await expect(page.locator('#entry-understood')).toContainText('half a thought')
  await page.locator('#earlier-today > summary').click()
  const row = page.locator('#earlier-today').getByRole('link', { name: 'first', exact: true })
  await row.focus()
  // The script that makes the lane one stop of Tab has come.
  await expect(page.locator('.lane .block').first()).toHaveAttribute('tabindex', /\d/)
  await page.evaluate(() => window.scrollTo(0, 120))
  const scroll = await page.evaluate(() => window.scrollY)
  expect(scroll).toBeGreaterThan(0)

  await watch(page, '#needs, #earlier-today li, .page-head, .entry')
  expect(await poll(page)).toBe(204)
  expect(await changes(page)).toEqual(none)

  await log(page, 'elsewhere')
  expect(await poll(page)).toBe(200)
  await expect(page.locator('#earlier-today')).toContainText('elsewhere')
  await expect(page.locator('#today')).toContainText('2m')
  await expect(row).toBeFocused()
  await expect(entry).toHaveValue('25m half a thought')
  await expect(page.locator('#entry-understood')).toContainText('half a thought')
  expect(await page.evaluate(() => window.scrollY)).toBe(scroll)
  const { all, untouched } = await changes(page)
  expect(all).toBeGreaterThan(0)
  expect(untouched).toEqual([])
  expect(await poll(page)).toBe(204)

  // A session logged on the page itself is there at once.
  await entry.fill('2m here')
  await page.getByRole('button', { name: /^Log/ }).click()
  await expect(page.locator('#today')).toContainText('4m')
  await expect(page.locator('#earlier-today')).toContainText('here')
})

test('the statistics follow too: chart, calendar and month; open details and typed text stay', { tag: '@all' }, async ({
  page,
}) => {
  await log(page, 'first')
  await page.clock.install()
  await page.setViewportSize({ width: 1280, height: 700 })
  await page.goto('/stats?range=90&group=day&open=year')
  const chart = () =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas')
      return canvas && { drawing: canvas.toDataURL(), width: canvas.style.width }
    })

  await logDays(page, 20)
  expect(await poll(page)).toBe(200)
  const stop = page.locator('#year a[tabindex="0"]')
  await expect(stop).toHaveCount(1)
  const cell = page
    .locator('#year')
    .getByRole('link', { name: /: 1h in 1 session/ })
    .nth(3)
  await cell.evaluate((link: HTMLElement) => link.focus())
  const status = await page.locator('[data-roving-status]').textContent()
  await page.locator('#days > summary').click()
  await page.locator('#fold-days').click()
  await expect(page.locator('#fold-days')).toHaveText(/^Hide/)
  await page.getByText('Dates', { exact: true }).click()
  await expect(page.getByLabel('From')).toHaveAttribute('aria-haspopup')
  await page.getByLabel('From').fill('2020-01-01')
  await cell.evaluate((link: HTMLElement) => link.focus())
  await expect(page.locator('canvas')).toHaveAttribute('style', /width: \d/)
  const before = await chart()

  await watch(
    page,
    '#year td:not(.today), #month td:not(:has(.today)), #days tr:not(:first-child):has(a), .page-head:has(h1), .ranges, details:not(#days)',
  )
  expect(await poll(page)).toBe(204)
  expect(await changes(page)).toEqual(none)
  expect(await chart()).toEqual(before)
  const scroll = await page.evaluate(() => window.scrollY)

  await log(page, 'elsewhere')
  expect(await poll(page)).toBe(200)
  await expect(page.locator('#total')).toContainText('20h 02m')
  await expect(cell).toBeFocused()
  await expect(stop).toHaveCount(1)
  await expect(page.locator('[data-roving-status]')).toHaveText(status ?? '')
  await expect(page.locator('#fold-days')).toHaveText(/^Hide/)
  await expect(page.getByLabel('From')).toHaveValue('1 Jan 2020')
  expect(await page.evaluate(() => window.scrollY)).toBe(scroll)
  expect((await chart())?.width).toBe(before?.width)
  const { all, untouched } = await changes(page)
  expect(all).toBeGreaterThan(0)
  expect(untouched).toEqual([])

  await page.setViewportSize({ width: 390, height: 844 })
  const heading = page.locator('#month h3')
  const shown = await heading.textContent()
  await page.locator('#month-left').click()
  await expect(heading).not.toHaveText(shown ?? '')
  const other = await heading.textContent()
  await log(page, 'once more')
  expect(await poll(page)).toBe(200)
  await expect(page.locator('#total')).toContainText('20h 03m')
  await expect(heading).toHaveText(other ?? '')
})

test('polling pauses in a hidden tab, survives errors and ends at sign-out', { tag: '@all' }, async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (isPoll(request.url())) asked.push(request.url())
  })
  await page.clock.install()
  await page.goto('/')
  expect(await poll(page)).toBe(204)

  await setHidden(page, true)
  await log(page, 'elsewhere')
  await passTime(page, 10 * 60_000)
  await requestsKnown(page)
  expect(asked).toHaveLength(1)
  const polled = page.waitForResponse((answer) => isPoll(answer.url()))
  await setHidden(page, false)
  expect((await polled).status()).toBe(200)
  await expect(page.locator('#earlier-today')).toContainText('elsewhere')
  expect(asked).toHaveLength(2)
  await setHidden(page, true)
  await setHidden(page, false)
  expect(await poll(page)).toBe(204)
  expect(asked).toHaveLength(3)

  await page
    .context()
    .route(/\/stats\/live/, (route) => route.fulfill({ status: 404, headers: { 'X-App': 'Daymark' }, body: 'gone' }))
  expect(await poll(page)).toBe(404)
  await page.context().unroute(/\/stats\/live/)
  await expect(page.locator('#earlier-today')).toContainText('elsewhere')
  await expect(page.locator('[data-toast]')).toHaveCount(0)
  expect(await poll(page)).toBe(204)

  await elsewhere(page, '/auth/sign-out')
  expect(await poll(page)).toBe(401)
  await expect(page.getByRole('dialog', { name: 'You’re signed out' })).toBeVisible()
  const before = asked.length
  await passTime(page, 10 * 60_000)
  await requestsKnown(page)
  expect(asked).toHaveLength(before)
  await expect(page.locator('#earlier-today')).toContainText('elsewhere')
  await expect(page).toHaveURL(/\/$/)
})
