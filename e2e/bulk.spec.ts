import { expect, expectAccessible, openMenu, openMore, test } from './fixtures'

test('tick sessions by keyboard, Shift and menu, shift and tag them, undo it, and leave nothing ticked', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(180_000)
  for (let hour = 8; hour < 14; hour += 1) {
    const form = { title: `Work ${hour}`, date: '2026-03-03', started_at: `${hour}:00`, duration: '30m' }
    await page.request.post('/sessions', { form, headers: { Origin: baseURL ?? '' } })
  }

  await page.goto('/sessions?from=2026-03-01&to=2026-03-31')
  await openMore(page)
  await page.getByRole('link', { name: 'Select', exact: true }).click()
  const bar = page.locator('.picks-bar')
  const count = page.locator('[data-picks-count]')
  await expect(bar.getByRole('button')).toHaveCount(0)
  await page.getByRole('checkbox', { name: 'Select Work 13' }).click()
  await expect(count).toHaveText('1 selected')
  await page.getByRole('checkbox', { name: 'Select Work 11' }).click({ modifiers: ['Shift'] })
  await expect(count).toHaveText('3 selected')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('checkbox', { name: 'Select Work 10' })).toBeFocused()
  await expect(count).toHaveText('4 selected')
  await page.keyboard.press('Space')
  await expect(count).toHaveText('3 selected')
  await bar.getByRole('link', { name: 'Done' }).click()
  await expect(page).toHaveURL(/from=2026-03-01&to=2026-03-31$/)
  await expect(bar).toBeHidden()

  await openMenu(page, 'Work 13')
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await expect(page.getByRole('checkbox', { name: 'Select Work 13' })).toBeFocused()
  await expect(count).toHaveText('1 selected')
  await page.getByRole('checkbox', { name: /All 6 in this view/ }).check()
  await expect(count).toHaveText('6 selected')
  await page.getByRole('checkbox', { name: 'Select Work 8' }).uncheck()
  await expect(count).toHaveText('5 selected')

  await bar.getByRole('button', { name: 'Shift' }).click()
  await expect(page.getByLabel('Shift times by')).toBeFocused()
  await page.getByLabel('Shift times by').press('Enter')
  await expect(page.getByText('Enter at least one change')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Shift times by').fill('+1d')
  await page.getByLabel('Shift times by').press('Enter')
  await expect(page.getByText('Moved 5 sessions by +1d')).toBeVisible()
  await expect(page.getByRole('heading', { name: /Wednesday, 4 March/ })).toBeVisible()
  await expect(bar).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/^Undone/)).toBeVisible()
  await expect(page.getByRole('heading', { name: /Wednesday, 4 March/ })).toHaveCount(0)

  await page.getByRole('link', { name: 'Work 13' }).focus()
  await page.keyboard.press('x')
  await page.getByRole('checkbox', { name: /All 6 in this view/ }).check()
  await bar.getByRole('button', { name: 'Tag' }).click()
  await page.getByLabel('Add tags').fill('moved')
  await page.getByLabel('Add tags').press('Enter')
  await expect(page.getByText('Tagged 6 sessions')).toBeVisible()
  await expect(page.getByText('#moved')).toHaveCount(6)
  await expect(bar).toBeHidden()
  await expect(page.locator('input:checked')).toHaveCount(0)
})
