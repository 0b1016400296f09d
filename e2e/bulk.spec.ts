import { expect, expectAccessible, openMore, test } from './fixtures'

test('tick sessions by keyboard and Shift, edit them, undo it, refile a day, and leave nothing ticked', async ({
  page,
  person,
  baseURL,
}) => {
  test.setTimeout(180_000)
  expect(person).toContain('@')
  for (let hour = 8; hour < 14; hour += 1) {
    const form = { title: `Work ${hour}`, date: '2026-03-03', started_at: `${hour}:00`, duration: '30m' }
    await page.request.post('/sessions', { form, headers: { Origin: baseURL ?? '' } })
  }

  await page.goto('/sessions?from=2026-03-01&to=2026-03-31')
  await openMore(page)
  await page.getByRole('link', { name: 'Select', exact: true }).click()
  const count = page.locator('[data-picks-count]')
  await expect(count).toHaveText('0 selected')
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toBeDisabled()
  await page.getByRole('checkbox', { name: 'Select Work 13' }).click()
  await page.getByRole('checkbox', { name: 'Select Work 11' }).click({ modifiers: ['Shift'] })
  await expect(count).toHaveText('3 selected')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('checkbox', { name: 'Select Work 10' })).toBeFocused()
  await expect(count).toHaveText('4 selected')
  await page.keyboard.press('Space')
  await expect(count).toHaveText('3 selected')
  await page.getByRole('checkbox', { name: 'All of this day' }).check()
  await expect(count).toHaveText('6 selected')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(count).toHaveText('0 selected')
  await page.getByRole('checkbox', { name: /All 6 in this view/ }).check()
  await page.getByRole('checkbox', { name: 'Select Work 8' }).uncheck()
  await expect(count).toHaveText('5 selected')

  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(page.locator('h1')).toHaveText('Edit sessions')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByText('Enter at least one change')).toBeVisible()
  await page.getByLabel('Add tags').fill('moved')
  await page.getByLabel('Shift times by').fill('+1d')
  await page.getByRole('button', { name: 'Preview' }).click()
  const confirm = page.getByRole('button', { name: 'Change 5 sessions' })
  await expect(confirm).toBeFocused()
  await expectAccessible(page)
  await confirm.click()
  await expect(page).toHaveURL(/\/sessions\?from=2026-03-01&to=2026-03-31&subject=all$/)
  await expect(page.getByText('#moved').first()).toBeVisible()
  await expect(page.getByRole('heading', { name: /Wednesday, 4 March/ })).toBeVisible()
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/^Undone/)).toBeVisible()
  await expect(page.getByRole('heading', { name: /Wednesday, 4 March/ })).toHaveCount(0)

  await page.goto('/sessions?from=2026-03-03&to=2026-03-03&select=1')
  await page.getByRole('checkbox', { name: 'All of this day' }).check()
  await page.getByRole('button', { name: 'Change time zone' }).click()
  await page.getByLabel('A day starts at').fill('10:30')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('link', { name: 'Monday, 2 March' })).toBeVisible()
  await page.getByRole('button', { name: 'Change 6 sessions' }).click()
  await expect(page.getByText(/^Moved 6 sessions/)).toBeVisible()
  await page.goto('/sessions?select=1')
  await expect(page.locator('input:checked')).toHaveCount(0)
})
