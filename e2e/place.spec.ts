import type { Locator, Page } from '@playwright/test'
import { isWhole, seed } from '../scripts/shares'
import { elsewhere, expect, test } from './fixtures'

/** Where the page is scrolled to, and what has the focus: null unless it is on the screen. */
const placeOf = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement
    const { top = -1, bottom = -1 } = focused?.getBoundingClientRect() ?? {}
    const isSeen = focused !== document.body && bottom > 0 && top < innerHeight
    return { y: scrollY, focus: isSeen ? (focused?.getAttribute('aria-label') ?? focused?.textContent) : null }
  })

/** Presses a control in the middle of the screen, and expects the page to stay where it is until `done` shows. */
const expectStays = async (page: Page, control: Locator, done: Locator, focus: RegExp) => {
  await control.evaluate((element) => element.scrollIntoView({ block: 'center' }))
  const { y } = await placeOf(page)
  await control.press('Enter')
  await expect(done).toBeVisible()
  await page.waitForLoadState()
  await expect.poll(() => placeOf(page)).toEqual({ y, focus: expect.stringMatching(focus) })
}

for (const width of [390, 1280]) {
  test(`an action leaves a page of ${width} px where it is, and the focus at what was acted on`, {
    tag: '@all',
  }, async ({ page }) => {
    await page.setViewportSize({ width, height: 600 })
    for (let number = 1; number <= 12; number += 1) {
      await elsewhere(page, '/tasks/quick', { line: `Task ${number}` })
      await elsewhere(page, '/goals', { title: `Goal ${number}` })
    }
    await elsewhere(page, '/sessions/entry', { entry: '25m Reading' })

    await page.goto('/tasks')
    await expectStays(
      page,
      page.getByRole('button', { name: 'Done: Task 5' }),
      page.getByRole('heading', { name: 'Done today' }),
      /^Done: Task/,
    )
    await page.goto('/goals')
    const menu = page.locator('summary[aria-label="More for Goal 7"]')
    await menu.press('Enter')
    await expectStays(
      page,
      page.locator('[data-menu][open]').getByRole('button', { name: 'Complete' }),
      page.getByRole('status').filter({ hasText: 'Goal completed' }),
      /Goal/,
    )
    await page.goto('/settings/days')
    await page.getByLabel('A week starts on').focus()
    await page.getByLabel('A week starts on').selectOption('Sunday')
    await expect(page.getByText('Settings saved')).toBeVisible()
    await expect(page.getByLabel('A week starts on')).toBeFocused()
    await page.goto('/settings/appearance')
    await page.getByLabel('Dark').check()
    await expect(page.getByText('Settings saved')).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(page.getByLabel('Dark')).toBeFocused()
    await page.goto('/stats')
    const range = page.getByRole('link', { name: '90 days' })
    await expectStays(page, range, page.locator('a[aria-current]').filter({ hasText: '90 days' }), /90 days/)
  })
}

/** Lists, with the form that adds a row whose name has a number. */
const lists: [path: string, form: (number: number) => [path: string, fields: Record<string, string>]][] = [
  ['/sessions', (n) => ['/sessions/entry', { entry: `${n}m row ${n}` }]],
  ['/goals', (n) => ['/goals', { title: `row ${n}` }]],
  ['/tasks/all', (n) => ['/tasks/quick', { line: `row ${n}` }]],
  ['/cards', (n) => ['/cards', { question: `row ${n}`, answer: 'a' }]],
  ['/learnings', (n) => ['/learnings', { title: `row ${n}`, date: '2026-03-03' }]],
  ['/skills', (n) => ['/skills', { name: `row ${n}` }]],
  ['/people', (n) => ['/people', { name: `row ${n}` }]],
  ['/organizations', (n) => ['/organizations', { name: `row ${n}` }]],
  ['/meetings', (n) => ['/meetings', { title: `row ${n}`, date: '2026-03-03' }]],
  [
    '/feedback',
    (n) => ['/feedback', { content: `row ${n}`, sentiment: 'positive', category: 'general', date: '2026-03-03' }],
  ],
  ['/projects', (n) => ['/projects', { name: `row ${n}` }]],
]

/** A third of the lists each day, all of them in `npm run test:all`. */
const tried = lists.filter((_, index) => isWhole || index % 3 === Number(seed) % 3)

test('in every list a row is deleted and brought back without another one moving above it', { tag: '@all' }, async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 600 })
  for (const [path, form] of tried) {
    for (let number = 11; number <= 22; number += 1) await elsewhere(page, ...form(number))
    await page.goto(path)
    const rows = page.locator('main .rows > .row')
    const tops = () => rows.evaluateAll((all) => all.slice(0, 6).map((row) => row.getBoundingClientRect().top))
    const menu = rows.nth(6).locator('.menu > summary')
    await menu.evaluate((element) => element.scrollIntoView({ block: 'center' }))
    const name = await rows.nth(6).locator('.row-title').textContent()
    await menu.press('Enter')
    const remove = page.locator('[data-menu][open]').getByRole('button', { name: 'Delete' })
    // The window follows the focus to the end of a long menu.
    await remove.focus()
    const before = await tops()
    await remove.press('Enter')
    const undo = page.locator('#toasts').getByRole('button', { name: 'Undo' }).last()
    await expect(undo).toBeVisible()
    const seen = async () => ({ path, tops: await tops(), focus: (await placeOf(page)).focus })
    await expect.poll(seen).toEqual({ path, tops: before, focus: expect.stringMatching(/row \d\d/) })
    await undo.press('Enter')
    await expect(rows.nth(6)).toContainText(name ?? '')
    await expect.poll(seen).toEqual({ path, tops: before, focus: expect.stringContaining(name ?? '') })
  }
})
