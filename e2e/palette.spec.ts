import { dateDaysAgo, elsewhere, expect, expectAccessible, signIn, test } from './fixtures'

test('by keyboard alone the palette finds, goes, does and logs', async ({ page, baseURL }) => {
  await elsewhere(page, '/goals', { title: 'Read the paper' })
  await elsewhere(page, '/projects', { name: 'Paper' })
  await page.goto('/goals')
  const { keyboard } = page
  const palette = page.getByRole('dialog', { name: 'Find or do' })
  const field = palette.getByRole('combobox')
  const selected = palette.getByRole('option', { selected: true })

  await keyboard.press('Control+k')
  await expect(field).toBeFocused()
  await expect(selected).toHaveText(/New goal/)
  await expect(field).toHaveAttribute('aria-expanded', 'true')
  await expectAccessible(page, { everyView: true })
  await keyboard.type('paper')
  await expect(palette.getByRole('option', { name: 'Read the paper' })).toBeVisible()
  const found = palette.getByRole('option').filter({ hasNotText: 'Report:' })
  await expect(found.locator('mark', { hasText: 'paper' })).toHaveText(['Paper', 'paper'])
  await expectAccessible(page, { everyView: true })
  await keyboard.press('End')
  await expect(palette.getByRole('option').last()).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('Home')
  await expect(palette.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
  await expect(field).toHaveAttribute('aria-activedescendant', 'palette-option-0')
  while (!(await selected.textContent())?.includes('Read the paper')) await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Read the paper' })).toBeVisible()
  await page.waitForLoadState()

  // An action of the page that is open, by the first letters of its words.
  await keyboard.press('Control+k')
  await keyboard.type('edit')
  await keyboard.press('Enter')
  await page.waitForURL(/\/goals\/[^/]+\/edit$/)

  // From within a field, and Enter before the options have come.
  await page.getByLabel('Title', { exact: true }).focus()
  await keyboard.press('Control+k')
  await keyboard.type('25m skim @Paper')
  await keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Logged' })).toContainText('skim')
  await expect(palette).toBeHidden()
  await expect(page.getByLabel('Title', { exact: true })).toBeFocused()

  // Alt with an arrow is the browser's, also in a calendar that is walked by arrows.
  await elsewhere(page, '/sessions', { date: dateDaysAgo(1), started_at: '9:00', ended_at: '10:00' })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto('/stats?open=year')
  const day = page.locator('#year a').last()
  await day.press('Alt+ArrowLeft')
  await expect(day).toBeFocused()

  // The page that was opened last comes first. A key that is held closes nothing that it has opened.
  for (const key of ['Control', 'k', 'k']) await keyboard.down(key)
  for (const key of ['k', 'Control']) await keyboard.up(key)
  await expect(palette.getByRole('group', { name: 'Recent' }).getByRole('option').first()).toContainText(
    'Read the paper',
  )
  await keyboard.press('Escape')
  await expect(palette).toBeHidden()

  // The next person begins without the pages of the one before.
  await signIn(page.context(), baseURL ?? '')
  await page.goto('/goals')
  await keyboard.press('Control+k')
  await expect(selected).toHaveText(/New goal/)
  await keyboard.press('Escape')

  // Signed out, the browser keeps no list.
  await keyboard.press('Control+k')
  await keyboard.type('sign out')
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/\/sign-in/)
  expect(await page.evaluate(() => localStorage.getItem('recent'))).toBeNull()
})

test('with the shortcuts off Ctrl K still opens the palette, and a refused line waits in it', { tag: '@all' }, async ({
  page,
}) => {
  await page.goto('/settings/keyboard')
  await page.getByRole('checkbox', { name: 'Keyboard shortcuts' }).uncheck()
  await expect(page.getByText(/saved/i).first()).toBeVisible()
  await page.locator('#main').focus()
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Control+k')
  const field = page.getByRole('dialog', { name: 'Find or do' }).getByRole('combobox')
  await field.pressSequentially('+ call the bank')
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText('Add task')
  await page.context().route(/\/capture$/, (route) => route.fulfill({ status: 403, headers: { 'X-App': 'Daymark' } }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Nothing was changed')
  await expect(field).toHaveValue('+ call the bank')
})
