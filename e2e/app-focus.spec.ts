import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, openMenu, reportUse, signIn, test, visitorTest } from './fixtures'

/** An address of ADMIN_EMAILS in development. */
const adminEmail = 'admin@example.com'

visitorTest(
  'the focus stays on the app that is changed, or goes to the one next to it where that has left the page',
  {
    tag: '@all',
  },
  async ({ page, context, baseURL }) => {
    await page.setViewportSize({ width: 1000, height: 300 })
    const word = `e2e${randomUUID().replaceAll('-', '')}`
    await signIn(context, baseURL ?? '', adminEmail)
    const labels = Array.from({ length: 9 }, (_, index) => `App ${String.fromCharCode(65 + index)}`)
    const headers = { Origin: baseURL ?? '' }
    const pathOf = (label: string) => `/api/v1/admin/apps/${word}.${label.at(-1)}`
    for (const label of labels) {
      const data = { label: `${label} ${word}`, is_whitelisted: false }
      await context.request.put(`/api/v1/admin/apps/${word}.${label.at(-1)}`, {
        data,
        headers: { Origin: baseURL ?? '' },
      })
    }
    const box = (letter: string) => page.getByRole('checkbox', { name: `Select App ${letter} ${word}` })

    await page.goto(`/admin/whitelists?q=${word}`)
    const rows = page.locator('#default-rows > li')
    await expect(rows).toHaveCount(9)

    await box('C').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter')
    await expect(rows).toHaveCount(7)
    await expect(box('E')).toBeFocused()

    await box('I').focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter')
    await expect(rows).toHaveCount(6)
    await expect(box('H')).toBeFocused()

    await openMenu(page, `App H ${word}`)
    await page.getByRole('button', { name: `Delete App H ${word}` }).press('Enter')
    await expect(rows).toHaveCount(5)
    await expect(box('G')).toBeFocused()

    // Sorted by the last change, an app that is switched moves to the top, and takes the focus along.
    await page.goto(`/admin/whitelists?q=${word}&sort=changed`)
    await expect(rows.first()).toContainText('App G')
    await rows.last().getByRole('switch').last().focus()
    await page.keyboard.press('Enter')
    await expect(rows.first()).toContainText('App A')
    const lock = page.getByRole('switch', { name: `Locked: App A ${word}`, exact: true })
    await expect(lock).toBeFocused()
    await expect(lock).toBeInViewport()

    await reportUse(page, 'org.example.reported', 1)
    // A person's own rule comes first in their list: pressed again, its switch turns it back.
    await page.goto('/whitelists')
    const row = (letter: string) => page.getByRole('row').filter({ hasText: `App ${letter} ${word}` })
    await row('F').getByRole('switch').focus()
    for (const turned of ['allowed', 'blocked']) {
      await page.keyboard.press('Space')
      await expect(page.getByText(`is now ${turned}`)).toBeVisible()
      await expect(row('F').getByRole('switch')).toBeFocused()
      await expect(row('F').getByRole('switch')).toBeInViewport()
    }

    // Where the filter leaves it out, the next one has the focus.
    await page.goto(`/whitelists?q=${word}&show=blocked`)
    await row('B').getByRole('switch').focus()
    await page.keyboard.press('Space')
    await expect(row('B')).toHaveCount(0)
    await expect(row('E').getByRole('switch')).toBeFocused()

    // A click leaves the page where it is; the focus is at the switch that was clicked all the same.
    await page.goto('/whitelists')
    await row('G').getByRole('switch').scrollIntoViewIfNeeded()
    const scrolled = await page.evaluate(() => scrollY)
    await row('G').getByRole('switch').click()
    await expect(page.getByText('is now allowed')).toBeVisible()
    await expect(row('G').getByRole('switch')).toBeFocused()
    expect(await page.evaluate(() => scrollY)).toBe(scrolled)

    // A bulk action takes its selection away, so that the next one is about other rows.
    await page.goto('/whitelists')
    const bar = page.getByRole('form', { name: 'Selected apps' })
    for (const [letter, act] of [
      ['E', 'Allow'],
      ['G', 'Block'],
    ] as const) {
      await row(letter).getByRole('checkbox').check()
      await bar.getByRole('button', { name: act, exact: true }).press('Enter')
      await expect(page.getByText(`is now ${act.toLowerCase()}ed`)).toBeVisible()
      await expect(bar).toBeHidden()
      await expect(page.locator('#app-rows :checked')).toHaveCount(0)
      await expect(page.locator('#app-rows :focus')).toBeInViewport()
    }
    for (const label of labels) await context.request.delete(pathOf(label), { headers })
  },
)

/** Focuses each of these elements; returns those that scrolled the page although they were in sight, or that are covered. */
const focusEach = (page: Page, selector: string, { staysAt, cover }: { staysAt?: number; cover?: string }) =>
  page.evaluate(
    ({ selector, staysAt, cover }) =>
      [...document.querySelectorAll<HTMLElement>(selector)].flatMap((element) => {
        if (!element.checkVisibility()) return []
        if (staysAt !== undefined) scrollTo(0, staysAt)
        element.focus()
        const { bottom } = element.getBoundingClientRect()
        const edge = cover
          ? (document.querySelector(cover)?.getBoundingClientRect().top ?? 0)
          : Number.POSITIVE_INFINITY
        const isWrong = bottom > edge || (staysAt !== undefined && scrollY !== staysAt)
        return isWrong ? [`${element.outerHTML.slice(0, 80)}: at ${scrollY}, ends at ${bottom} of ${edge}`] : []
      }),
    { selector, staysAt, cover },
  )

test('the focus scrolls the page for nothing that sticks to the window, and goes below no bar', {
  tag: '@all',
}, async ({ page }) => {
  await reportUse(page, 'org.example.reported', 1)
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.goto('/whitelists?select=app')
    const box = page.locator('#app-rows').getByRole('checkbox').nth(30)
    expect.soft(await focusEach(page, '.rail :is(a, button), #timer :is(a, button)', { staysAt: 0 })).toEqual([])
    await box.check()
    await expect(page.locator('.picks-bar')).toBeVisible()
    const stuck = '.rail :is(a, button), #timer :is(a, button), .picks-bar button'
    expect.soft(await focusEach(page, stuck, { staysAt: 900 })).toEqual([])
    await page.evaluate(() => scrollTo(0, 0))
    await page.locator('.picks-bar button').first().focus()
    await expect.soft(page.locator('.picks-bar button').first()).toBeInViewport()
    expect.soft(await focusEach(page, '#app-rows tbody :is(a, button, input)', { cover: '.picks-bar' })).toEqual([])
  }

  // A toast stands above the bar.
  await page.locator('#app-rows').getByRole('switch').first().press('Enter')
  await expect(page.locator('[data-toast]')).toBeVisible()
  await page.evaluate(() => scrollTo(0, 0))
  expect.soft(await focusEach(page, '#app-rows tbody :is(a, button, input)', { cover: '[data-toast]' })).toEqual([])
})

visitorTest(
  'without script the bar of actions stands below its rows',
  { tag: '@all' },
  async ({ browser, baseURL }) => {
    const context = await browser.newContext({
      baseURL,
      javaScriptEnabled: false,
      viewport: { width: 390, height: 844 },
    })
    await signIn(context, baseURL ?? '')
    const page = await context.newPage()
    await reportUse(page, 'org.example.reported', 1)
    await page.goto('/whitelists')
    const bar = await page.getByRole('form', { name: 'Selected apps' }).boundingBox()
    const rows = await page.locator('#app-rows').boundingBox()
    expect(bar?.y).toBeGreaterThanOrEqual((rows?.y ?? 0) + (rows?.height ?? 0))
    await context.close()
  },
)
