import { elsewhere, expect, holdFirst, openFilter, test } from './fixtures'

test('a filter chosen while the list of the one before is on its way is the one that counts', { tag: '@all' }, async ({
  page,
}) => {
  await elsewhere(page, '/goals', { title: 'Open', status: 'in_progress' })
  await page.goto('/goals')
  await openFilter(page)
  const status = page.getByLabel('Status', { exact: true })
  const goal = page.getByRole('link', { name: 'Open', exact: true })
  const { answer, asked } = await holdFirst(page, /\/goals\?.*status=completed/, 'GET')
  await status.selectOption('completed')
  await expect.poll(() => asked.length).toBe(1)
  const answered = page.waitForResponse('**/goals?*status=in_progress*')
  await status.selectOption('in_progress')
  answer()
  await answered
  await expect(page).toHaveURL(/status=in_progress/)
  await expect(goal).toBeVisible()
  await status.selectOption('completed')
  await expect(goal).toBeHidden()
  await expect(page).toHaveURL(/status=completed/)
})
