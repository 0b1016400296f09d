import type { Browser, Page } from '@playwright/test'
import { isWhole } from '../scripts/shares'
import {
  test as base,
  dateDaysAgo,
  demoTest,
  expect,
  expectAccessible,
  expectAccessibleViews,
  signIn,
  signInToDemo,
  useWithoutFaults,
  violationsOf,
} from './fixtures'
import { lists, others, rowPaths } from './page-paths'

base.describe.configure({ mode: 'parallel' })

const signInTo = { full: signInToDemo, empty: signIn }

type Account = keyof typeof signInTo

/** A page of each account, which a worker's tests share: they change nothing, and a browser that starts anew costs more. */
const openPages = new Map<Account, Page>()

/** A test of a page on which somebody is signed in to the account. */
const testAs = (account: Account) =>
  base.extend({
    page: async ({ browser, baseURL }, use) => {
      const known = openPages.get(account)
      const page = known ?? (await browser.newPage())
      if (!known) await signInTo[account](page.context(), baseURL ?? '')
      openPages.set(account, page)
      await useWithoutFaults(page, use)
    },
  })

const tests = { full: testAs('full'), empty: testAs('empty') }

/** Pages that together have every component. */
const varied = [
  '/',
  '/goals',
  '/sessions?select=session',
  '/stats?range=365',
  '/tasks',
  '/whitelists',
  '/skills',
  '/plans/statistics-2',
  '/settings/days',
  '/dev/ui',
]

/** Fails for a page whose HTML is not accessible. */
const expectAccessibleHtml = async (browser: Browser, page: Page, paths: string[]) => {
  for (const path of paths) {
    const answer = await page.request.get(path, { headers: { Accept: 'text/html' } })
    const html = await answer.text()
    expect(html.match(/<h1[ >]/g), path).toHaveLength(1)
    // A list whose choice is not marked would count as changed by the person.
    const selects = html.match(/<select\b.*?<\/select>/gs) ?? []
    expect(
      selects.filter((one) => !one.includes(' selected')),
      path,
    ).toEqual([])
    expect(await violationsOf(browser, html), path).toEqual([])
  }
}

for (const account of ['full', 'empty'] as const) {
  const tag = account === 'full' ? [] : '@all'
  tests[account](`the HTML of every list of the ${account} account is accessible`, { tag }, ({ page, browser }) =>
    expectAccessibleHtml(browser, page, lists),
  )
}

tests.full('the HTML of every other page is accessible', ({ page, browser }) =>
  expectAccessibleHtml(browser, page, others),
)

tests.full('the HTML of rows and their forms is accessible', { tag: '@all' }, async ({ page, browser }) => {
  await expectAccessibleHtml(browser, page, [...(await rowPaths(page)), '/api/docs'])
})

for (const path of varied) {
  const tag = ['/', '/dev/ui'].includes(path) ? [] : '@all'
  tests.full(`${path} is accessible as it is drawn`, { tag }, async ({ page }) => {
    await page.goto(path)
    await expectAccessibleViews(page, { everyView: isWhole, targetsApart: true })
  })
}

for (const account of ['full', 'empty'] as const) {
  for (const path of account === 'full' ? [...lists, ...others].filter((one) => !varied.includes(one)) : lists) {
    tests[account](
      `${path} of the ${account} account is accessible as it is drawn`,
      { tag: '@all' },
      async ({ page }) => {
        await page.goto(path)
        // An empty page adds only words, so that two views are enough.
        await expectAccessibleViews(page, { everyView: account === 'full', targetsApart: true })
      },
    )
  }
}

tests.full(
  'rows of the full account and their forms are accessible as they are drawn',
  { tag: '@all' },
  async ({ page }) => {
    tests.full.slow()
    for (const path of [...(await rowPaths(page)), '/api/docs']) {
      await page.goto(path)
      await expectAccessibleViews(page, { everyView: true })
    }
  },
)

demoTest('charts keep the colours that their legends name in forced colours', { tag: '@all' }, async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme })
    let looks = new Map<string, string>()
    // The bar of Today has no legend.
    for (const path of ['/stats', '/stats/compare', '/']) {
      await page.goto(path)
      const named = await page
        .locator('[data-legend] rect:is(.fill, .fill-soft)')
        .evaluateAll((rects) => rects.map((one) => [one.getAttribute('class') ?? '', getComputedStyle(one).fill]))
      if (path !== '/') looks = new Map(named.map(([name = '', fill = '']) => [name, fill]))
      expect(new Set(looks.values()).size, `${path} in ${colorScheme}`).toBe(2)
      const bars = await page
        .locator('main :not([data-legend] *) > svg rect:is(.fill, .fill-soft):not([class*="hue-"])')
        .evaluateAll((rects) =>
          rects.map((one) => [one.getAttribute('class')?.split(' ')[0], getComputedStyle(one).fill]),
        )
      for (const [name = '', fill] of bars) expect(fill, `${name} of ${path} in ${colorScheme}`).toBe(looks.get(name))
      for (const chart of await page.locator('main canvas').all()) {
        await chart.scrollIntoViewIfNeeded()
        await expect(chart).toHaveAttribute('width', /\d/)
        const drawn = () =>
          chart.evaluate(
            (canvas: HTMLCanvasElement, fills) => {
              const { data = [] } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {}
              const seen = new Set<string>()
              for (let at = 0; at < data.length; at += 4) seen.add(`rgb(${data.slice(at, at + 3).join(', ')})`)
              return fills.filter((fill) => !seen.has(fill))
            },
            [...looks.values()],
          )
        await expect.poll(drawn, `${path} in ${colorScheme}`).toEqual([])
      }
    }
  }
})

tests.full('the list of keys and the menu of a goal are accessible', { tag: '@all' }, async ({ page }) => {
  await page.goto('/goals')
  await page.locator('[aria-label^="More for"]').first().click()
  await expect(page.getByRole('button', { name: 'Complete' }).first()).toBeVisible()
  await expectAccessible(page, { everyView: true })
  await page.locator('#main').focus()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, { everyView: true })
})

demoTest(
  'a printed page says who, what, when and how much, in light colours, and no control',
  { tag: '@all' },
  async ({ page }) => {
    const { items } = await (await page.request.get('/api/v1/goals?q=Methods%20chapter')).json()
    const [goal] = items
    const view = `?subject=goal:${goal.id}&from=${dateDaysAgo(40)}&to=${dateDaysAgo(10)}`
    for (const [path = '', ...said] of [
      ['/'],
      ['/goals'],
      ['/sessions', '#sessions-total', 'nav[aria-label="Pages"] > span >> nth=0'],
      [
        `/sessions${view}`,
        '.sieve-set bdi >> nth=0',
        `.sieve-set bdi:has-text("${goal.title}")`,
        '#sessions-total',
        '.day-sum >> nth=0',
      ],
      [`/stats${view}`, `.sieve-set bdi:has-text("${goal.title}")`, '.page-head > p', '[data-figure] >> nth=0'],
      [`/goals/${goal.id}`, `h1:has-text("${goal.title}")`, '#goal-figures dt >> nth=0', '[data-figure] >> nth=0'],
      [`/review/week?date=${dateDaysAgo(7)}`, '.page-head > p', '[data-figure] >> nth=0'],
    ]) {
      await page.goto(path)
      // Not before: Chromium has once drawn a first page for a screen that was told earlier.
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      const sheets = page.evaluate(() => [...document.styleSheets].map(({ media }) => media.mediaText))
      expect(await sheets).toContain('print')
      await expect(page.locator('.deck > p').first()).toHaveText(/^Demo, \w+, \d+ \w+ 20\d\d$/)
      const main = page.locator('main')
      for (const one of ['h1', ...said]) await expect(main.locator(one), `${path} ${one}`).toBeVisible()
      await expect(main.locator('li:visible, tr:visible, h2:visible').first()).toBeVisible()
      const controls = main.locator(':is(button, input, select, .button, .menu > summary):visible')
      await expect(controls.or(page.locator('nav a:visible, #timer:visible')), path).toHaveCount(0)
      expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('light')
    }
  },
)

demoTest('the week and its timesheet print on one landscape page', { tag: '@all' }, async ({ page }) => {
  for (const path of ['/week', '/week?hours=all', '/week?view=grid']) {
    await page.goto(path)
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const sizes = [...pdf.matchAll(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g)]
    expect(
      sizes.map(([, width, height]) => Number(width) > Number(height)),
      path,
    ).toEqual([true])
  }
})
