import type { Page } from '@playwright/test'
import { test as base, expect, expectAccessible, signIn, signInToDemo, useWithoutFaults } from './fixtures'

/** Pages that look different without any rows. */
const lists = [
  '/',
  '/goals',
  '/organizations',
  '/people',
  '/meetings',
  '/projects',
  '/clients',
  '/tasks',
  '/tasks/all',
  '/cards',
  '/learnings',
  '/review/week',
  '/review/month',
  '/reviews',
  '/evidence',
  '/skills',
  '/energy',
  '/review',
  '/plans',
  '/plans/new',
  '/tags',
  '/changes',
  '/sessions',
  '/sessions?select=1',
  '/sessions/bulk/refile',
  '/sessions/import',
  '/whitelists',
  '/stats',
  '/stats/explain',
  '/stats/changes',
  '/settings/days-off',
  '/deleted',
]

const others = [
  '/goals/new',
  '/goals?status=completed',
  '/goals?q=nothing+like+it',
  '/organizations/new',
  '/people/new',
  '/meetings/new',
  '/projects/new',
  '/tasks/new',
  '/cards/new',
  '/learnings/new',
  '/reviews/new',
  '/skills/new',
  '/capture?entry=todo+call+tomorrow',
  '/meetings/import',
  '/skills/import',
  '/skills?team=Booking',
  '/energy/new',
  '/plans/import',
  '/plans/statistics-2',
  '/plans/statistics-2/edit',
  '/plans/statistics-2/details',
  '/plans/statistics-2/chunks',
  '/sessions/new',
  '/sessions?from=2020-01-01&to=2020-01-01',
  '/search?q=the',
  '/stats?range=365',
  '/stats?from=2026-02-30&to=x',
  '/stats/explain?figure=longest',
  '/stats/changes?since=x&from=2026-01-01',
  '/settings',
  '/settings/sign-in',
  '/settings/account',
  '/settings/export',
  '/settings/tokens',
  '/nowhere',
  '/dev/ui',
]

base.describe.configure({ mode: 'parallel' })

const signInTo = { full: signInToDemo, empty: signIn }

type Account = keyof typeof signInTo

/** A page of each account, which a worker's tests share: they change nothing, and a browser that starts anew costs more. */
const test = base.extend<object, { openPages: Map<Account, Page> }>({
  openPages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const pages = new Map<Account, Page>()
      await use(pages)
      for (const page of pages.values()) await page.context().close()
    },
    { scope: 'worker' },
  ],
})

/** A test of a page on which somebody is signed in to the account. */
const testAs = (account: Account) =>
  test.extend({
    page: async ({ openPages, browser, baseURL }, use) => {
      const known = openPages.get(account)
      const page = known ?? (await browser.newPage())
      if (!known) await signInTo[account](page.context(), baseURL ?? '')
      openPages.set(account, page)
      await useWithoutFaults(page, use)
    },
  })

const tests = { full: testAs('full'), empty: testAs('empty') }

for (const account of ['full', 'empty'] as const) {
  for (const path of account === 'full' ? [...lists, ...others] : lists) {
    tests[account](`${path} of the ${account} account is accessible`, async ({ page }) => {
      await page.goto(path)
      await expect(page.locator('h1')).toHaveCount(1)
      await expectAccessible(page, {
        // An empty page adds only words, so that two views are enough.
        everyView: account === 'full',
        // The bar of selected rows covers what scrolls under it.
        targetsApart: !path.includes('select=1'),
      })
    })
  }
}

base('the reference of the API is accessible, signed out', async ({ page }) => {
  await page.goto('/api/docs')
  await expect(page.locator('h1')).toHaveCount(1)
  await expectAccessible(page)
})

tests.full(
  'a goal, a session and a project of the full account, and their edit forms, are accessible',
  async ({ page }) => {
    for (const list of ['/goals', '/sessions', '/projects']) {
      await page.goto(list)
      const edit = (await page.locator('a[aria-label^="Edit"]').first().getAttribute('href')) ?? ''
      for (const path of [edit.replace(/\/edit$/, ''), edit]) {
        await page.goto(path)
        await expectAccessible(page, { everyView: true })
      }
    }
  },
)

/** Lists, and the beginning of their rows' ids. */
const kinds = { tasks: 'task', organizations: 'organization', people: 'person', skills: 'skill', learnings: 'learning' }

tests.full(
  'a task, an organization, a person, a skill and a learning of the full account are accessible',
  async ({ page }) => {
    for (const [list, kind] of Object.entries(kinds)) {
      await page.goto(`/${list}`)
      const path = await page.locator(`[id^="${kind}-"] a[href^="/${list}/"]`).first().getAttribute('href')
      for (const one of [path ?? '', `${path}/edit`]) {
        await page.goto(one)
        await expect(page.locator('h1')).toHaveCount(1)
        await expectAccessible(page)
      }
    }
    await page.goto('/clients')
    await page.locator('main .row-title').first().click()
    await expect(page).toHaveURL(/\/clients\/time/)
    await expectAccessible(page)
  },
)

tests.full('the sheet of shortcuts and the menu of a goal are accessible', async ({ page }) => {
  await page.goto('/goals')
  await page.locator('[aria-label^="More for"]').first().click()
  await expect(page.getByRole('button', { name: 'Complete' }).first()).toBeVisible()
  await expectAccessible(page, { everyView: true })
  await page.locator('#main').focus()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, { everyView: true })
})

base('a printed page has its figures, in light colours, and no controls', async ({ page, context, baseURL }) => {
  await signInToDemo(context, baseURL ?? '')
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  for (const path of ['/', '/stats', '/goals', '/sessions']) {
    await page.goto(path)
    await expect(page.locator('h1')).toBeVisible()
    await expect(page.locator('main :is(li, tr) time').first()).toBeVisible()
    await expect(page.locator('main :is(button, input):visible, nav:visible, #timer:visible')).toHaveCount(0)
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('light')
  }
})
