import { demoTest, elsewhere, expect, openFilter, phoneScreen, test } from './fixtures'

test.use(phoneScreen)

const lists = [
  ...['/sessions', '/goals', '/tasks', '/tasks/all', '/tasks/with-people', '/learnings', '/cards', '/skills'],
  ...['/meetings', '/people', '/organizations', '/feedback', '/projects', '/tags', '/plans', '/reviews', '/whitelists'],
]

demoTest(
  'every list begins on the first screen of a phone, and its rows have room',
  { tag: '@all' },
  async ({ page }) => {
    test.setTimeout(120_000)
    for (const path of lists) {
      await page.setViewportSize(phoneScreen.viewport)
      await page.goto(path)
      const found = await page.evaluate(() => {
        const rows = [...document.querySelectorAll('main :is(.rows > li, tbody > tr)')]
        const first = rows.find((row) => row.checkVisibility())?.getBoundingClientRect()
        const shown = first && document.elementFromPoint(first.left + 40, first.bottom - 4)
        const narrow = rows.flatMap((row) => {
          const title = row.querySelector<HTMLElement>(':scope.row > .what > .row-title')
          if (!title) return []
          const { left } = title.getBoundingClientRect()
          const hands = row.querySelector(':scope > .row-actions')?.getBoundingClientRect().left
          const { right, width } = row.getBoundingClientRect()
          return ((hands ?? right) - left) / width < 0.6 ? [row.textContent] : []
        })
        return {
          isInFirstScreen: shown ? shown.closest('main') !== null : rows.length === 0,
          narrow,
          head: document.querySelector('.page-head > .actions')?.childElementCount ?? 0,
        }
      })
      expect(found.isInFirstScreen, path).toBe(true)
      expect(found.head, path).toBeLessThanOrEqual(2)
      expect(found.narrow, path).toEqual([])
      await page.setViewportSize({ width: 820, height: 1180 })
      const high = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('main .rows > .row')]
          .filter((row) => row.getBoundingClientRect().height > 5.25 * 16)
          .map((row) => row.textContent),
      )
      expect(high, path).toEqual([])
    }
  },
)

test('a filter shows at once as a chip, which takes it away and leaves the focus beside it', { tag: '@all' }, async ({
  page,
}) => {
  await elsewhere(page, '/goals', { title: 'Open', status: 'in_progress', kind: 'open' })
  await elsewhere(page, '/goals', { title: 'Done', status: 'completed', kind: 'open' })
  await page.goto('/goals')
  const title = (name: string) => page.getByRole('link', { name, exact: true })
  await expect(page.getByLabel('Search goals')).toBeHidden()
  await openFilter(page)
  await page.getByLabel('Status').selectOption('completed')
  await page.getByLabel('Search goals').fill('don')
  const without = page.getByRole('link', { name: /^Remove filter/ })
  await expect(without).toHaveCount(2)
  await page.getByRole('button', { name: 'Done' }).tap()
  await expect(page.getByLabel('Search goals')).toBeHidden()
  await expect(page.locator('.filter > summary')).toBeFocused()
  await expect(title('Open')).toBeHidden()
  await expect(title('Done')).toBeVisible()
  await page.getByRole('link', { name: 'Remove filter: status Completed' }).tap()
  await expect(without).toHaveCount(1)
  await expect(page.getByRole('link', { name: 'Remove filter: “don”' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(without).toHaveCount(0)
  await expect(page.locator('.filter > summary')).toBeFocused()
  await expect(title('Open')).toBeVisible()
  await expect(title('Done')).toBeVisible()
})
